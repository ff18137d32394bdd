import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTime } from '../../../../src/engine/api/kinds/cron-job-next-time.ts';
import { parseSchedule, type Schedule } from '../../../../src/engine/api/kinds/cron-job-schedule.ts';
import { findTimeZone, formatInZone, UTC, wallTime, type TimeZone } from '../../../../src/engine/api/kinds/cron-job-time-zone.ts';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { propertyOptions } from '../../../property-settings.ts';
import { createApiRig, type Manifest } from './api-rig.ts';

const jobTemplate: JsonObject = { spec: { template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'hello', image: 'busybox:1.28' }] } } } };
const cronJob = (spec: JsonObject = {}, metadata: JsonObject = {}): Manifest<'CronJob'> => ({ kind: 'CronJob', metadata: { name: 'hello', ...metadata }, spec: { schedule: '* * * * *', jobTemplate, ...spec } });

function scheduleOf(text: string): Schedule {
  const parsed = parseSchedule(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.schedule;
}
function zoneOf(name: string): TimeZone {
  const zone = findTimeZone(name);
  if (!zone) throw new Error(`no zone ${name}`);
  return zone;
}
/** The next times after an instant, as the clocks of the zone show them. */
function nextTimes(text: string, after: string, count = 1, zone = 'UTC'): string[] {
  const times: string[] = [];
  let atMs: number | undefined = Date.parse(after);
  for (let i = 0; i < count && atMs !== undefined; i++) {
    atMs = nextTime(scheduleOf(text), atMs, zoneOf(zone));
    if (atMs !== undefined) times.push(formatInZone(zoneOf(zone), atMs));
  }
  return times;
}

describe('the next time of a cron line', () => {
  it.each<[string, string, string]>([
    ['* * * * *', '2026-01-05T10:00:00Z', '2026-01-05T10:01:00Z'],
    ['* * * * *', '2026-01-05T10:00:59.999Z', '2026-01-05T10:01:00Z'],
    ['*/15 * * * *', '2026-01-05T10:46:00Z', '2026-01-05T11:00:00Z'],
    ['5/20 * * * *', '2026-01-05T10:26:00Z', '2026-01-05T10:45:00Z'],
    ['0 9-17/4 * * *', '2026-01-05T10:00:00Z', '2026-01-05T13:00:00Z'],
    ['30 6 * * mon-fri', '2026-01-09T07:00:00Z', '2026-01-12T06:30:00Z'],
    ['0 0 1,15 * *', '2026-01-02T00:00:00Z', '2026-01-15T00:00:00Z'],
    ['0 0 * FEB Sun', '2026-01-05T10:00:00Z', '2026-02-01T00:00:00Z'],
    ['0 0 29 2 *', '2026-01-05T10:00:00Z', '2028-02-29T00:00:00Z'],
    ['0 0 31 * ?', '2026-01-31T00:00:00Z', '2026-03-31T00:00:00Z'],
    ['0 12 31 12 *', '2026-12-31T12:00:00Z', '2027-12-31T12:00:00Z'],
    ['@hourly', '2026-01-05T10:00:00Z', '2026-01-05T11:00:00Z'],
    ['@daily', '2026-01-05T10:00:00Z', '2026-01-06T00:00:00Z'],
    ['@midnight', '2026-01-05T10:00:00Z', '2026-01-06T00:00:00Z'],
    ['@weekly', '2026-01-05T10:00:00Z', '2026-01-11T00:00:00Z'],
    ['@monthly', '2026-01-05T10:00:00Z', '2026-02-01T00:00:00Z'],
    ['@yearly', '2026-01-05T10:00:00Z', '2027-01-01T00:00:00Z'],
    ['@every 1h30m', '2026-01-05T10:00:10.500Z', '2026-01-05T11:30:10Z'],
    ['@every 10ms', '2026-01-05T10:00:00Z', '2026-01-05T10:00:01Z'],
  ])('of %s after %s is %s', (text, after, expected) => {
    expect(nextTimes(text, after)).toEqual([expected]);
  });

  it('goes by either day field when both say something, by both when one is a star', () => {
    expect(nextTimes('0 0 13 * fri', '2026-01-05T00:00:00Z', 4)).toEqual(['2026-01-09T00:00:00Z', '2026-01-13T00:00:00Z', '2026-01-16T00:00:00Z', '2026-01-23T00:00:00Z']);
    expect(nextTimes('0 0 13 * *', '2026-01-05T00:00:00Z', 2)).toEqual(['2026-01-13T00:00:00Z', '2026-02-13T00:00:00Z']);
    // A star with a step is no star.
    expect(nextTimes('0 0 */13 * fri', '2026-01-05T00:00:00Z', 2)).toEqual(['2026-01-09T00:00:00Z', '2026-01-14T00:00:00Z']);
  });

  it('never comes for a day that is in no month', () => {
    expect(nextTimes('59 23 31 2 *', '2026-01-05T10:00:00Z')).toEqual([]);
  });

  it('is by the clocks of the zone', () => {
    expect(nextTimes('0 9 * * *', '2026-01-05T10:00:00Z', 1, 'Asia/Tokyo')).toEqual(['2026-01-06T09:00:00+09:00']);
    expect(nextTimes('15 7 * * *', '2026-01-05T10:00:00Z', 1, 'Asia/Kolkata')).toEqual(['2026-01-06T07:15:00+05:30']);
  });

  it('leaves out what the clocks skip and comes twice where they go back', () => {
    expect(nextTimes('30 2 * * *', '2026-03-28T00:00:00Z', 2, 'Europe/Berlin')).toEqual(['2026-03-28T02:30:00+01:00', '2026-03-30T02:30:00+02:00']);
    expect(nextTimes('30 1 * * *', '2026-10-31T12:00:00Z', 3, 'America/New_York')).toEqual(['2026-11-01T01:30:00-04:00', '2026-11-01T01:30:00-05:00', '2026-11-02T01:30:00-05:00']);
    expect(nextTimes('0 * * * *', '2026-03-08T05:30:00Z', 3, 'America/New_York')).toEqual(['2026-03-08T01:00:00-05:00', '2026-03-08T03:00:00-04:00', '2026-03-08T04:00:00-04:00']);
    // In Beirut the clocks go from 23:59 to 01:00.
    expect(nextTimes('0 * * * *', '2026-03-28T21:30:00Z', 2, 'Asia/Beirut')).toEqual(['2026-03-29T01:00:00+03:00', '2026-03-29T02:00:00+03:00']);
    expect(nextTimes('0 5 29 3 *', '2026-03-28T21:30:00Z', 1, 'Asia/Beirut')).toEqual(['2026-03-29T05:00:00+03:00']);
  });

  const field = (least: number, most: number): fc.Arbitrary<string> => {
    const value = fc.integer({ min: least, max: most });
    const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
    const step = fc.tuple(fc.oneof(fc.constant('*'), range, value.map(String)), fc.integer({ min: 1, max: 20 })).map(([base, by]) => `${base}/${by}`);
    return fc.oneof(fc.constant('*'), value.map(String), range, step, fc.array(value, { minLength: 1, maxLength: 4 }).map((values) => values.join(',')));
  };
  const line = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6)).map((fields) => fields.join(' '));
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Asia/Beirut', 'Australia/Lord_Howe', 'Pacific/Apia');

  /** Reads a field once more, and differently. */
  function matchesField(text: string, value: number, least: number, most: number): boolean {
    return text.split(',').some((part) => {
      const [range = '', step = '1'] = part.split('/');
      const [low = 0, high] = range === '*' ? [least, most] : range.split('-').map(Number);
      return value >= low && value <= (high ?? (part.includes('/') ? most : low)) && (value - low) % Number(step) === 0;
    });
  }
  function matches(text: string, atMs: number, clocks: TimeZone): boolean {
    const [minute = '', hour = '', day = '', month = '', weekday = ''] = text.split(' ');
    const wall = wallTime(clocks, atMs);
    const isDay = matchesField(day, wall.day, 1, 31);
    const isWeekday = matchesField(weekday, wall.weekday, 0, 6);
    const isStar = [day, weekday].some((one) => one === '*' || one === '*/1');
    return matchesField(minute, wall.minute, 0, 59) && matchesField(hour, wall.hour, 0, 23) && matchesField(month, wall.month, 1, 12) && (isStar ? isDay && isWeekday : isDay || isWeekday);
  }

  it('matches every field, and nothing between matches', () => {
    const start = fc.integer({ min: Date.parse('2000-01-01T00:00:00Z'), max: Date.parse('2035-01-01T00:00:00Z') });
    fc.assert(
      fc.property(line, zone, start, fc.array(fc.nat(100_000), { maxLength: 60 }), (text, name, afterMs, samples) => {
        const clocks = zoneOf(name);
        const atMs = nextTime(scheduleOf(text), afterMs, clocks);
        const firstMs = (Math.floor(afterMs / 60_000) + 1) * 60_000;
        const untilMs = atMs ?? firstMs + 4 * 365 * 86_400_000;
        if (atMs !== undefined) {
          expect(atMs).toBeGreaterThan(afterMs);
          expect(matches(text, atMs, clocks)).toBe(true);
        }
        // All minutes shortly after and before, and a sample of those between.
        const minutes = (untilMs - firstMs) / 60_000;
        const looked = new Set([...Array(90).keys()].flatMap((minute) => [minute, minutes - 1 - minute]).concat(samples.map((sample) => sample % Math.max(1, minutes))));
        for (const minute of looked) if (minute >= 0 && minute < minutes) expect(matches(text, firstMs + minute * 60_000, clocks)).toBe(false);
      }),
      propertyOptions(300),
    );
  });
});

