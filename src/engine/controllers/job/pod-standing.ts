import { podCondition } from '../../api/pod-readiness.ts';
import { parseTime } from '../../time-format.ts';
import type { Job, Pod } from './job-types.ts';

/** Holds a pod back from vanishing before its Job has counted it (pkg/apis/batch JobTrackingFinalizer). */
export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';
const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';

export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(TRACKING_FINALIZER) ?? false;
}

/** On its way out, and still running. */
export function isTerminating({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

/** Whether a pod is only replaced once it has come to its end; what it ended with then decides (onlyReplaceFailedPods). */
export function replacesOnlyFailed({ spec }: Job): boolean {
  return spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;
}

/** A deleted pod counts as failed at once, because it may never come to say so: its node may be gone (isPodFailed). */
export function isPodFailed(pod: Pod, job: Job): boolean {
  return pod.status?.phase === 'Failed' || (!replacesOnlyFailed(job) && isTerminating(pod));
}

/** The completion index of a pod of an Indexed Job, if it has a valid one. */
export function completionIndex({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[COMPLETION_INDEX];
  return text !== undefined && /^\+?[0-9]+$/.test(text) ? Number(text) : undefined;
}

/** When a pod came to its end, milliseconds: the best that can be known (pkg/controller/job/backoff_utils.go getFinishedTime). */
export function finishedAtMs(pod: Pod): number {
  const { metadata, status } = pod;
  const ends = status?.containerStatuses?.map(({ state }) => parseTime(state?.terminated?.finishedAt ?? '')) ?? [];
  if (ends.length > 0 && !ends.some(Number.isNaN)) return Math.max(...ends);
  const ready = podCondition(pod, 'Ready');
  const unreadyMs = ready?.status === 'False' ? parseTime(ready.lastTransitionTime ?? '') : Number.NaN;
  if (!Number.isNaN(unreadyMs)) return unreadyMs;
  if (metadata.deletionTimestamp !== undefined) return parseTime(metadata.deletionTimestamp) - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  return parseTime(metadata.creationTimestamp ?? '');
}

/** Restarts of all containers. */
export function restartsOf({ status }: Pod): number {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].reduce((sum, { restartCount }) => sum + restartCount, 0);
}
