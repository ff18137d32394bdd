import type { Client } from '../../api/api-server.ts';
import type { KindMap } from '../../api/object.ts';
import type { EventRecorder } from '../../events.ts';
import { parseTime } from '../../time-format.ts';
import { finishedCondition } from '../job/conditions.ts';

type CronJob = KindMap['CronJob'];
type Job = KindMap['Job'];
export type CronJobStatus = NonNullable<CronJob['status']>;
type Reference = NonNullable<CronJobStatus['active']>[number];

/** What the status lists of a Job. */
export function referenceTo({ apiVersion, kind, metadata: { namespace = '', name = '', uid = '', resourceVersion = '' } }: Job): Reference {
  return { kind, namespace, name, uid, apiVersion, resourceVersion };
}

export function withoutJob(active: readonly Reference[], uid: string | undefined): readonly Reference[] {
  return active.filter((reference) => reference.uid !== uid);
}

/** The status with what has become of the Jobs, told in Events (pkg/controller/cronjob syncCronJob). */
export function withOutcomes(cronJob: CronJob, status: CronJobStatus, jobs: readonly Job[], client: Client, recorder: EventRecorder): CronJobStatus {
  let { active = [], lastSuccessfulTime } = status;
  for (const job of jobs) {
    const { name = '', uid } = job.metadata;
    const isListed = active.some((reference) => reference.uid === uid);
    const finished = finishedCondition(job);
    if (!isListed && !finished) {
      recorder.event(cronJob, 'Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`);
    } else if (isListed && finished) {
      active = withoutJob(active, uid);
      recorder.event(cronJob, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${finished.type}`);
    }
    const { completionTime } = job.status ?? {};
    if (finished?.type === 'Complete' && completionTime !== undefined && !(parseTime(lastSuccessfulTime ?? '') >= parseTime(completionTime))) lastSuccessfulTime = completionTime;
  }
  for (const { name = '', namespace = '', uid } of active) {
    if (jobs.some(({ metadata }) => metadata.uid === uid) || client.get('Job', namespace, name)) continue;
    recorder.event(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${name}`);
    active = withoutJob(active, uid);
  }
  return { ...status, active, ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }) };
}

/** The Jobs to forget: the oldest of those that ended well, and of those that did not, beyond what is kept (cleanupFinishedJobs). */
export function beyondHistory({ spec }: CronJob, jobs: readonly Job[]): readonly Job[] {
  const limits = [['Complete', spec.successfulJobsHistoryLimit], ['Failed', spec.failedJobsHistoryLimit]] as const;
  return limits.flatMap(([type, limit]) => {
    if (limit === undefined) return [];
    const ended = jobs.filter((job) => finishedCondition(job)?.type === type).sort(byStart);
    return ended.slice(0, Math.max(0, ended.length - limit));
  });
}

function byStart(a: Job, b: Job): number {
  const [left, right] = [a, b].map(({ status }) => (status?.startTime === undefined ? Number.POSITIVE_INFINITY : parseTime(status.startTime)));
  if (left !== right) return (left ?? 0) < (right ?? 0) ? -1 : 1;
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}
