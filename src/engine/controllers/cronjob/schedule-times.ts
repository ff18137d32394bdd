import type { KindMap } from '../../api/object.ts';
import { nextTime } from '../../api/kinds/cron-job-next-time.ts';
import type { Schedule } from '../../api/kinds/cron-job-schedule.ts';
import type { TimeZone } from '../../api/kinds/cron-job-time-zone.ts';
import { parseTime } from '../../time-format.ts';

type CronJob = KindMap['CronJob'];

/** Beyond this many missed starts something else must be wrong. */
const MANY = 100;

/** A schedule with the clocks that it goes by. */
export interface Clockwork {
  readonly schedule: Schedule;
  readonly zone: TimeZone;
}

export interface Missed {
  /** the last scheduled time, or the CronJob's creation, milliseconds. */
  readonly sinceMs: number;
  /** the latest time that has come since; `undefined` when none has. */
  readonly latestMs: number | undefined;
  readonly count: 'none' | 'few' | 'many';
}

/**
 * What has been missed by now; `undefined` for a schedule that never comes (pkg/controller/cronjob/utils.go mostRecentScheduleTime). How
 * many is estimated from the distance of the first two. With `withDeadline` nothing counts that is too late to start.
 */
export function missedTimes(cronJob: CronJob, { schedule, zone }: Clockwork, nowMs: number, withDeadline: boolean): Missed | undefined {
  const { metadata, spec: { startingDeadlineSeconds }, status } = cronJob;
  const lastMs = parseTime(status?.lastScheduleTime ?? metadata.creationTimestamp ?? '');
  const sinceMs = withDeadline && startingDeadlineSeconds !== undefined ? Math.max(lastMs, nowMs - startingDeadlineSeconds * 1000) : lastMs;
  const firstMs = nextTime(schedule, sinceMs, zone);
  if (firstMs === undefined) return undefined;
  if (nowMs < firstMs) return { sinceMs, latestMs: undefined, count: 'none' };
  const secondMs = nextTime(schedule, firstMs, zone);
  if (secondMs === undefined || nowMs < secondMs) return { sinceMs, latestMs: firstMs, count: 'none' };
  const distanceMs = secondMs - firstMs;
  const count = Math.floor((nowMs - firstMs) / distanceMs) + 1;
  let latestMs: number | undefined;
  let candidateMs = nextTime(schedule, firstMs + (count - 2) * distanceMs, zone);
  while (candidateMs !== undefined && candidateMs <= nowMs) {
    latestMs = candidateMs;
    candidateMs = nextTime(schedule, candidateMs, zone);
  }
  return { sinceMs, latestMs, count: count > MANY ? 'many' : 'few' };
}

/** How long until the next start, from what was scheduled last, milliseconds; `undefined` when there is none (nextScheduleTimeDuration). */
export function untilNextMs(cronJob: CronJob, clockwork: Clockwork, nowMs: number): number | undefined {
  const missed = missedTimes(cronJob, clockwork, nowMs, false);
  const fromMs = !missed ? nowMs : (missed.latestMs ?? (missed.count === 'none' ? missed.sinceMs : nowMs));
  const nextMs = nextTime(clockwork.schedule, fromMs, clockwork.zone);
  return nextMs === undefined ? undefined : nextMs - nowMs;
}
