import { describe, expect, it } from 'vitest';
import { NAME, change, comings, images, remove, revisions, rigOf, setOf, settled, statefulSet } from './statefulset-rig.ts';
import { template, type Pod } from './workload-rig.ts';

describe('an update of the template', () => {
  it('replaces the pods from the highest down, each when the one above is ready again', () => {
    const rig = settled(3);
    const before = setOf(rig).status?.currentRevision;
    const seen = comings(rig);
    change(rig, { template: template({ app: 'web' }, 'nginx:1.28') });
    rig.advance(2_000);
    expect(setOf(rig).status).toMatchObject({ currentRevision: before, updatedReplicas: 1, currentReplicas: 2 });
    rig.settle();
    expect(seen).toEqual(['-web-2', '+web-2', '-web-1', '+web-1', '-web-0', '+web-0']);
    expect(images(rig)).toEqual([0, 1, 2].map((ordinal) => `web-${ordinal} nginx:1.28`));
    const { status } = setOf(rig);
    expect(status?.currentRevision).toBe(status?.updateRevision);
    expect(status?.currentRevision).not.toBe(before);
    expect(status).toMatchObject({ currentReplicas: 3, updatedReplicas: 3 });
  });

  it('stops at the partition, below which pods keep coming back as they were', () => {
    const rig = settled(3, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } });
    change(rig, { template: template({ app: 'web' }, 'nginx:1.28') });
    rig.settle();
    expect(images(rig)).toEqual(['web-0 nginx:1.27', 'web-1 nginx:1.27', 'web-2 nginx:1.28']);
    remove(rig, 'web-0');
    remove(rig, 'web-2');
    rig.settle();
    expect(images(rig)).toEqual(['web-0 nginx:1.27', 'web-1 nginx:1.27', 'web-2 nginx:1.28']);
    expect(setOf(rig).status).toMatchObject({ currentReplicas: 2, updatedReplicas: 1 });
    change(rig, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } });
    rig.settle();
    expect(images(rig)).toEqual([0, 1, 2].map((ordinal) => `web-${ordinal} nginx:1.28`));
  });

  it('counts the partition from the first ordinal', () => {
    const rig = settled(3, { ordinals: { start: 10 }, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } });
    change(rig, { template: template({ app: 'web' }, 'nginx:1.28') });
    rig.settle();
    expect(images(rig)).toEqual(['web-10 nginx:1.27', 'web-11 nginx:1.28', 'web-12 nginx:1.28']);
  });

  it('waits for people to delete pods with OnDelete', () => {
    const rig = settled(2, { updateStrategy: { type: 'OnDelete' } });
    change(rig, { template: template({ app: 'web' }, 'nginx:1.28') });
    rig.settle();
    expect(images(rig)).toEqual(['web-0 nginx:1.27', 'web-1 nginx:1.27']);
    remove(rig, 'web-0');
    rig.settle();
    expect(images(rig)).toEqual(['web-0 nginx:1.28', 'web-1 nginx:1.27']);
    expect(setOf(rig).status?.currentRevision).not.toBe(setOf(rig).status?.updateRevision);
  });

  it.each([
    [1, 1], [2, 2], ['50%', 2], ['10%', 1],
  ])('with maxUnavailable %s of 4 replaces up to %i at once', (maxUnavailable, most) => {
    const rig = settled(4, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable } } });
    let away = 0;
    rig.onEvent(() => {
      const ready = rig.pods().filter(({ metadata, status }) => !metadata.deletionTimestamp && status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'));
      away = Math.max(away, 4 - ready.length);
    });
    change(rig, { template: template({ app: 'web' }, 'nginx:1.28') });
    rig.settle();
    expect(away).toBe(most);
    expect(images(rig)).toEqual([0, 1, 2, 3].map((ordinal) => `web-${ordinal} nginx:1.28`));
  });

  it('is stuck with OrderedReady behind a pod that never becomes ready, even after the template is mended', () => {
    const rig = settled(3);
    rig.breakImage('nginx:broken');
    change(rig, { template: template({ app: 'web' }, 'nginx:broken') });
    rig.advance(60_000);
    expect(images(rig)).toEqual(['web-0 nginx:1.27', 'web-1 nginx:1.27', 'web-2 nginx:broken']);
    change(rig, { template: template() });
    rig.advance(600_000);
    expect(images(rig)).toEqual(['web-0 nginx:1.27', 'web-1 nginx:1.27', 'web-2 nginx:broken']);
    remove(rig, 'web-2');
    rig.settle();
    expect(images(rig)).toEqual([0, 1, 2].map((ordinal) => `web-${ordinal} nginx:1.27`));
  });

  it.each([undefined, 1])('goes on with Parallel when the template is mended (maxUnavailable %s)', (maxUnavailable) => {
    const rollingUpdate = { partition: 0, ...(maxUnavailable === undefined ? {} : { maxUnavailable }) };
    const rig = settled(3, { podManagementPolicy: 'Parallel', updateStrategy: { type: 'RollingUpdate', rollingUpdate } });
    rig.breakImage('nginx:broken');
    change(rig, { template: template({ app: 'web' }, 'nginx:broken') });
    rig.advance(60_000);
    change(rig, { template: template({ app: 'web' }, 'nginx:1.28') });
    rig.settle();
    expect(images(rig)).toEqual([0, 1, 2].map((ordinal) => `web-${ordinal} nginx:1.28`));
  });
});

