import { describe, expect, it } from 'vitest';
import { change, comings, names, podOf, remove, rigOf, setOf, setPhase, settled, statefulSet } from './statefulset-rig.ts';
import { firstDifference, template } from './workload-rig.ts';

describe('the pods of a StatefulSet', () => {
  it('come one after the other, each when the one before is ready', () => {
    const rig = rigOf();
    rig.you.create(statefulSet(3));
    const ready: boolean[] = [];
    rig.store.watch(['Pod'], ({ type }) => {
      if (type === 'ADDED') ready.push(rig.pods().slice(0, -1).every(({ status }) => status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True')));
    });
    rig.settle();
    expect(names(rig)).toEqual(['web-0', 'web-1', 'web-2']);
    expect(ready).toEqual([true, true, true]);
    expect(rig.events('StatefulSet')).toEqual([0, 1, 2].map((ordinal) => `SuccessfulCreate: create Pod web-${ordinal} in StatefulSet web successful`));
  });

  it('have an identity of their own', () => {
    const rig = settled(2);
    const { metadata, spec } = podOf(rig, 'web-1');
    const set = setOf(rig);
    expect(metadata).toMatchObject({
      generateName: 'web-',
      labels: { app: 'web', 'controller-revision-hash': set.status?.updateRevision, 'statefulset.kubernetes.io/pod-name': 'web-1', 'apps.kubernetes.io/pod-index': '1' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: set.metadata.uid, controller: true, blockOwnerDeletion: true }],
    });
    expect(spec).toMatchObject({ hostname: 'web-1', subdomain: 'nginx' });
    expect(set.status).toEqual({
      observedGeneration: 1, replicas: 2, readyReplicas: 2, availableReplicas: 2, currentReplicas: 2, updatedReplicas: 2, collisionCount: 0,
      currentRevision: metadata.labels?.['controller-revision-hash'], updateRevision: metadata.labels?.['controller-revision-hash'],
    });
  });

  it('come back under the same name when they are deleted', () => {
    const rig = settled(3);
    const { uid } = podOf(rig, 'web-1').metadata;
    const seen = comings(rig);
    remove(rig, 'web-1');
    rig.settle();
    expect(seen).toEqual(['-web-1', '+web-1']);
    expect(podOf(rig, 'web-1').metadata.uid).not.toBe(uid);
  });

  it('get the labels of their identity back', () => {
    const rig = settled(1);
    const pod = podOf(rig, 'web-0');
    const { 'statefulset.kubernetes.io/pod-name': _gone, ...labels } = pod.metadata.labels ?? {};
    rig.you.update<'Pod'>({ ...pod, metadata: { ...pod.metadata, labels } });
    rig.settle();
    expect(podOf(rig, 'web-0').metadata.labels).toEqual(pod.metadata.labels);
    expect(rig.events('StatefulSet').at(-1)).toBe('SuccessfulUpdate: update Pod web-0 in StatefulSet web successful');
  });

  it('start at the ordinal that is asked for', () => {
    const rig = settled(2, { ordinals: { start: 5 } });
    expect(names(rig)).toEqual(['web-5', 'web-6']);
    const seen = comings(rig);
    change(rig, { ordinals: { start: 4 } });
    rig.settle();
    expect(seen).toEqual(['+web-4', '-web-6']);
  });

  it('wait until the one before has been ready for minReadySeconds', () => {
    const rig = rigOf();
    rig.you.create(statefulSet(2, { minReadySeconds: 20 }));
    rig.advance(19_000);
    expect(names(rig)).toEqual(['web-0']);
    expect(setOf(rig).status).toMatchObject({ readyReplicas: 1, availableReplicas: 0 });
    rig.settle();
    expect(names(rig)).toEqual(['web-0', 'web-1']);
    expect(setOf(rig).status?.availableReplicas).toBe(2);
  });

  it('are made anew when they have failed or finished, with nothing said but that they were deleted', () => {
    const rig = settled(2);
    for (const [name, phase] of [['web-0', 'Failed'], ['web-1', 'Succeeded']] as const) {
      const { uid } = podOf(rig, name).metadata;
      setPhase(rig, name, phase);
      rig.settle();
      expect(podOf(rig, name).metadata.uid).not.toBe(uid);
    }
    expect(rig.events('StatefulSet').slice(2)).toEqual([
      'SuccessfulDelete: delete Pod web-0 in StatefulSet web successful',
      'SuccessfulDelete: delete Pod web-1 in StatefulSet web successful',
    ]);
    expect(names(rig)).toEqual(['web-0', 'web-1']);
  });

  it('are told of when they are refused, and tried again', () => {
    const rig = rigOf();
    rig.refusePods(true);
    rig.you.create(statefulSet(1));
    rig.advance(1_000);
    expect(rig.events('StatefulSet')).toEqual(['FailedCreate: create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: exceeded quota']);
    rig.refusePods(false);
    rig.advance(5_000);
    expect(setOf(rig).status?.readyReplicas).toBe(1);
  });

  it('cannot be made when the name of the set leaves no room for the hash in a label', () => {
    const rig = rigOf();
    const name = 'a'.repeat(60);
    rig.you.create(statefulSet(1, {}, name));
    rig.advance(1_000);
    expect(rig.pods()).toEqual([]);
    expect(rig.events('StatefulSet')[0]).toMatch(/^FailedCreate: create Pod a+-0 in StatefulSet a+ failed error: Pod "a+-0" is invalid: metadata\.labels: Invalid value: .*must be no more than 63/);
  });
});

describe('scaling a StatefulSet', () => {
  it('goes down from the highest, one at a time', () => {
    const rig = settled(4);
    const seen = comings(rig);
    let most = 0;
    rig.onEvent(() => {
      most = Math.max(most, rig.pods().filter(({ metadata }) => metadata.deletionTimestamp).length);
    });
    change(rig, { replicas: 1 });
    rig.settle();
    expect(seen).toEqual(['-web-3', '-web-2', '-web-1']);
    expect(most).toBe(1);
    expect(setOf(rig).status).toMatchObject({ replicas: 1, currentReplicas: 1 });
  });

  it('does not go down while a lower pod is not ready', () => {
    const rig = settled(3);
    rig.setReady('web-0', false);
    change(rig, { replicas: 2 });
    rig.advance(60_000);
    expect(names(rig)).toEqual(['web-0', 'web-1', 'web-2']);
    rig.setReady('web-0', true);
    rig.settle();
    expect(names(rig)).toEqual(['web-0', 'web-1']);
  });

  it('goes on with the lowest superfluous pod that is not ready, but not past it', () => {
    const rig = settled(3);
    rig.setReady('web-2', false);
    change(rig, { replicas: 1 });
    rig.settle();
    expect(names(rig)).toEqual(['web-0']);
    const stuck = settled(3);
    stuck.setReady('web-1', false);
    stuck.setReady('web-2', false);
    change(stuck, { replicas: 1 });
    stuck.advance(60_000);
    expect(names(stuck)).toEqual(['web-0', 'web-1', 'web-2']);
  });

  it('happens all at once with Parallel, ready or not', () => {
    const rig = rigOf();
    rig.you.create(statefulSet(5, { podManagementPolicy: 'Parallel' }));
    rig.advance(100);
    expect(names(rig)).toHaveLength(5);
    rig.settle();
    rig.setReady('web-0', false);
    change(rig, { replicas: 2 });
    rig.advance(100);
    expect(rig.pods().filter(({ metadata }) => metadata.deletionTimestamp).map(({ metadata }) => metadata.name)).toEqual(['web-2', 'web-3', 'web-4']);
  });

  it('makes no more than 500 pods in a step, and goes on', () => {
    const rig = rigOf();
    rig.you.create(statefulSet(501, { podManagementPolicy: 'Parallel' }));
    rig.advance(15);
    expect(rig.store.count('Pod')).toBe(500);
    rig.advance(10);
    expect(rig.store.count('Pod')).toBe(501);
  });
});

describe('a pod that does not go away', () => {
  it('is not replaced until it is gone', () => {
    const rig = settled(2);
    const pod = podOf(rig, 'web-1');
    // As on a lost node: nobody confirms the deletion.
    rig.you.update<'Pod'>({ ...pod, metadata: { ...pod.metadata, finalizers: ['example.com/held'] } });
    remove(rig, 'web-1');
    change(rig, { replicas: 3 });
    rig.advance(3_600_000);
    expect(names(rig)).toEqual(['web-0', 'web-1']);
    expect(podOf(rig, 'web-1').metadata.uid).toBe(pod.metadata.uid);
    const held = podOf(rig, 'web-1');
    const { finalizers: _released, ...metadata } = held.metadata;
    rig.you.update<'Pod'>({ ...held, metadata });
    rig.settle();
    expect(names(rig)).toEqual(['web-0', 'web-1', 'web-2']);
    expect(podOf(rig, 'web-1').metadata.uid).not.toBe(pod.metadata.uid);
  });
});

describe('claiming pods', () => {
  it('takes only pods of its own name and labels', () => {
    const rig = rigOf();
    const loose = (name: string, app = 'web'): unknown => rig.you.create<'Pod'>({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels: { app } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } });
    for (const name of ['web-0', 'api-0', 'web-x', 'web']) loose(name);
    loose('web-1', 'other');
    rig.settle();
    rig.you.create(statefulSet(1));
    rig.settle();
    const owned = rig.pods().filter(({ metadata }) => metadata.ownerReferences?.length).map(({ metadata }) => metadata.name);
    expect(owned).toEqual(['web-0']);
    expect(podOf(rig, 'web-0').metadata.labels?.['statefulset.kubernetes.io/pod-name']).toBe('web-0');
  });

  it('scales an adopted pod with too high a number down', () => {
    const rig = settled(1);
    rig.you.create<'Pod'>({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-7', namespace: 'default', labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } });
    rig.settle();
    expect(names(rig)).toEqual(['web-0']);
  });

  it('lets a pod go whose labels no longer match, and cannot replace it while its name is taken', () => {
    const rig = settled(2);
    const pod = podOf(rig, 'web-1');
    rig.you.update<'Pod'>({ ...pod, metadata: { ...pod.metadata, labels: { app: 'debug' } } });
    rig.advance(60_000);
    expect(podOf(rig, 'web-1').metadata.ownerReferences).toBeUndefined();
    expect(setOf(rig).status?.replicas).toBe(1);
    expect(rig.events('StatefulSet').filter((event) => event.startsWith('Failed'))).toEqual([]);
    remove(rig, 'web-1');
    rig.advance(120_000);
    expect(podOf(rig, 'web-1').metadata.ownerReferences).toHaveLength(1);
  });
});

describe('a StatefulSet controller that starts again', () => {
  it('goes on where it stopped', () => {
    const rig = rigOf();
    rig.you.create(statefulSet(3));
    rig.advance(2_000);
    rig.runners['statefulset-controller']?.stop();
    rig.advance(60_000);
    expect(rig.pods().length).toBeLessThan(3);
    rig.runners['statefulset-controller']?.start();
    rig.settle();
    expect(names(rig)).toEqual(['web-0', 'web-1', 'web-2']);
  });

  it('continues a saved cluster byte for byte', () => {
    const rig = settled(3, { minReadySeconds: 5 });
    change(rig, { template: template({ app: 'web' }, 'nginx:1.28'), replicas: 4 });
    rig.advance(4_000);
    const twin = rigOf(rig.save());
    rig.advance(60_000);
    twin.advance(60_000);
    expect(firstDifference(rig, twin)).toBeUndefined();
  });

  it('writes nothing while nothing changes', () => {
    const rig = settled(3);
    for (const kind of ['Pod', 'StatefulSet', 'ControllerRevision'] as const) rig.writes(kind);
    rig.runners['statefulset-controller']?.stop();
    rig.runners['statefulset-controller']?.start();
    rig.settle();
    expect((['Pod', 'StatefulSet', 'ControllerRevision'] as const).map((kind) => rig.writes(kind))).toEqual([0, 0, 0]);
  });
});