describe('a new CronJob', () => {
  it('gets the defaults', () => {
    const { spec, status, metadata } = createApiRig().create(cronJob());
    expect(spec).toMatchObject({ concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
    expect(spec.jobTemplate.spec.template.spec).toMatchObject({ terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst' });
    expect(spec.jobTemplate.spec).not.toHaveProperty('completions');
    expect(status).toEqual({});
    expect(metadata.generation).toBe(1);
  });

  it('may go by the clocks of any zone of the IANA database', () => {
    const rig = createApiRig();
    for (const [index, timeZone] of ['UTC', 'Etc/UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'].entries()) {
      expect(rig.create(cronJob({ timeZone }, { name: `zone-${index}` })).spec.timeZone).toBe(timeZone);
    }
  });
});

describe('a CronJob is refused', () => {
  const refused = (spec: JsonObject, metadata?: JsonObject): string => {
    const rig = createApiRig();
    return rig.refusal(() => rig.create(cronJob(spec, metadata)));
  };
  const schedule = (text: string): JsonObject => ({ schedule: text });
  const invalid = (text: string, problem: string): [JsonObject, string] => [schedule(text), `spec.schedule: Invalid value: "${text}": ${problem}`];

  it.each<[JsonObject, string]>([
    [schedule(''), 'spec.schedule: Required value'],
    invalid('* * * *', 'expected exactly 5 fields, found 4: [* * * *]'),
    invalid('0 0 * * * *', 'expected exactly 5 fields, found 6: [0 0 * * * *]'),
    invalid('60 * * * *', 'end of range (60) above maximum (59): 60'),
    invalid('* 24 * * *', 'end of range (24) above maximum (23): 24'),
    invalid('* * 0 * *', 'beginning of range (0) below minimum (1): 0'),
    invalid('* * * 13 *', 'end of range (13) above maximum (12): 13'),
    invalid('* * * * 7', 'end of range (7) above maximum (6): 7'),
    invalid('5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'),
    invalid('1-2-3 * * * *', 'too many hyphens: 1-2-3'),
    invalid('1/2/3 * * * *', 'too many slashes: 1/2/3'),
    invalid('*/0 * * * *', 'step of range should be a positive number: */0'),
    [schedule('every * * * *'), 'spec.schedule: Invalid value: "every * * * *": failed to parse int from every: strconv.Atoi: parsing "every": invalid syntax'],
    [schedule('* * * * funday'), 'spec.schedule: Invalid value: "* * * * funday": failed to parse int from funday: strconv.Atoi: parsing "funday": invalid syntax'],
    invalid('@noon', 'unrecognized descriptor: @noon'),
    [schedule('@every soon'), 'spec.schedule: Invalid value: "@every soon": failed to parse duration @every soon: time: invalid duration "soon"'],
    [schedule('@every 5'), 'spec.schedule: Invalid value: "@every 5": failed to parse duration @every 5: time: missing unit in duration "5"'],
    [schedule('@every 5d'), 'spec.schedule: Invalid value: "@every 5d": failed to parse duration @every 5d: time: unknown unit "d" in duration "5d"'],
    invalid('TZ=Europe/Berlin 0 9 * * *', 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'),
    [
      schedule('CRON_TZ=Mars/Base 0 9 * * *'),
      '[spec.schedule: Invalid value: "CRON_TZ=Mars/Base 0 9 * * *": provided bad location Mars/Base: unknown time zone Mars/Base, '
      + 'spec.schedule: Invalid value: "CRON_TZ=Mars/Base 0 9 * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead]',
    ],
    [{ timeZone: '' }, 'spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string'],
    [{ timeZone: 'Mars/Base' }, 'spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base'],
    [{ timeZone: 'europe/berlin' }, 'spec.timeZone: Invalid value: "europe/berlin": unknown time zone europe/berlin'],
    [{ timeZone: '+01:00' }, 'spec.timeZone: Invalid value: "+01:00": unknown time zone +01:00'],
    [{ timeZone: '../etc' }, 'spec.timeZone: Invalid value: "../etc": unknown time zone ../etc'],
    [{ timeZone: 'Local' }, 'spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'],
    [{ concurrencyPolicy: 'Queue' }, 'spec.concurrencyPolicy: Unsupported value: "Queue": supported values: "Allow", "Forbid", "Replace"'],
    [{ startingDeadlineSeconds: -1 }, 'spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0'],
    [{ failedJobsHistoryLimit: -1 }, 'spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0'],
    [
      { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'hello', image: 'busybox' }] } } } } },
      'spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ],
    [
      { jobTemplate: { spec: { ...(jobTemplate['spec'] as JsonObject), selector: { matchLabels: { a: 'b' } } } } },
      'spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: `selector` will be auto-generated',
    ],
    [
      { jobTemplate: { spec: { ...(jobTemplate['spec'] as JsonObject), manualSelector: true } } },
      'spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"',
    ],
  ])('for %j', (spec, message) => {
    expect(refused(spec)).toBe(message);
  });

  it('when its Jobs would have names that are too long', () => {
    const name = 'a'.repeat(53);
    expect(refused({}, { name })).toBe(`metadata.name: Invalid value: "${name}": must be no more than 52 characters`);
  });
});

describe('a row of CronJobs', () => {
  it('has schedule, zone and what is running', () => {
    const rig = createApiRig();
    const created = rig.create(cronJob({ timeZone: 'Europe/Berlin', suspend: true }));
    expect(rig.row(created)).toMatchObject({ Name: 'hello', Schedule: '* * * * *', Timezone: 'Europe/Berlin', Suspend: 'True', Active: 0, 'Last Schedule': '<none>', Containers: 'hello', Images: 'busybox:1.28', Selector: '<none>' });
    expect(rig.row({ ...created, spec: { ...created.spec, suspend: false }, status: { active: [{}], lastScheduleTime: '2026-01-05T09:59:30Z' } })).toMatchObject({ Suspend: 'False', Active: 1, 'Last Schedule': '30s' });
  });
});

it('UTC needs no database', () => {
  expect(findTimeZone('UTC')).toBe(UTC);
});
