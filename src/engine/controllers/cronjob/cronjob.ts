import { isStatus, StatusError } from '../../api/errors.ts';
import { controllerOf, type KindMap, type KubeObject } from '../../api/object.ts';
import { parseSchedule } from '../../api/kinds/cron-job-schedule.ts';
import { findTimeZone, UTC } from '../../api/kinds/cron-job-time-zone.ts';
import { objectKey, splitKey } from '../../api/reference.ts';
import { goQuote } from '../../api/schema/go-quote.ts';
import type { Change } from '../../api/store.ts';
import { formatTime } from '../../time-format.ts';
import type { Controller, ControllerContext, ControllerDefinition } from '../controller.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { beyondHistory, referenceTo, withoutJob, withOutcomes, type CronJobStatus } from './active-jobs.ts';
import { jobName, newJob } from './new-job.ts';
import { formatRfc1123 } from './rfc1123.ts';
import { missedTimes, untilNextMs, type Clockwork } from './schedule-times.ts';

type CronJob = KindMap['CronJob'];
type Job = KindMap['Job'];

/** Starts Jobs on schedule (pkg/controller/cronjob/cronjob_controllerv2.go). */
export const cronJobController: ControllerDefinition = {
  name: 'cronjob-controller',
  watches: ['CronJob', 'Job'],
  create: createCronJobController,
};

/** What a sync leaves: the status as it should be, and an error that came after it. */
interface Outcome {
  readonly status: CronJobStatus;
  readonly error?: StatusError;
  /** when to look again, milliseconds from now. */
  readonly againMs?: number | undefined;
}

