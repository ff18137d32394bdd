import type { Client } from '../../api/api-server.ts';
import { StatusError } from '../../api/errors.ts';
import type { EventRecorder } from '../../events.ts';
import type { BackOff } from './back-off.ts';
import { jobCondition, trueCondition, withCondition } from './conditions.ts';
import { countIndexes, formatIndexes, hasIndex, withIndexes } from './indexes.ts';
import type { Job, JobCondition, Pod } from './job-types.ts';
import { hasValidIndex, type JobPicture } from './picture.ts';
import { judgeFailure } from './pod-failure-policy.ts';
import { completionIndex, isPodFailed, isTracked } from './pod-standing.ts';
import { countReleased, statusOf, type StatusDraft } from './status-draft.ts';
import { untrack } from './untrack.ts';

/** Uids listed in a status at a time, so that it stays below 20 KB (pkg/controller/job MaxUncountedPods). */
const MOST_UNCOUNTED = 500;

export interface Tracker {
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly nowMs: number;
  /** The back-off is part of the status, so to speak: it is kept once that is written. */
  keepBackOff(backOff: BackOff): void;
}

/**
 * Counts pods that have ended, in an order in which a stop at any point neither loses nor doubles one: they are listed in the status, then
 * their finalizers are removed, then those listed and released are counted. Then ends the Job, if all is done
 * (pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers). Returns whether pods are left for another sync.
 */
export function track(picture: JobPicture, draft: StatusDraft, verdict: JobCondition | undefined, needsWrite: boolean, tracker: Tracker): boolean {
  const { client, nowMs } = tracker;
  let job = picture.job;
  let pending = needsWrite;
  const write = (): void => {
    job = client.updateStatus<'Job'>({ ...job, status: statusOf(draft) });
    pending = false;
  };
  const held = new Set(picture.pods.filter(isTracked).map(uidOf));
  if (countReleased(draft, held)) pending = true;
  const { released, isFull, isChanged } = listEnded(picture, draft, verdict);
  if (isChanged) pending = true;
  const ending = verdict && announceEnd(job, draft, verdict, nowMs);
  if (ending?.isNew) pending = true;
  if (pending) {
    write();
    tracker.keepBackOff(picture.backOff);
  }
  const failure = release(released, held, client);
  if (countReleased(draft, held)) pending = true;
  if (failure) {
    if (pending) write();
    throw failure;
  }
  const end = isFull ? undefined : ending?.end;
  const isEnd = end !== undefined && enactEnd(draft, end);
  if (isEnd || pending) write();
  if (isEnd) tellEnd(job, end, tracker.recorder);
  return isFull;
}

function uidOf({ metadata }: Pod): string {
  return metadata.uid ?? '';
}

/** Lists the pods that have ended; which pods may go now. */
function listEnded(picture: JobPicture, draft: StatusDraft, verdict: JobCondition | undefined): { readonly released: readonly Pod[]; readonly isFull: boolean; readonly isChanged: boolean } {
  const { job, indexed } = picture;
  const uncounted = { succeeded: new Set(draft.uncountedSucceeded), failed: new Set(draft.uncountedFailed) };
  const released: Pod[] = [];
  const newIndexes: number[] = [];
  // Once a Job has failed, so have all of its pods that have not ended.
  const failsAll = verdict !== undefined && verdict.type !== 'SuccessCriteriaMet';
  let isFull = false;
  let isChanged = false;
  for (const pod of indexed ? byIndex(picture.pods) : picture.pods) {
    const isFailed = isPodFailed(pod, job);
    if (!isTracked(pod) || !mayGo(picture, pod, isFailed, verdict)) continue;
    released.push(pod);
    const uid = uidOf(pod);
    const index = completionIndex(pod);
    if (pod.status?.phase === 'Succeeded' && !uncounted.failed.has(uid)) {
      // An index is enough to tell a success that has been counted.
      if (indexed) {
        if (index !== undefined && hasValidIndex(job, pod) && !hasIndex(indexed.recorded, index)) newIndexes.push(index);
      } else if (!uncounted.succeeded.has(uid)) draft.uncountedSucceeded.push(uid);
    } else if ((isFailed || failsAll) && !uncounted.failed.has(uid) && hasValidIndex(job, pod) && judgeFailure(job, pod).counts) draft.uncountedFailed.push(uid);
    if (newIndexes.length + draft.uncountedSucceeded.length + draft.uncountedFailed.length >= MOST_UNCOUNTED) {
      isFull = true;
      break;
    }
  }
  if (draft.uncountedSucceeded.length > uncounted.succeeded.size || draft.uncountedFailed.length > uncounted.failed.size) isChanged = true;
  if (indexed) isChanged = writeIndexes(draft, picture, newIndexes) || isChanged;
  return { released, isFull, isChanged };
}

