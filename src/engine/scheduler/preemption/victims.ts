import type { KindMap } from '../../api/object.ts';
import type { NodeInfo } from '../node-info.ts';
import type { DryRun } from '../plugin.ts';
import { PASS } from '../refusals.ts';
import { splitByBudgets } from './disruption-budgets.ts';
import { byImportance, priorityOf } from './importance.ts';

type Pod = KindMap['Pod'];

/** Pods whose leaving makes room on a node, the most important first; there is at least one. */
export interface Victims {
  readonly pods: readonly Pod[];
  readonly violations: number;
}

/** What would have to leave a node: the code of the refusal that stays when all less important pods leave, or `PASS` when there are none. */
export type VictimSelection = Victims | number;

/**
 * The fewest pods of lower priority whose leaving makes room (plugins/defaultpreemption SelectVictimsOnNode): takes all of them away, then spares
 * one after the other as long as the pod still fits, those first whose loss would break a budget, the most important first.
 */
export function selectVictims(priority: number, info: NodeInfo, dryRun: DryRun, budgets: readonly KindMap['PodDisruptionBudget'][]): VictimSelection {
  const lower: Pod[] = [];
  for (const pod of info.pods.values()) if (priorityOf(pod) < priority) lower.push(pod);
  if (lower.length === 0) return PASS;
  for (const pod of lower) dryRun.removePod(pod, info);
  const code = dryRun.filter(info);
  if (code !== PASS) {
    for (const pod of lower) dryRun.addPod(pod, info);
    return code;
  }
  const { violating, others } = splitByBudgets(lower.sort(byImportance), budgets);
  const victims: Pod[] = [];
  const spare = (pod: Pod): void => {
    dryRun.addPod(pod, info);
    if (dryRun.filter(info) === PASS) return;
    dryRun.removePod(pod, info);
    victims.push(pod);
  };
  violating.forEach(spare);
  const violations = victims.length;
  others.forEach(spare);
  for (const pod of victims) dryRun.addPod(pod, info);
  return victims.length === 0 ? PASS : { pods: violating.length > 0 ? victims.sort(byImportance) : victims, violations };
}
