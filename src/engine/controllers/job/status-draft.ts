import type { Job, JobCondition, JobStatus } from './job-types.ts';

/** A Job's status while a sync works on it. */
export interface StatusDraft {
  conditions: readonly JobCondition[];
  startTime: string | undefined;
  completionTime: string | undefined;
  active: number;
  ready: number | undefined;
  terminating: number | undefined;
  succeeded: number;
  failed: number;
  completedIndexes: string;
  failedIndexes: string | undefined;
  /** uids of pods that have ended and are neither released nor counted yet. */
  uncountedSucceeded: string[];
  uncountedFailed: string[];
}

export function draftOf({ status = {} }: Job): StatusDraft {
  return {
    conditions: status.conditions ?? [],
    startTime: status.startTime,
    completionTime: status.completionTime,
    active: status.active ?? 0,
    ready: status.ready,
    terminating: status.terminating,
    succeeded: status.succeeded ?? 0,
    failed: status.failed ?? 0,
    completedIndexes: status.completedIndexes ?? '',
    failedIndexes: status.failedIndexes,
    uncountedSucceeded: [...(status.uncountedTerminatedPods?.succeeded ?? [])],
    uncountedFailed: [...(status.uncountedTerminatedPods?.failed ?? [])],
  };
}

/** The draft as it goes over the wire: what Go leaves out when it is zero is left out. */
export function statusOf(draft: StatusDraft): JobStatus {
  const { conditions, startTime, completionTime, active, succeeded, failed, terminating, completedIndexes, failedIndexes, ready } = draft;
  return {
    ...(conditions.length > 0 ? { conditions } : {}),
    ...(startTime === undefined ? {} : { startTime }),
    ...(completionTime === undefined ? {} : { completionTime }),
    ...(active > 0 ? { active } : {}),
    ...(succeeded > 0 ? { succeeded } : {}),
    ...(failed > 0 ? { failed } : {}),
    ...(terminating === undefined ? {} : { terminating }),
    ...(completedIndexes === '' ? {} : { completedIndexes }),
    ...(failedIndexes === undefined ? {} : { failedIndexes }),
    uncountedTerminatedPods: {
      ...(draft.uncountedSucceeded.length > 0 ? { succeeded: [...draft.uncountedSucceeded] } : {}),
      ...(draft.uncountedFailed.length > 0 ? { failed: [...draft.uncountedFailed] } : {}),
    },
    ...(ready === undefined ? {} : { ready }),
  };
}

/**
 * Counts the pods that have been released: who is listed and no longer held is counted and taken off the list in one write, so that no pod
 * can be counted twice (cleanUncountedPodsWithoutFinalizers). Whether anything changed.
 */
export function countReleased(draft: StatusDraft, heldUids: ReadonlySet<string>): boolean {
  const succeeded = draft.uncountedSucceeded.filter((uid) => heldUids.has(uid));
  const failed = draft.uncountedFailed.filter((uid) => heldUids.has(uid));
  const released = [draft.uncountedSucceeded.length - succeeded.length, draft.uncountedFailed.length - failed.length] as const;
  draft.succeeded += released[0];
  draft.failed += released[1];
  draft.uncountedSucceeded = succeeded;
  draft.uncountedFailed = failed;
  return released[0] + released[1] > 0;
}
