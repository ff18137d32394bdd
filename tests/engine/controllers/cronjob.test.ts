import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyOptions } from '../../property-settings.ts';
import { createJobRig, podTemplate, type CronJob, type JobRig } from './job-rig.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function cronJobOf(spec: Partial<CronJob['spec']> = {}): CronJob {
  return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'hello', namespace: 'default' }, spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template: podTemplate() } }, ...spec } };
}
/** A cluster at 10:00:00 with a CronJob. */
function started(spec: Partial<CronJob['spec']> = {}, start = '2026-01-05T10:00:00Z'): JobRig {
  const rig = createJobRig(undefined, Date.parse(start));
  rig.you.create(cronJobOf(spec));
  rig.advance(100);
  return rig;
}
function cronJob(rig: JobRig): CronJob {
  const found = rig.you.get('CronJob', 'default', 'hello');
  if (!found) throw new Error('no CronJob');
  return found;
}
function change(rig: JobRig, more: Partial<CronJob['spec']>): void {
  const live = cronJob(rig);
  rig.you.update<'CronJob'>({ ...live, spec: { ...live.spec, ...more } });
}
function endAll(rig: JobRig, exitCode = 0): void {
  for (const pod of rig.running()) rig.end(pod, exitCode);
  rig.advance(5_000);
}
/** The minute of its time that is in the name of a Job. */
const nameAt = (time: string): string => `hello-${Date.parse(time) / MINUTE_MS}`;
const names = (rig: JobRig): string[] => rig.jobs().map(({ metadata }) => metadata.name ?? '');
const times = (rig: JobRig): string[] => rig.jobs().map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp'] ?? '');

