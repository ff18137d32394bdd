import type { Schedule } from './cron-job-schedule.ts';
import { startOfDay, wallTime, type TimeZone, type WallTime } from './cron-job-time-zone.ts';

type Fields = Extract<Schedule, { readonly kind: 'fields' }>;

const MINUTE_MS = 60_000;
/** A schedule that does not come round within five years never does: the 31st of February. */
const YEARS_AHEAD = 5;

/**
 * The first time of a schedule after an instant, in milliseconds since the Unix epoch; `undefined` when there is none. Times that the
 * clocks skip do not come; those that they show twice come twice (github.com/robfig/cron/v3 SpecSchedule.Next).
 */
export function nextTime(schedule: Schedule, afterMs: number, zone: TimeZone): number | undefined {
  if (schedule.kind === 'every') return Math.floor(afterMs / 1000) * 1000 + schedule.periodMs;
  let atMs = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
  const lastYear = wallTime(zone, atMs).year + YEARS_AHEAD;
  for (;;) {
    const wall = wallTime(zone, atMs);
    if (wall.year > lastYear) return undefined;
    if (!schedule.month.values.has(wall.month)) atMs = startOfDay(zone, wall.year, wall.month + 1, 1);
    else if (!matchesDay(schedule, wall)) atMs = startOfDay(zone, wall.year, wall.month, wall.day + 1);
    else if (!schedule.hour.values.has(wall.hour)) atMs += (60 - wall.minute) * MINUTE_MS;
    else if (!schedule.minute.values.has(wall.minute)) atMs += MINUTE_MS;
    else return atMs;
  }
}

/** Where both day fields say something, either is enough; a star in one leaves it to the other. */
function matchesDay({ dayOfMonth, dayOfWeek }: Fields, { day, weekday }: WallTime): boolean {
  const [isDay, isWeekday] = [dayOfMonth.values.has(day), dayOfWeek.values.has(weekday)];
  return dayOfMonth.isAny || dayOfWeek.isAny ? isDay && isWeekday : isDay || isWeekday;
}
