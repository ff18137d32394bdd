import { describe, expect, it } from 'vitest';
import { changeJob, createJobRig, jobOf, type JobRig } from './job-rig.ts';

/** A Job that ended at 10:00:02. */
function finished(ttlSecondsAfterFinished?: number): JobRig {
  const rig = createJobRig();
  rig.you.create(jobOf(ttlSecondsAfterFinished === undefined ? {} : { ttlSecondsAfterFinished }));
  rig.advance(1_500);
  for (const pod of rig.running()) rig.end(pod, 0);
  rig.advance(1_500);
  return rig;
}

describe('a finished Job', () => {
  it('goes with its pods when its time is over', () => {
    const rig = finished(60);
    rig.advance(50_000);
    expect(rig.jobs()).toHaveLength(1);
    expect(rig.kernel.nextWait()).toMatchObject({ label: 'ttlSecondsAfterFinished', subject: { kind: 'Job', name: 'pi' } });
    rig.advance(20_000);
    expect([rig.jobs(), rig.pods()]).toEqual([[], []]);
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('goes at once when it gets no time', () => {
    const rig = finished(0);
    rig.advance(1_000);
    expect(rig.jobs()).toEqual([]);
  });

  it('stays when nothing is said', () => {
    const rig = finished();
    rig.advance(86_400_000);
    expect(rig.jobs()).toHaveLength(1);
  });

  it('may be given more time, or less', () => {
    const rig = finished(60);
    changeJob(rig, { ttlSecondsAfterFinished: 300 });
    rig.advance(120_000);
    expect(rig.jobs()).toHaveLength(1);
    changeJob(rig, { ttlSecondsAfterFinished: 130 });
    rig.advance(15_000);
    expect(rig.jobs()).toEqual([]);
  });

  it('goes late rather than never when the controller was stopped', () => {
    const rig = finished(60);
    rig.runners['ttl-after-finished-controller']?.stop();
    rig.advance(600_000);
    expect(rig.jobs()).toHaveLength(1);
    rig.runners['ttl-after-finished-controller']?.start();
    rig.advance(1_000);
    expect(rig.jobs()).toEqual([]);
  });
});

it('a Job that runs stays however long it takes', () => {
  const rig = createJobRig();
  rig.you.create(jobOf({ ttlSecondsAfterFinished: 1 }));
  rig.advance(600_000);
  expect(rig.running()).toHaveLength(1);
});