describe('the history of a StatefulSet', () => {
  it('keeps as many old revisions as asked for, beside those in use', () => {
    const rig = settled(1, { revisionHistoryLimit: 2 });
    for (let version = 1; version <= 6; version++) {
      change(rig, { template: template({ app: 'web' }, `nginx:${version}`) });
      rig.settle();
    }
    expect(revisions(rig).map(({ revision }) => revision)).toEqual([5, 6, 7]);
    expect(revisions(rig).at(-1)?.metadata.name).toBe(setOf(rig).status?.updateRevision);
  });

  it('takes an old revision up again under a new number when its template comes back', () => {
    const rig = settled(1);
    const [first] = revisions(rig);
    change(rig, { template: template({ app: 'web' }, 'nginx:1.28') });
    rig.settle();
    change(rig, { template: template() });
    rig.settle();
    expect(revisions(rig).map(({ metadata, revision }) => [metadata.name === first?.metadata.name, revision])).toEqual([[false, 2], [true, 3]]);
    expect(images(rig)).toEqual(['web-0 nginx:1.27']);
  });

  it('gives way when the name of a revision is taken', () => {
    const other = settled(0);
    const [{ metadata: { name = '' } = {} } = {}] = revisions(other);
    const rig = rigOf();
    rig.you.create<'ControllerRevision'>({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name, namespace: 'default' }, data: { spec: {} }, revision: 1 });
    rig.you.create(statefulSet(1));
    rig.settle();
    expect(setOf(rig).status).toMatchObject({ collisionCount: 1, readyReplicas: 1 });
    expect(setOf(rig).status?.updateRevision).not.toBe(name);
  });

  it('adopts the revisions and pods of a set that was deleted without them', () => {
    const rig = settled(2);
    const uids = rig.pods().map(({ metadata }) => metadata.uid);
    const [revision] = revisions(rig);
    rig.runners['statefulset-controller']?.stop();
    rig.you.delete('StatefulSet', 'default', NAME);
    for (const object of [...rig.pods(), ...revisions(rig)]) {
      const { ownerReferences: _owner, ...metadata } = object.metadata;
      rig.you.update({ ...object, metadata } as Pod);
    }
    rig.runners['statefulset-controller']?.start();
    rig.you.create(statefulSet(2));
    rig.settle();
    const { uid } = setOf(rig).metadata;
    expect(rig.pods().map(({ metadata }) => metadata.uid)).toEqual(uids);
    expect([...rig.pods(), ...revisions(rig)].map(({ metadata }) => metadata.ownerReferences?.[0]?.uid)).toEqual([uid, uid, uid]);
    expect(revisions(rig).map(({ metadata }) => metadata.name)).toEqual([revision?.metadata.name]);
  });
});
