import { goQuote } from '../schema/go-quote.ts';
import { findTimeZone } from './cron-job-time-zone.ts';
import { parseGoDuration } from './cron-job-duration.ts';

/** The values of a field that match. `isAny` when the field is a star, which decides how the two day fields work together. */
export interface CronField {
  readonly values: ReadonlySet<number>;
  readonly isAny: boolean;
}
export type Schedule =
  | { readonly kind: 'fields'; readonly minute: CronField; readonly hour: CronField; readonly dayOfMonth: CronField; readonly month: CronField; readonly dayOfWeek: CronField }
  | { readonly kind: 'every'; readonly periodMs: number };
export type ScheduleResult = { readonly ok: true; readonly schedule: Schedule } | { readonly ok: false; readonly problem: string };

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE: Bounds = { least: 0, most: 59 };
const HOUR: Bounds = { least: 0, most: 23 };
const DAY_OF_MONTH: Bounds = { least: 1, most: 31 };
const MONTH: Bounds = { least: 1, most: 12, names: MONTHS };
const DAY_OF_WEEK: Bounds = { least: 0, most: 6, names: DAYS };
const FIELD_COUNT = 5;
const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *', '@weekly': '0 0 * * 0', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@hourly': '0 * * * *',
};
const EVERY = '@every ';

/** A text that cannot be read; the message is upstream's. */
class ScheduleProblem extends Error {}

/**
 * Reads a cron line as upstream's library does: five fields, or a descriptor such as `@hourly` or `@every 90s`
 * (github.com/robfig/cron/v3 ParseStandard). A zone before the fields is checked and left out.
 */
export function parseSchedule(text: string): ScheduleResult {
  try {
    return { ok: true, schedule: readSchedule(text) };
  } catch (error) {
    if (!(error instanceof ScheduleProblem)) throw error;
    return { ok: false, problem: error.message };
  }
}

function readSchedule(text: string): Schedule {
  if (text === '') throw new ScheduleProblem('empty spec string');
  const line = withoutZone(text);
  if (line.startsWith('@')) return readDescriptor(line);
  const fields = line.split(/\s+/).filter(Boolean);
  if (fields.length !== FIELD_COUNT) throw new ScheduleProblem(`expected exactly ${FIELD_COUNT} fields, found ${fields.length}: [${fields.join(' ')}]`);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fields;
  return {
    kind: 'fields',
    minute: readField(minute, MINUTE), hour: readField(hour, HOUR), dayOfMonth: readField(dayOfMonth, DAY_OF_MONTH),
    month: readField(month, MONTH), dayOfWeek: readField(dayOfWeek, DAY_OF_WEEK),
  };
}

function withoutZone(text: string): string {
  const match = /^(?:CRON_)?TZ=([^ ]*)/.exec(text);
  if (!match) return text;
  const [prefix, zone = ''] = match;
  // The library looks for the blank after the zone, and stumbles; its caller tells of that.
  if (!text.includes(' ')) throw new ScheduleProblem('invalid schedule format: runtime error: slice bounds out of range [:-1]');
  if (!findTimeZone(zone)) throw new ScheduleProblem(`provided bad location ${zone}: unknown time zone ${zone}`);
  return text.slice(prefix.length).trim();
}

function readDescriptor(text: string): Schedule {
  const line = DESCRIPTORS[text];
  if (line !== undefined) return readSchedule(line);
  if (!text.startsWith(EVERY)) throw new ScheduleProblem(`unrecognized descriptor: ${text}`);
  const duration = parseGoDuration(text.slice(EVERY.length));
  if (!duration.ok) throw new ScheduleProblem(`failed to parse duration ${text}: ${duration.problem}`);
  // Whole seconds, one at least.
  return { kind: 'every', periodMs: Math.max(1000, Math.floor(duration.ms / 1000) * 1000) };
}

/** A list of ranges: `1-5,30`, `0/15`. */
function readField(text: string, bounds: Bounds): CronField {
  const values = new Set<number>();
  let isAny = false;
  for (const range of text.split(',').filter(Boolean)) {
    const { first, last, step, isStar } = readRange(range, bounds);
    for (let value = first; value <= last; value += step) values.add(value);
    isAny ||= isStar;
  }
  return { values, isAny };
}

function readRange(text: string, bounds: Bounds): { readonly first: number; readonly last: number; readonly step: number; readonly isStar: boolean } {
  const [range = '', stepText, ...moreSteps] = text.split('/');
  const [low = '', high, ...moreLimits] = range.split('-');
  const isStar = low === '*' || low === '?';
  if (!isStar && moreLimits.length > 0) throw new ScheduleProblem(`too many hyphens: ${text}`);
  const first = isStar ? bounds.least : readValue(low, bounds);
  let last = isStar ? bounds.most : high === undefined ? first : readValue(high, bounds);
  if (moreSteps.length > 0) throw new ScheduleProblem(`too many slashes: ${text}`);
  const step = stepText === undefined ? 1 : readNumber(stepText);
  // `5/15` is `5-59/15`.
  if (stepText !== undefined && high === undefined) last = bounds.most;
  if (first < bounds.least) throw new ScheduleProblem(`beginning of range (${first}) below minimum (${bounds.least}): ${text}`);
  if (last > bounds.most) throw new ScheduleProblem(`end of range (${last}) above maximum (${bounds.most}): ${text}`);
  if (first > last) throw new ScheduleProblem(`beginning of range (${first}) beyond end of range (${last}): ${text}`);
  if (step === 0) throw new ScheduleProblem(`step of range should be a positive number: ${text}`);
  return { first, last, step, isStar: isStar && step === 1 };
}

function readValue(text: string, { names, least }: Bounds): number {
  const position = names?.indexOf(text.toLowerCase()) ?? -1;
  return position >= 0 ? position + least : readNumber(text);
}

function readNumber(text: string): number {
  if (!/^\+?[0-9]+$/.test(text)) throw new ScheduleProblem(`failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`);
  return Number(text);
}
