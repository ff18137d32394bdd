import type { Indexes } from './indexes.ts';
import { hasIndex } from './indexes.ts';
import type { Job, Pod } from './job-types.ts';
import { judgeFailure } from './pod-failure-policy.ts';
import { completionIndex, finishedAtMs, isPodFailed, isTracked } from './pod-standing.ts';

/** How often the pods of an index had failed before this one: counted failures, and ignored ones. */
const FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED_FAILURE_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count';
const MAX_INT32 = 2 ** 31 - 1;

function readCount({ metadata }: Pod, annotation: string): number {
  const text = metadata.annotations?.[annotation] ?? '';
  return /^\+?[0-9]+$/.test(text) && Number(text) <= MAX_INT32 ? Number(text) : 0;
}

/** Failures of the index before this pod, ignored ones too. */
export function allFailuresBefore(pod: Pod): number {
  return readCount(pod, FAILURE_COUNT) + readCount(pod, IGNORED_FAILURE_COUNT);
}

/** The annotations that hand the count on to the pod that replaces a failed one. */
export function failureCounts(job: Job, replaced: Pod | undefined): Readonly<Record<string, string>> {
  let failures = replaced ? readCount(replaced, FAILURE_COUNT) : 0;
  let ignored = replaced ? readCount(replaced, IGNORED_FAILURE_COUNT) : 0;
  if (replaced) {
    if (judgeFailure(job, replaced).counts) failures++;
    else ignored++;
  }
  return { [FAILURE_COUNT]: String(failures), ...(ignored > 0 ? { [IGNORED_FAILURE_COUNT]: String(ignored) } : {}) };
}

/** Whether this pod's failure is one too many for its index (pkg/controller/job/indexed_job_utils.go isIndexFailed). */
export function failsIndex(job: Job, pod: Pod): boolean {
  if (!isTracked(pod) || !isPodFailed(pod, job)) return false;
  const { action, counts } = judgeFailure(job, pod);
  return action === 'FailIndex' || (counts && readCount(pod, FAILURE_COUNT) >= (job.spec.backoffLimitPerIndex ?? 0));
}

/**
 * By index the failed pod that stays until there is another to hand its count on to (getPodsWithDelayedDeletionPerIndex). `done` are the
 * indexes that need no other, `active` those that have one.
 */
export function podsToReplace(job: Job, pods: readonly Pod[], done: Indexes, active: ReadonlySet<number>): ReadonlyMap<number, Pod> {
  const latest = new Map<number, Pod>();
  for (const pod of pods) {
    const index = completionIndex(pod);
    if (index === undefined || index >= (job.spec.completions ?? 0) || !isTracked(pod) || !isPodFailed(pod, job)) continue;
    if (hasIndex(done, index) || active.has(index)) continue;
    const other = latest.get(index);
    const isLater = !other || (allFailuresBefore(other) <= allFailuresBefore(pod) && finishedAtMs(other) <= finishedAtMs(pod));
    if (isLater) latest.set(index, pod);
  }
  return latest;
}
