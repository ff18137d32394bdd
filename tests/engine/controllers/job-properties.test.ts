import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countIndexes, parseIndexes } from '../../../src/engine/controllers/job/indexes.ts';
import { propertyOptions } from '../../property-settings.ts';
import { changeJob, createJobRig, jobOf, type JobRig, type Pod } from './job-rig.ts';

const FINALIZER = 'batch.kubernetes.io/job-tracking';
const deed = fc.oneof(
  fc.record({ type: fc.constant('end' as const), index: fc.nat(20), exitCode: fc.constantFrom(0, 0, 1, 137) }),
  fc.record({ type: fc.constant('delete' as const), index: fc.nat(20) }),
  fc.record({ type: fc.constant('lose' as const), index: fc.nat(20) }),
  fc.record({ type: fc.constant('collect' as const) }),
  fc.record({ type: fc.constant('parallelism' as const), parallelism: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ type: fc.constant('suspend' as const), suspend: fc.boolean() }),
  fc.record({ type: fc.constant('interrupt' as const), writes: fc.integer({ min: 0, max: 8 }) }),
  fc.record({ type: fc.constant('restart' as const) }),
);
const deeds = fc.array(fc.tuple(deed, fc.constantFrom(0, 300, 1_000, 2_500, 12_000)), { maxLength: 25 });
type Deed = ReturnType<typeof deed.generate>['value'];

/** What became of every pod while its Job still held it: that, and nothing else, is to be counted. */
function watchPods(rig: JobRig) {
  const held = new Map<string, Pod>();
  rig.onPod((pod) => {
    if (pod.metadata.finalizers?.includes(FINALIZER)) held.set(pod.metadata.uid ?? '', pod);
  });
  const all = (): Pod[] => [...held.values()];
  const succeeded = (): Pod[] => all().filter(({ status }) => status?.phase === 'Succeeded');
  const failed = (): Pod[] => all().filter(({ status, metadata }) => status?.phase === 'Failed' || (status?.phase !== 'Succeeded' && metadata.deletionTimestamp !== undefined));
  return { succeeded, failed };
}

function perform(rig: JobRig, did: Deed, lost: Pod[]): void {
  const pods = rig.running();
  const pod = 'index' in did ? pods[did.index % Math.max(1, pods.length)] : undefined;
  if (did.type === 'end' && pod) rig.end(pod, did.exitCode);
  if (did.type === 'delete' && pod) rig.you.delete('Pod', 'default', pod.metadata.name ?? '');
  if (did.type === 'lose' && pod) {
    rig.strand(pod);
    lost.push(pod);
    rig.you.delete('Pod', 'default', pod.metadata.name ?? '');
  }
  if (did.type === 'collect') for (const gone of lost.splice(0)) rig.collect(gone);
  if (did.type === 'parallelism') changeJob(rig, { parallelism: did.parallelism });
  if (did.type === 'suspend') changeJob(rig, { suspend: did.suspend });
  if (did.type === 'interrupt') rig.stopAfterWrites(did.writes);
  if (did.type === 'restart') restart(rig);
}
function restart(rig: JobRig): void {
  rig.stopAfterWrites(Number.POSITIVE_INFINITY);
  rig.runners['job-controller']?.stop();
  rig.runners['job-controller']?.start();
}
function isOver(rig: JobRig): boolean {
  return rig.job().status?.conditions?.some(({ type }) => type === 'Complete' || type === 'Failed') ?? false;
}
/** The faults end, and every pod that runs succeeds. */
function finish(rig: JobRig, lost: Pod[]): void {
  restart(rig);
  for (const pod of lost) rig.collect(pod);
  if (!isOver(rig)) changeJob(rig, { suspend: false, parallelism: 3 });
  for (let round = 0; round < 60 && !isOver(rig); round++) {
    rig.advance(30_000);
    for (const pod of rig.running()) rig.end(pod, 0);
  }
  rig.advance(10_000);
}
const shape = fc.record({ completions: fc.integer({ min: 1, max: 8 }), parallelism: fc.integer({ min: 1, max: 4 }), backoffLimit: fc.constantFrom(0, 2, 1000) });

describe('a Job, whatever happens to its pods and its controller', () => {
  it('counts every pod that ended exactly once', () => {
    fc.assert(
      fc.property(shape, deeds, fc.boolean(), (given, did, onlyFailed) => {
        const rig = createJobRig();
        const seen = watchPods(rig);
        const lost: Pod[] = [];
        rig.you.create(jobOf({ ...given, ...(onlyFailed ? { podReplacementPolicy: 'Failed' } : {}) }));
        for (const [one, pauseMs] of did) {
          perform(rig, one, lost);
          rig.advance(pauseMs);
          const { succeeded = 0, failed = 0, uncountedTerminatedPods = {} } = rig.job().status ?? {};
          expect(succeeded).toBeLessThanOrEqual(seen.succeeded().length);
          expect(failed).toBeLessThanOrEqual(seen.failed().length);
          const listed = [...(uncountedTerminatedPods.succeeded ?? []), ...(uncountedTerminatedPods.failed ?? [])];
          expect(new Set(listed).size).toBe(listed.length);
        }
        finish(rig, lost);
        expect(isOver(rig)).toBe(true);
        expect(rig.job().status).toMatchObject({ uncountedTerminatedPods: {}, terminating: 0, ready: 0 });
        expect(rig.job().status?.succeeded ?? 0).toBe(seen.succeeded().length);
        expect(rig.job().status?.failed ?? 0).toBe(seen.failed().length);
        expect(rig.pods().filter(({ metadata }) => metadata.finalizers !== undefined)).toEqual([]);
        if (given.backoffLimit === 1000) expect(rig.job().status?.succeeded).toBeGreaterThanOrEqual(given.completions);
      }),
      propertyOptions(60),
    );
  });

  it('with indexes completes each of them, and counts each once', () => {
    fc.assert(
      fc.property(shape, deeds, fc.boolean(), (given, did, perIndex) => {
        const rig = createJobRig();
        const seen = watchPods(rig);
        const lost: Pod[] = [];
        rig.you.create(jobOf({ ...given, backoffLimit: 1000, completionMode: 'Indexed', ...(perIndex ? { backoffLimitPerIndex: 100 } : {}) }));
        const indexOf = ({ metadata }: Pod): number => Number(metadata.annotations?.['batch.kubernetes.io/job-completion-index']);
        for (const [one, pauseMs] of did) {
          perform(rig, one, lost);
          rig.advance(pauseMs);
          const running = rig.running().map(indexOf);
          const { succeeded = 0, completedIndexes } = rig.job().status ?? {};
          expect(new Set(running).size).toBe(running.length);
          expect(succeeded).toBe(countIndexes(parseIndexes(completedIndexes, given.completions)));
        }
        finish(rig, lost);
        expect(rig.job().status).toMatchObject({ succeeded: given.completions });
        expect(rig.job().status?.failed ?? 0).toBe(seen.failed().length);
        expect(new Set(seen.succeeded().map(indexOf)).size).toBe(given.completions);
        expect(rig.pods().filter(({ metadata }) => metadata.finalizers !== undefined)).toEqual([]);
      }),
      propertyOptions(60),
    );
  });
});
