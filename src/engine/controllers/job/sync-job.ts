import type { Client } from '../../api/api-server.ts';
import type { Wait } from '../../event-queue.ts';
import type { EventRecorder } from '../../events.ts';
import { formatTime } from '../../time-format.ts';
import type { Timings } from '../../timings.ts';
import type { BackOff } from './back-off.ts';
import { claimPods } from './claim-pods.ts';
import { jobCondition, trueCondition, withCondition } from './conditions.ts';
import type { Job, JobCondition } from './job-types.ts';
import { asFound, managePods, removeAll, type Managed } from './manage-pods.ts';
import { lookAt, type JobPicture } from './picture.ts';
import type { PodControl } from './pod-control.ts';
import { draftOf, type StatusDraft } from './status-draft.ts';
import { track } from './tracking.ts';
import { deadlineMs, verdictOf } from './verdict.ts';

export interface JobSync {
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly control: PodControl;
  readonly timings: Timings;
  readonly nowMs: number;
  readonly backOff: BackOff;
  /** false when no pod waits for the Job to adopt it. */
  readonly mayAdopt: boolean;
  keepBackOff(backOff: BackOff): void;
  /** Asks for another sync, after so many milliseconds. */
  again(delayMs: number, label?: Wait['label']): void;
}

/** One look at a Job that has not ended, and what follows from it (pkg/controller/job/job_controller.go syncJob). */
export function syncJob(job: Job, sync: JobSync): void {
  const { control, nowMs, timings } = sync;
  const picture = lookAt(job, claimPods(sync.client, job, sync.mayAdopt), sync.backOff);
  const draft = draftOf(job);
  // A resumed Job starts anew, and its deadline with it.
  const isStarting = draft.startTime === undefined || trueCondition(job, 'Suspended') !== undefined;
  if (isStarting && !job.spec.suspend) draft.startTime = formatTime(nowMs);
  let verdict = verdictOf(picture, draft.startTime, nowMs);
  const deadline = verdict ? undefined : deadlineMs(job, draft.startTime);
  let managed = asFound(picture);
  let isSuspensionNew = false;
  if (verdict) {
    managed = removeAll(picture, control);
    // It has not ended before all its pods have been told to.
    if (managed.active > 0) verdict = undefined;
  } else {
    const isManaged = job.metadata.deletionTimestamp === undefined;
    if (isManaged) managed = managePods(picture, control, nowMs, timings);
    if (isComplete(picture, managed)) verdict = jobCondition('SuccessCriteriaMet', 'True', 'CompletionsReached', 'Reached expected number of succeeded pods', nowMs);
    else if (isManaged) isSuspensionNew = noteSuspension(job, draft, sync);
  }
  const isNew = isSuspensionNew || managed.active !== draft.active || managed.ready !== draft.ready || managed.terminating !== draft.terminating;
  Object.assign(draft, { active: managed.active, ready: managed.ready, terminating: managed.terminating });
  if (deadline !== undefined) sync.again(deadline - nowMs, 'activeDeadlineSeconds');
  if (managed.waitMs !== undefined) sync.again(Math.max(managed.waitMs, timings.jobSyncBatchMs), 'pod failure back-off of the Job');
  const isMore = track(picture, draft, verdict, isNew, sync);
  if (isMore) sync.again(timings.jobSyncBatchMs);
  if (managed.error) throw managed.error;
}

/** A Job with completions needs that many; a work queue is done with its first success, once all its pods have ended. */
function isComplete({ job: { spec }, succeeded }: JobPicture, { active }: Managed): boolean {
  return active === 0 && succeeded >= (spec.completions ?? 1);
}

/** Writes down and tells that the Job has been suspended or resumed. */
function noteSuspension(job: Job, draft: StatusDraft, { recorder, nowMs }: JobSync): boolean {
  const condition: JobCondition = job.spec.suspend
    ? jobCondition('Suspended', 'True', 'JobSuspended', 'Job suspended', nowMs)
    : jobCondition('Suspended', 'False', 'JobResumed', 'Job resumed', nowMs);
  const conditions = withCondition(draft.conditions, condition);
  if (conditions === draft.conditions) return false;
  draft.conditions = conditions;
  recorder.event(job, 'Normal', job.spec.suspend ? 'Suspended' : 'Resumed', condition.message ?? '');
  return true;
}