describe('a CronJob', () => {
  it('makes a Job at each of its times, and says which run', () => {
    const rig = started();
    rig.advance(5 * MINUTE_MS - 1_000);
    expect(rig.jobs()).toEqual([]);
    rig.advance(2_400);
    const [job] = rig.jobs();
    expect(job?.metadata).toMatchObject({
      name: nameAt('2026-01-05T10:05:00Z'), annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-05T10:05:00Z' },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'hello', controller: true, blockOwnerDeletion: true }],
    });
    expect(job?.spec).toMatchObject({ completions: 1, backoffLimit: 6 });
    expect(cronJob(rig).status).toEqual({
      active: [{ kind: 'Job', namespace: 'default', name: job?.metadata.name, uid: job?.metadata.uid, apiVersion: 'batch/v1', resourceVersion: expect.any(String) }],
      lastScheduleTime: '2026-01-05T10:05:00Z',
    });
    endAll(rig);
    expect(cronJob(rig).status).toEqual({ lastScheduleTime: '2026-01-05T10:05:00Z', lastSuccessfulTime: '2026-01-05T10:05:02Z' });
    expect(rig.events('CronJob')).toEqual([`SuccessfulCreate: Created job ${job?.metadata.name}`, `SawCompletedJob: Saw completed job: ${job?.metadata.name}, condition: Complete`]);
  });

  it('goes by the clocks of its zone', () => {
    const rig = started({ schedule: '30 9 * * *', timeZone: 'Europe/Berlin' }, '2026-03-28T08:00:00Z');
    rig.advance(40 * HOUR_MS);
    expect(times(rig)).toEqual(['2026-03-28T09:30:00+01:00', '2026-03-29T09:30:00+02:00']);
  });

  it('keeps the last three that ended well and the last that did not', () => {
    const rig = started();
    for (let run = 0; run < 8; run++) {
      rig.advance(5 * MINUTE_MS - 5_000);
      endAll(rig);
    }
    expect(rig.jobs()).toHaveLength(3);
    change(rig, { jobTemplate: { spec: { backoffLimit: 0, template: podTemplate() } }, successfulJobsHistoryLimit: 1 });
    for (let run = 0; run < 3; run++) {
      rig.advance(5 * MINUTE_MS - 5_000);
      endAll(rig, 1);
    }
    expect(rig.jobs().map(({ status }) => status?.conditions?.at(-1)?.type)).toEqual(['Complete', 'Failed']);
    expect(rig.events('CronJob')).toContain(`SuccessfulDelete: Deleted job ${nameAt('2026-01-05T10:05:00Z')}`);
  });

  it('allows Jobs side by side, or forbids them, or replaces the one that runs', () => {
    const after12Minutes = (concurrencyPolicy: string): JobRig => {
      const rig = started({ concurrencyPolicy });
      rig.advance(12 * MINUTE_MS);
      return rig;
    };
    const [first, second] = [nameAt('2026-01-05T10:05:00Z'), nameAt('2026-01-05T10:10:00Z')];
    expect(names(after12Minutes('Allow'))).toEqual([first, second]);
    const forbidding = after12Minutes('Forbid');
    expect(names(forbidding)).toEqual([first]);
    expect(forbidding.events('CronJob')).toContain('JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid');
    endAll(forbidding);
    // The start that was held back is made up for.
    expect(names(forbidding)).toEqual([first, second]);
    const replacing = after12Minutes('Replace');
    expect(names(replacing)).toEqual([second]);
    expect(cronJob(replacing).status?.active?.map(({ name }) => name)).toEqual([second]);
    expect(replacing.events('CronJob')).toContain(`SuccessfulDelete: Deleted job ${first}`);
  });

  it('makes none while it is suspended, and then the last one that it missed', () => {
    const rig = started();
    change(rig, { suspend: true });
    rig.advance(23 * MINUTE_MS);
    expect(rig.jobs()).toEqual([]);
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
    change(rig, { suspend: false });
    rig.advance(1_000);
    expect(names(rig)).toEqual([nameAt('2026-01-05T10:20:00Z')]);
  });

  it('after a stop of its controller starts the last one that it missed, unless it is too late', () => {
    const afterStop = (startingDeadlineSeconds?: number): JobRig => {
      const rig = started(startingDeadlineSeconds === undefined ? {} : { startingDeadlineSeconds });
      rig.runners['cronjob-controller']?.stop();
      rig.advance(22 * MINUTE_MS);
      rig.runners['cronjob-controller']?.start();
      rig.advance(1_000);
      return rig;
    };
    expect(names(afterStop())).toEqual([nameAt('2026-01-05T10:20:00Z')]);
    expect(names(afterStop(180))).toEqual([nameAt('2026-01-05T10:20:00Z')]);
    const late = afterStop(60);
    expect(names(late)).toEqual([]);
    late.advance(5 * MINUTE_MS);
    expect(names(late)).toEqual([nameAt('2026-01-05T10:25:00Z')]);
  });

  it('says when it missed more than a hundred', () => {
    const rig = started({ schedule: '* * * * *' });
    rig.runners['cronjob-controller']?.stop();
    rig.advance(102 * MINUTE_MS);
    rig.runners['cronjob-controller']?.start();
    rig.advance(1_000);
    expect(names(rig)).toEqual([nameAt('2026-01-05T11:42:00Z')]);
    expect(rig.events('CronJob')[0]).toBe('TooManyMissedTimes: too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew');
  });

  it('takes up a new schedule, and says so when it can never come', () => {
    const rig = started();
    change(rig, { schedule: '*/2 * * * *' });
    rig.advance(2 * MINUTE_MS + 1_000);
    expect(names(rig)).toEqual([nameAt('2026-01-05T10:02:00Z')]);
    change(rig, { schedule: '0 0 31 2 *' });
    rig.advance(HOUR_MS);
    expect(rig.jobs()).toHaveLength(1);
    change(rig, { suspend: false, startingDeadlineSeconds: 5 });
    rig.advance(1_000);
    expect(rig.events('CronJob')).toContain('InvalidSchedule: invalid schedule: 0 0 31 2 * : time difference between two schedules is less than 1 second');
  });

  it('tells of Jobs that it does not know, and of its own that are gone', () => {
    const rig = started();
    rig.advance(6 * MINUTE_MS);
    const [job] = rig.jobs();
    rig.you.delete('Job', 'default', job?.metadata.name ?? '', { propagationPolicy: 'Background' });
    rig.advance(1_000);
    expect(rig.events('CronJob').at(-1)).toBe(`MissingJob: Active job went missing: ${job?.metadata.name}`);
    expect(cronJob(rig).status).toEqual({ lastScheduleTime: '2026-01-05T10:05:00Z' });
    rig.you.create<'Job'>({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'manual', namespace: 'default', ownerReferences: job?.metadata.ownerReferences ?? [] }, spec: { template: podTemplate() } });
    rig.advance(1_000);
    expect(rig.events('CronJob').at(-1)).toBe('UnexpectedJob: Saw a job that the controller did not create or forgot: manual');
  });

  it('finds a Job that it had made before it could write it down', () => {
    const rig = started();
    rig.advance(6 * MINUTE_MS);
    const live = cronJob(rig);
    rig.runners['cronjob-controller']?.stop();
    rig.you.updateStatus<'CronJob'>({ ...live, status: {} });
    rig.runners['cronjob-controller']?.start();
    rig.advance(1_000);
    expect(rig.jobs()).toHaveLength(1);
    expect(cronJob(rig).status).toMatchObject({ active: [{ name: nameAt('2026-01-05T10:05:00Z') }], lastScheduleTime: '2026-01-05T10:05:00Z' });
  });

  it('takes its Jobs and their pods with it', () => {
    const rig = started();
    rig.advance(11 * MINUTE_MS);
    expect(rig.pods()).toHaveLength(2);
    rig.you.delete('CronJob', 'default', 'hello', { propagationPolicy: 'Background' });
    rig.advance(10_000);
    expect([rig.jobs(), rig.pods()]).toEqual([[], []]);
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('costs its own runs alone, and says what it waits for', () => {
    const rig = started({ schedule: '0 3 * * *' });
    expect(rig.kernel.nextWait()).toEqual({ label: 'next run of the CronJob', subject: { kind: 'CronJob', namespace: 'default', name: 'hello' }, dueAtMs: Date.parse('2026-01-06T03:00:00.100Z') });
    const before = rig.kernel.eventsRun();
    rig.advance(16 * HOUR_MS);
    expect(rig.kernel.eventsRun() - before).toBe(0);
  });

  it('continues from a checkpoint byte for byte', () => {
    const rig = started();
    rig.advance(7 * MINUTE_MS);
    const restored = createJobRig(rig.save());
    for (const one of [rig, restored]) one.advance(20 * MINUTE_MS);
    expect(restored.save()).toEqual(rig.save());
    expect(rig.jobs()).toHaveLength(5);
  });

  it('never starts one time twice, however its controller is stopped and started', () => {
    const step = fc.record({ pauseMs: fc.integer({ min: 0, max: 7 * MINUTE_MS }), did: fc.constantFrom('stop', 'start', 'end', 'forget', 'nothing') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.constantFrom('Allow', 'Forbid', 'Replace'), (steps, concurrencyPolicy) => {
        const rig = started({ concurrencyPolicy, successfulJobsHistoryLimit: 100 });
        const made: string[] = [];
        rig.onPod((pod, isGone) => {
          const job = pod.metadata.ownerReferences?.[0]?.name ?? '';
          if (!isGone && !pod.status?.conditions) made.push(job);
        });
        const runner = rig.runners['cronjob-controller'];
        for (const { pauseMs, did } of steps) {
          if (did === 'stop') runner?.stop();
          if (did === 'start') runner?.start();
          if (did === 'end') endAll(rig);
          if (did === 'forget') rig.you.updateStatus<'CronJob'>({ ...cronJob(rig), status: { ...cronJob(rig).status, active: [] } });
          rig.advance(pauseMs);
          if (concurrencyPolicy !== 'Allow' && did !== 'forget') expect(new Set(cronJob(rig).status?.active?.map(({ name }) => name)).size).toBe(cronJob(rig).status?.active?.length ?? 0);
        }
        expect(new Set(made).size).toBe(made.length);
        runner?.start();
        rig.advance(6 * MINUTE_MS);
        endAll(rig);
        expect(Date.parse(cronJob(rig).status?.lastScheduleTime ?? '')).toBeGreaterThan(rig.kernel.now() - 6 * MINUTE_MS);
      }),
      propertyOptions(40),
    );
  });
});
