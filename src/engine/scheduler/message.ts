import type { KindMap } from '../api/object.ts';
import type { Refusals } from './refusals.ts';

/** pkg/scheduler/schedule_one.go ErrNoNodesAvailable. */
export const NO_NODES = 'no nodes available to schedule pods';
const NOTE_LENGTH = 1024;
const CUT = ' ...';

/** Why no node would do for a pod. */
export interface Failure {
  readonly nodeCount: number;
  /** how many nodes each refusal was given for, by its code. */
  readonly nodesByRefusal: ReadonlyMap<number, number>;
  /** nodes no filter looked at, because plugins named the only ones that may do. */
  readonly absent: number;
  /** those plugins. */
  readonly narrowedBy: readonly string[];
  /** said for all nodes before any was looked at. */
  readonly refusedBefore?: string;
}

/**
 * The message of a failed cycle: `0/3 nodes are available: …` with the reasons counted and sorted, then what deallocating claims
 * and preemption found, which is nothing as long as no pod has a lower priority (framework FitError, plugins/dynamicresources,
 * framework/preemption).
 */
export function failureMessage(pod: KindMap['Pod'], failure: Failure, refusals: Refusals): string {
  const { nodeCount, nodesByRefusal, absent, narrowedBy, refusedBefore } = failure;
  if (refusedBefore !== undefined) return `${unavailable(nodeCount)} ${refusedBefore}. ${postFilterMessage(pod, nodeCount, 0)}`;
  const reasons = new Map<string, number>();
  let resolvable = 0;
  for (const [code, count] of nodesByRefusal) {
    const refusal = refusals.get(code);
    if (refusal.resolvable) resolvable += count;
    for (const reason of refusal.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
  if (absent > 0) reasons.set(`node(s) didn't satisfy plugin(s) [${narrowedBy.join(' ')}]`, absent);
  return `${unavailable(nodeCount)} ${counted(reasons)}. ${postFilterMessage(pod, nodeCount, resolvable)}`;
}

function postFilterMessage({ spec }: KindMap['Pod'], nodeCount: number, resolvable: number): string {
  return `no new claims to deallocate, preemption: ${preemptionMessage(spec.preemptionPolicy, nodeCount, resolvable)}`;
}

function preemptionMessage(policy: string | undefined, nodeCount: number, resolvable: number): string {
  if (policy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const reasons = new Map<string, number>();
  if (resolvable > 0) reasons.set('No preemption victims found for incoming pod', resolvable);
  if (resolvable < nodeCount) reasons.set('Preemption is not helpful for scheduling', nodeCount - resolvable);
  return `${unavailable(nodeCount)} ${counted(reasons)}.`;
}

function unavailable(nodeCount: number): string {
  return `0/${nodeCount} nodes are available:`;
}

/** Sorted as texts, so that 10 comes before 2, as upstream's histogram does. */
function counted(reasons: ReadonlyMap<string, number>): string {
  return [...reasons].map(([reason, count]) => `${count} ${reason}`).sort().join(', ');
}

/** Events hold 1024 characters. */
export function asNote(message: string): string {
  return message.length <= NOTE_LENGTH ? message : message.slice(0, NOTE_LENGTH - CUT.length) + CUT;
}
