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
 * The message of a failed cycle: `0/3 nodes are available: …` with the reasons counted and sorted, then what postFilter plugins have to say
 * (framework FitError).
 */
export function failureMessage(failure: Failure, refusals: Refusals, postFilterMessage = ''): string {
  const { nodeCount, nodesByRefusal, absent, narrowedBy, refusedBefore } = failure;
  const reasons = new Map<string, number>();
  for (const [code, count] of nodesByRefusal) {
    for (const reason of refusals.get(code).reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
  if (absent > 0) reasons.set(`node(s) didn't satisfy plugin(s) [${narrowedBy.join(' ')}]`, absent);
  const message = `${unavailable(nodeCount)} ${refusedBefore ?? counted(reasons)}.`;
  return postFilterMessage === '' ? message : `${message} ${postFilterMessage}`;
}

/** How a pod's own node is refused once it had been chosen. */
export function rejectionMessage(reason: string): string {
  return `${unavailable(1)} 1 ${reason}.`;
}

export function unavailable(nodeCount: number): string {
  return `0/${nodeCount} nodes are available:`;
}

/** Sorted as texts, so that 10 comes before 2, as upstream's histogram does. */
export function counted(reasons: ReadonlyMap<string, number>): string {
  return [...reasons].map(([reason, count]) => `${count} ${reason}`).sort().join(', ');
}

/** Events hold 1024 characters. */
export function asNote(message: string): string {
  return message.length <= NOTE_LENGTH ? message : message.slice(0, NOTE_LENGTH - CUT.length) + CUT;
}
