import { describe, expect, it } from 'vitest';
import type { KindMap } from '../../../src/engine/api/object.ts';
import { allowedStay } from '../../../src/engine/controllers/tolerations.ts';
import { taintEvictionController } from '../../../src/engine/controllers/taint-eviction.ts';
import { condition, createRig, expectSameBytes, machine, type Rig } from './cluster-life-rig.ts';

type Taint = NonNullable<KindMap['Node']['spec']['taints']>[number];
type Toleration = NonNullable<KindMap['Pod']['spec']['tolerations']>[number];

const GPU: Taint = { key: 'gpu', value: 'busy', effect: 'NoExecute' };
const forSeconds = (tolerationSeconds: number): Toleration => ({ key: 'gpu', operator: 'Exists', effect: 'NoExecute', tolerationSeconds });

function taint(rig: Rig, ...taints: readonly Taint[]): void {
  const node = rig.node('node-1');
  rig.you.update<'Node'>({ ...node, spec: { ...node.spec, taints } });
}
function cluster(): Rig {
  const rig = createRig([taintEvictionController], [machine('node-1'), machine('node-2')]);
  rig.run('patient', 'node-1', { tolerations: [forSeconds(60)] });
  rig.run('plain', 'node-1', { tolerations: [] });
  rig.run('stoic', 'node-1', { tolerations: [{ operator: 'Exists' }] });
  rig.run('elsewhere', 'node-2', { tolerations: [] });
  rig.advance(5);
  return rig;
}
const isDeleted = (rig: Rig, name: string): boolean => rig.pod(name)?.metadata.deletionTimestamp !== undefined || rig.pod(name) === undefined;

describe('a NoExecute taint', () => {
  it('deletes at once what does not tolerate it, later what tolerates it for a time, and never what tolerates it', () => {
    const rig = cluster();
    taint(rig, GPU);
    rig.advance(0.02);
    expect(['patient', 'plain', 'stoic', 'elsewhere'].map((name) => isDeleted(rig, name))).toEqual([false, true, false, false]);
    rig.advance(60);
    expect(['patient', 'stoic', 'elsewhere'].map((name) => isDeleted(rig, name))).toEqual([true, false, false]);
    expect(rig.events('plain')).toContain('TaintManagerEviction: Marking for deletion Pod default/plain');
  });

  it('leaves its mark on the pods it ends', () => {
    const rig = cluster();
    taint(rig, GPU);
    rig.advance(0.02);
    expect(rig.pod('plain')?.status?.conditions).toContainEqual(expect.objectContaining({
      type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint',
    }));
  });

  it('is waited for by its pods, and forgotten when it goes', () => {
    const rig = cluster();
    taint(rig, GPU);
    rig.advance(40);
    expect(rig.wait()).toMatchObject({ label: 'tolerationSeconds', subject: { kind: 'Pod', namespace: 'default', name: 'patient' } });
    taint(rig);
    rig.advance(1);
    expect(rig.wait()).toBeUndefined();
    expect(rig.events('patient')).toContain('TaintManagerEviction: Cancelling deletion of Pod default/patient');
    rig.advance(100);
    expect(isDeleted(rig, 'patient')).toBe(false);
  });

  it('ends the pods that come to its node later, too, counted from when they came', () => {
    const rig = cluster();
    taint(rig, GPU);
    rig.advance(30);
    rig.run('late', 'node-1', { tolerations: [forSeconds(60)] });
    rig.advance(59);
    expect([isDeleted(rig, 'patient'), isDeleted(rig, 'late')]).toEqual([true, false]);
    rig.advance(2);
    expect(isDeleted(rig, 'late')).toBe(true);
  });

  it('keeps the time of a deletion when another taint that is tolerated joins it', () => {
    const rig = cluster();
    taint(rig, GPU);
    rig.advance(30);
    taint(rig, GPU, { key: 'gpu', value: 'hot', effect: 'NoExecute' });
    rig.advance(29);
    expect(isDeleted(rig, 'patient')).toBe(false);
    rig.advance(2);
    expect(isDeleted(rig, 'patient')).toBe(true);
  });

  it('does not end another pod of the same name', () => {
    const rig = cluster();
    taint(rig, GPU);
    rig.advance(30);
    rig.you.delete('Pod', 'default', 'patient', { gracePeriodSeconds: 0 });
    rig.run('patient', 'node-2', { tolerations: [] });
    rig.advance(100);
    expect(isDeleted(rig, 'patient')).toBe(false);
  });

  it('counts anew after the controller was stopped', () => {
    const rig = cluster();
    taint(rig, GPU);
    rig.advance(30);
    rig.controllers[0]?.stop();
    rig.advance(100);
    expect(isDeleted(rig, 'patient')).toBe(false);
    rig.controllers[0]?.start();
    rig.advance(59);
    expect(isDeleted(rig, 'patient')).toBe(false);
    rig.advance(2);
    expect(isDeleted(rig, 'patient')).toBe(true);
  });

  it('is the cause of what it deletes', () => {
    const rig = cluster();
    taint(rig, GPU);
    const tainting = rig.kernel.causes.latestFor(rig.node('node-1').metadata.uid ?? '');
    rig.advance(60.05);
    const latest = rig.kernel.causes.latestFor(rig.pod('patient')?.metadata.uid ?? '');
    expect(latest).toMatchObject({ note: 'tolerated gpu for 60 s', parent: tainting?.id });
  });

  it('goes on byte for byte after a restore', () => {
    const rig = cluster();
    taint(rig, GPU);
    rig.advance(30);
    const twin = createRig([taintEvictionController], [], rig.save());
    for (const one of [rig, twin]) one.advance(31);
    expectSameBytes(twin, rig);
    expect(isDeleted(twin, 'patient')).toBe(true);
    expect(condition(twin.pod('patient'), 'DisruptionTarget')).toBe('True DeletionByTaintManager');
  });
});

describe('tolerations', () => {
  const other: Taint = { key: 'other', effect: 'NoExecute' };
  it.each<[string, readonly Toleration[], readonly Taint[], string]>([
    ['no taints', [], [], 'forever'],
    ['an untolerated taint', [], [GPU], 'none'],
    ['the same value', [{ key: 'gpu', value: 'busy' }], [GPU], 'forever'],
    ['another value', [{ key: 'gpu', operator: 'Equal', value: 'free' }], [GPU], 'none'],
    ['any value', [{ key: 'gpu', operator: 'Exists' }], [GPU], 'forever'],
    ['another effect', [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }], [GPU], 'none'],
    ['everything', [{ operator: 'Exists' }], [GPU, other], 'forever'],
    ['one of two', [{ key: 'gpu', operator: 'Exists' }], [GPU, other], 'none'],
    ['the shorter of two', [forSeconds(60), { key: 'other', operator: 'Exists', tolerationSeconds: 20 }], [GPU, other], '20'],
    ['the first that matches', [forSeconds(60), { operator: 'Exists' }], [GPU], '60'],
    ['less than no time', [forSeconds(-5)], [GPU], '0'],
  ])('%s', (_what, tolerations, taints, expected) => {
    const stay = allowedStay(tolerations, taints);
    expect(stay.kind === 'limited' ? String(stay.seconds) : stay.kind).toBe(expected);
  });
});
