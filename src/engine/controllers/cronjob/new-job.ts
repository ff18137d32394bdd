import type { KindMap } from '../../api/object.ts';
import { formatInZone, type TimeZone } from '../../api/kinds/cron-job-time-zone.ts';
import { controllerReference } from '../controller-reference.ts';

type CronJob = KindMap['CronJob'];
type Job = KindMap['Job'];

const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** Named after the minute that it is for, so that no start can happen twice. */
export function jobName({ metadata }: CronJob, scheduledMs: number): string {
  return `${metadata.name ?? ''}-${Math.floor(scheduledMs / 60_000)}`;
}

/** The Job of one start (pkg/controller/cronjob/utils.go getJobFromTemplate2). */
export function newJob(cronJob: CronJob, scheduledMs: number, zone: TimeZone): Job {
  const { metadata: { labels, annotations } = {}, spec } = cronJob.spec.jobTemplate;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(cronJob, scheduledMs),
      namespace: cronJob.metadata.namespace ?? '',
      ...(labels ? { labels } : {}),
      annotations: { ...annotations, [SCHEDULED_AT]: formatInZone(zone, scheduledMs) },
      ownerReferences: [controllerReference(cronJob)],
    },
    spec,
  };
}