/** By completion index; who has none comes first. */
function byIndex(pods: readonly Pod[]): readonly Pod[] {
  return [...pods].sort((a, b) => (completionIndex(a) ?? -1) - (completionIndex(b) ?? -1));
}

/** Whether a pod may vanish: it has ended, or the Job has (canRemoveFinalizer). A failed pod that is to be replaced hands on its count first. */
function mayGo({ job, indexed }: JobPicture, pod: Pod, isFailed: boolean, verdict: JobCondition | undefined): boolean {
  if (job.metadata.deletionTimestamp !== undefined || verdict !== undefined || pod.status?.phase === 'Succeeded') return true;
  if (!isFailed) return false;
  const index = completionIndex(pod);
  return index === undefined || indexed?.replaced.get(index) !== pod;
}

function writeIndexes(draft: StatusDraft, { indexed }: JobPicture, newIndexes: readonly number[]): boolean {
  if (!indexed) return false;
  const succeeded = withIndexes(indexed.recorded, newIndexes);
  const before = [draft.completedIndexes, draft.failedIndexes, draft.succeeded] as const;
  draft.completedIndexes = formatIndexes(succeeded);
  draft.succeeded = countIndexes(succeeded);
  draft.failedIndexes = indexed.failed && formatIndexes(indexed.failed);
  return draft.completedIndexes !== before[0] || draft.failedIndexes !== before[1] || draft.succeeded !== before[2];
}

/** Says how the Job will end, before its pods go; and the condition that it ends with. */
function announceEnd(job: Job, draft: StatusDraft, verdict: JobCondition, nowMs: number): { readonly isNew: boolean; readonly end: JobCondition } {
  const { type, reason = '', message = '' } = verdict;
  if (type === 'Failed') return { isNew: false, end: verdict };
  const isNew = type === 'FailureTarget' || !trueCondition(job, 'SuccessCriteriaMet');
  if (isNew) draft.conditions = [...draft.conditions, verdict];
  return { isNew, end: jobCondition(type === 'FailureTarget' ? 'Failed' : 'Complete', 'True', reason, message, nowMs) };
}

/** Removes the finalizers. A pod that is gone counts as released. Returns the first failure. */
function release(pods: readonly Pod[], held: Set<string>, client: Client): StatusError | undefined {
  let failure: StatusError | undefined;
  for (const pod of pods) {
    try {
      untrack(client, pod, 'counted by its Job');
      held.delete(uidOf(pod));
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      failure ??= error;
    }
  }
  return failure;
}

/** Ends the Job, unless pods are still to be counted or to go. */
function enactEnd(draft: StatusDraft, end: JobCondition): boolean {
  if (draft.uncountedSucceeded.length + draft.uncountedFailed.length > 0 || (draft.terminating ?? 0) > 0) return false;
  draft.conditions = withCondition(draft.conditions, end);
  if (end.type === 'Complete' && end.lastTransitionTime !== undefined) draft.completionTime = end.lastTransitionTime;
  return true;
}

function tellEnd(job: Job, end: JobCondition, recorder: EventRecorder): void {
  if (end.type !== 'Complete') {
    recorder.event(job, 'Warning', end.reason ?? '', end.message ?? '');
    return;
  }
  const { completions } = job.spec;
  if (completions !== undefined && (job.status?.succeeded ?? 0) > completions) {
    recorder.event(job, 'Warning', 'TooManySucceededPods', 'Too many succeeded pods running after completion count reached');
  }
  recorder.event(job, 'Normal', 'Completed', 'Job completed');
}