function createCronJobController(context: ControllerContext): Controller {
  const { client, recorder, timings } = context;

  function enqueueOwner(job: Job, owner = controllerOf(job)): void {
    if (owner?.kind !== 'CronJob') return;
    const cronJob = client.get('CronJob', job.metadata.namespace ?? '', owner.name);
    if (cronJob?.metadata.uid === owner.uid) context.enqueue(keyOf(cronJob));
  }
  function cronJobChanged({ type, object, previous, actor }: Change<'CronJob'>): void {
    const key = keyOf(object);
    if (type === 'DELETED') return context.cancelDelayed(key);
    // Its own writes change nothing but status.
    if (actor === client.actor) return;
    const isNewSchedule = previous && (previous.spec.schedule !== object.spec.schedule || previous.spec.timeZone !== object.spec.timeZone);
    // A new schedule counts from its next time on.
    const clockwork = isNewSchedule ? clockworkOf(object) : undefined;
    if (clockwork?.ok && !object.spec.suspend) lookAgain(key, untilNextMs(object, clockwork, context.now()));
    else context.enqueue(key);
  }
  function lookAgain(key: string, delayMs: number | undefined): void {
    context.cancelDelayed(key);
    if (delayMs === undefined) return;
    const { namespace, name } = splitKey(key);
    context.enqueueAfter(key, Math.max(0, delayMs + timings.cronJobScheduleDeltaMs), { label: 'next run of the CronJob', subject: { kind: 'CronJob', namespace, name } });
  }

  /** Deletes a Job with all that is its own; whether that worked. */
  function deleteJob(cronJob: CronJob, { metadata: { namespace = '', name = '', uid = '' } }: Job): boolean {
    try {
      client.delete('Job', namespace, name, { propagationPolicy: 'Background', uid, note: `deleted by CronJob ${cronJob.metadata.name ?? ''}` });
      recorder.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`);
      return true;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      recorder.event(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${error.message}`);
      return false;
    }
  }

  function forgetOldJobs(cronJob: CronJob, jobs: readonly Job[]): CronJobStatus {
    const { status = {} } = cronJob;
    let { active = [] } = status;
    for (const job of beyondHistory(cronJob, jobs)) if (deleteJob(cronJob, job)) active = withoutJob(active, job.metadata.uid);
    return { ...status, active };
  }

  /** Starts what is due. */
  function start(cronJob: CronJob, status: CronJobStatus): Outcome {
    if (cronJob.spec.suspend) return { status };
    const clockwork = clockworkOf(cronJob);
    if (!clockwork.ok) {
      recorder.event(cronJob, 'Warning', clockwork.reason, clockwork.message);
      return { status };
    }
    const nowMs = context.now();
    const missed = missedTimes(cronJob, clockwork, nowMs, true);
    if (!missed) {
      recorder.event(cronJob, 'Warning', 'InvalidSchedule', `invalid schedule: ${cronJob.spec.schedule} : time difference between two schedules is less than 1 second`);
      return { status };
    }
    const { latestMs, count } = missed;
    const later = (next: CronJobStatus): Outcome => ({ status: next, againMs: untilNextMs({ ...cronJob, status: next }, clockwork, nowMs) });
    if (latestMs === undefined) return later(status);
    if (count === 'many') {
      recorder.event(cronJob, 'Warning', 'TooManyMissedTimes', 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew');
    }
    const { startingDeadlineSeconds, concurrencyPolicy } = cronJob.spec;
    if (startingDeadlineSeconds !== undefined && latestMs + startingDeadlineSeconds * 1000 < nowMs) {
      recorder.event(cronJob, 'Warning', 'MissSchedule', `Missed scheduled time to start a job: ${formatRfc1123(latestMs)}`);
      return later(status);
    }
    const { active = [] } = status;
    const name = jobName(cronJob, latestMs);
    if (active.some((reference) => reference.name === name) || status.lastScheduleTime === formatTime(latestMs)) return later(status);
    if (concurrencyPolicy === 'Forbid' && active.length > 0) {
      recorder.event(cronJob, 'Normal', 'JobAlreadyActive', 'Not starting job because prior execution is running and concurrency policy is Forbid');
      return later(status);
    }
    const cleared = concurrencyPolicy === 'Replace' ? replaceActive(cronJob, status) : status;
    const { job, error } = createJob(cronJob, newJob(cronJob, latestMs, clockwork.zone));
    if (error) return { status: cleared, error };
    if (!job) return later(cleared);
    return later({ ...cleared, active: [...(cleared.active ?? []), referenceTo(job)], lastScheduleTime: formatTime(latestMs) });
  }

  function replaceActive(cronJob: CronJob, status: CronJobStatus): CronJobStatus {
    let { active = [] } = status;
    for (const { namespace = '', name = '', uid } of active) {
      const job = client.get('Job', namespace, name);
      if (job && !deleteJob(cronJob, job)) continue;
      active = withoutJob(active, uid);
    }
    return { ...status, active };
  }

  /** Makes the Job. One of that name that is there already is taken for it if it is this CronJob's own: the status got lost before. */
  function createJob(cronJob: CronJob, wanted: Job): { readonly job?: Job; readonly error?: StatusError } {
    const { namespace = '', name = '' } = wanted.metadata;
    try {
      const job = client.create<'Job'>(wanted);
      recorder.event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${name}`);
      return { job };
    } catch (error) {
      if (isStatus(error, 'AlreadyExists')) {
        const job = client.get('Job', namespace, name);
        return job && controllerOf(job)?.uid === cronJob.metadata.uid ? { job } : {};
      }
      if (!(error instanceof StatusError)) throw error;
      if (!isNamespaceTerminating(error)) recorder.event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`);
      return { error };
    }
  }

  return {
    watches: {
      CronJob: cronJobChanged,
      Job({ object, previous }) {
        const before = previous && controllerOf(previous);
        if (before && before.uid !== controllerOf(object)?.uid) enqueueOwner(object, before);
        enqueueOwner(object);
      },
    },
    resync() {
      if (!client.reachable()) return;
      for (const cronJob of client.list('CronJob')) context.enqueue(keyOf(cronJob));
    },
    reconcile(key) {
      const { namespace, name } = splitKey(key);
      const cronJob = client.get('CronJob', namespace, name);
      if (!cronJob) return context.cancelDelayed(key);
      const jobs = client.list('Job', { controllerUid: cronJob.metadata.uid ?? '' });
      const cleaned = forgetOldJobs(cronJob, jobs);
      const status = withOutcomes(cronJob, cleaned, jobs, client, recorder);
      const outcome = cronJob.metadata.deletionTimestamp === undefined ? start(cronJob, status) : { status };
      const { active = [], ...rest } = outcome.status;
      client.updateStatus<'CronJob'>({ ...cronJob, status: active.length > 0 ? { active, ...rest } : rest });
      lookAgain(key, outcome.againMs);
      if (outcome.error) throw outcome.error;
    },
  };
}

function keyOf({ metadata }: KubeObject): string {
  return objectKey(metadata.namespace, metadata.name ?? '');
}

/** The schedule with its clocks; or the Event that says what is wrong with them. */
function clockworkOf({ spec: { schedule, timeZone } }: CronJob): ({ readonly ok: true } & Clockwork) | { readonly ok: false; readonly reason: string; readonly message: string } {
  const zone = timeZone === undefined ? UTC : findTimeZone(timeZone);
  if (!zone) return { ok: false, reason: 'UnknownTimeZone', message: `invalid timeZone: ${goQuote(timeZone ?? '')}: unknown time zone ${timeZone ?? ''}` };
  const parsed = parseSchedule(schedule);
  if (!parsed.ok) return { ok: false, reason: 'UnparseableSchedule', message: `unparseable schedule: ${goQuote(schedule)} : ${parsed.problem}` };
  return { ok: true, schedule: parsed.schedule, zone };
}
