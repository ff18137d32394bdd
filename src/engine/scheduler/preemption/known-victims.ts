import type { KindMap } from '../../api/object.ts';
import type { NodeInfo } from '../node-info.ts';
import type { FailedSearch, PluginHandle } from '../plugin.ts';
import { createPreemptionCandidate, type PreemptionCandidate } from './pick-node.ts';
import { priorityOf } from './importance.ts';
import { selectVictims } from './victims.ts';

type Pod = KindMap['Pod'];
type PodDisruptionBudget = KindMap['PodDisruptionBudget'];

/** Finds who would have to leave nodes for a pod, or the code of the refusal that stays. */
export type VictimSearch = (info: NodeInfo) => PreemptionCandidate | number;

/** What dry runs found for pods that are alike, by slot, each with what it holds for. */
interface Known {
  readonly budgets: readonly PodDisruptionBudget[];
  readonly generations: number[];
  readonly found: (PreemptionCandidate | number)[];
}

/** {@link VictimSearch} for one pod after the other. */
export interface KnownVictims {
  /** Each node is tried out once until it changes, but the one that the pod itself is nominated to, which others of its kind may not take. */
  searchFor(pod: Pod, search: FailedSearch, budgets: readonly PodDisruptionBudget[]): VictimSearch;
}

/** Remembers what dry runs found: many pods of a kind are preempted for in a row, and each time but one node has changed. */
export function createKnownVictims({ snapshot }: Pick<PluginHandle, 'snapshot'>): KnownVictims {
  const known = new WeakMap<object, Known>();

  function knownFor(alike: object, budgets: readonly PodDisruptionBudget[]): Known {
    const before = known.get(alike);
    if (before && isSameList(before.budgets, budgets)) return before;
    const made: Known = { budgets, generations: [], found: [] };
    known.set(alike, made);
    return made;
  }

  return {
    searchFor(pod, { alike, dryRun }, budgets) {
      const priority = priorityOf(pod);
      const own = pod.status?.nominatedNodeName;
      const fresh: VictimSearch = (info) => {
        const selected = selectVictims(priority, info, dryRun, budgets);
        return typeof selected === 'number' ? selected : createPreemptionCandidate(info, selected);
      };
      if (!alike) return fresh;
      const { generations, found } = knownFor(alike, budgets);
      return (info) => {
        const { slot, name } = info;
        if (name === own) return fresh(info);
        const generation = snapshot.generations[slot] ?? 0;
        const before = found[slot];
        if (before !== undefined && generations[slot] === generation) return before;
        generations[slot] = generation;
        return (found[slot] = fresh(info));
      };
    },
  };
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
