import type { NodeInfo } from '../node-info.ts';
import { priorityOf, startTimeOf } from './importance.ts';
import type { Victims } from './victims.ts';

/** A node that would do once its victims have left, with what it is compared by. */
export interface PreemptionCandidate {
  readonly info: NodeInfo;
  readonly victims: Victims;
  readonly highestPriority: number;
  readonly sumOfPriorities: number;
  /** when the first of the victims of the highest priority started. */
  readonly startTime: string;
}

/** Added to each priority, so that many pods of a negative priority do not count as less than few. */
const LOWEST_PRIORITY = 2 ** 31;

export function createPreemptionCandidate(info: NodeInfo, victims: Victims): PreemptionCandidate {
  let highestPriority = Number.NEGATIVE_INFINITY;
  let sumOfPriorities = 0;
  let startTime = '';
  for (const pod of victims.pods) {
    const priority = priorityOf(pod);
    sumOfPriorities += priority + LOWEST_PRIORITY;
    if (priority > highestPriority || (priority === highestPriority && startTimeOf(pod) < startTime)) startTime = startTimeOf(pod);
    highestPriority = Math.max(highestPriority, priority);
  }
  return { info, victims, highestPriority, sumOfPriorities, startTime };
}

/**
 * The node whose victims are missed least (framework/preemption pickOneNodeForPreemption): fewest violated budgets, lowest highest priority,
 * lowest sum of priorities, fewest victims, latest start of those of the highest priority, then the first.
 */
export function pickNode(candidates: readonly PreemptionCandidate[]): PreemptionCandidate | undefined {
  let best: PreemptionCandidate | undefined;
  for (const one of candidates) if (!best || isPreferred(one, best)) best = one;
  return best;
}

function isPreferred(a: PreemptionCandidate, b: PreemptionCandidate): boolean {
  const difference = a.victims.violations - b.victims.violations || a.highestPriority - b.highestPriority
    || a.sumOfPriorities - b.sumOfPriorities || a.victims.pods.length - b.victims.pods.length;
  return difference === 0 ? a.startTime > b.startTime : difference < 0;
}
