import { describe, expect, it } from 'vitest';
import { podsToDelete } from '../../../src/engine/controllers/replicaset/deletion-rank.ts';
import { slowStart } from '../../../src/engine/controllers/replicaset/slow-start.ts';
import { conditions, createRig, firstDifference, replicaSet, template, type Pod, type Rig } from './workload-rig.ts';

function orphan(name: string, labels: Readonly<Record<string, string>>): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels }, spec: { containers: [{ name: 'main', image: 'nginx' }] } };
}

function scale(rig: Rig, name: string, replicas: number): void {
  const set = rig.set(name);
  rig.you.update<'ReplicaSet'>({ ...set, spec: { ...set.spec, replicas } });
}

describe('a ReplicaSet', () => {
  it('makes its pods from the template and reports them', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 3, { template: { ...template(), metadata: { labels: { app: 'web', tier: 'front' }, annotations: { note: 'hi' }, finalizers: ['example.com/hold'] } } }));
    rig.settle();
    const pods = rig.pods();
    expect(pods).toHaveLength(3);
    for (const { metadata } of pods) {
      expect(metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      expect(metadata).toMatchObject({ labels: { app: 'web', tier: 'front' }, annotations: { note: 'hi' }, finalizers: ['example.com/hold'] });
      expect(metadata.ownerReferences).toEqual([{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: rig.set('web').metadata.uid, controller: true, blockOwnerDeletion: true }]);
    }
    expect(rig.set('web').status).toEqual({ replicas: 3, fullyLabeledReplicas: 3, readyReplicas: 3, availableReplicas: 3, terminatingReplicas: 0, observedGeneration: 1 });
    expect(rig.events('ReplicaSet').sort()).toEqual(pods.map(({ metadata }) => `SuccessfulCreate: Created pod: ${metadata.name}`).sort());
  });

  it('shares one spec among the pods it makes', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 2));
    rig.advance(15);
    const [a, b] = rig.pods();
    expect(a?.spec).toBe(b?.spec);
  });

  it('replaces a pod as soon as it is being deleted', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 2));
    rig.settle();
    const name = rig.pods()[0]?.metadata.name ?? '';
    rig.you.delete('Pod', 'default', name);
    rig.advance(20);
    expect(rig.pods()).toHaveLength(3);
    expect(rig.set('web').status).toMatchObject({ replicas: 2, readyReplicas: 1, terminatingReplicas: 1 });
    rig.settle();
    expect(rig.pods().map(({ metadata }) => metadata.name)).not.toContain(name);
    expect(rig.set('web').status).toMatchObject({ replicas: 2, readyReplicas: 2, terminatingReplicas: 0 });
  });

  it('replaces a failed pod and leaves it where it is', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 1));
    rig.settle();
    const [pod] = rig.pods();
    if (pod) rig.you.updateStatus<'Pod'>({ ...pod, status: { ...pod.status, phase: 'Failed' } });
    rig.settle();
    expect(rig.pods().map(({ status }) => status?.phase).sort()).toEqual(['Failed', 'Running']);
    expect(rig.set('web').status).toMatchObject({ replicas: 1, readyReplicas: 1 });
  });

  it('grows and shrinks by 500 a step, with events', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 1200));
    rig.advance(15);
    expect(rig.pods()).toHaveLength(500);
    rig.advance(10);
    expect(rig.pods()).toHaveLength(1000);
    rig.settle();
    expect(rig.pods()).toHaveLength(1200);
    scale(rig, 'web', 0);
    rig.advance(11);
    expect(rig.set('web').status).toMatchObject({ replicas: 700, terminatingReplicas: 500 });
    rig.settle();
    expect(rig.pods()).toEqual([]);
    rig.you.create(replicaSet('small', 1, { selector: { matchLabels: { app: 'small' } }, template: template({ app: 'small' }) }));
    rig.settle();
    scale(rig, 'small', 0);
    rig.settle();
    expect(rig.events('ReplicaSet')).toContainEqual(expect.stringMatching(/^SuccessfulDelete: Deleted pod: small-/));
  });

  it('adopts matching pods without a controller, counts them, and deletes what is too much', () => {
    const rig = createRig();
    rig.you.create(orphan('stray', { app: 'web' }));
    rig.you.create(orphan('other', { app: 'other' }));
    rig.settle();
    rig.you.create(replicaSet('web', 2));
    rig.settle();
    expect(rig.pods()).toHaveLength(3);
    expect(rig.you.get('Pod', 'default', 'stray')?.metadata.ownerReferences).toMatchObject([{ kind: 'ReplicaSet', name: 'web', controller: true }]);
    rig.you.create(orphan('late', { app: 'web' }));
    rig.settle();
    // The newcomer is not ready: it goes first.
    expect(rig.you.get('Pod', 'default', 'late')).toBeUndefined();
    expect(rig.pods()).toHaveLength(3);
  });

  it('releases a pod whose labels no longer match, replaces it, and takes it back', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 2));
    rig.settle();
    const [pod] = rig.pods();
    const name = pod?.metadata.name ?? '';
    if (pod) rig.you.update<'Pod'>({ ...pod, metadata: { ...pod.metadata, labels: { app: 'debug' } } });
    rig.settle();
    expect(rig.you.get('Pod', 'default', name)?.metadata.ownerReferences).toBeUndefined();
    expect(rig.pods()).toHaveLength(3);
    const released = rig.you.get('Pod', 'default', name);
    if (released) rig.you.update<'Pod'>({ ...released, metadata: { ...released.metadata, labels: { app: 'web' } } });
    rig.settle();
    expect(rig.pods()).toHaveLength(2);
    expect(rig.set('web').status).toMatchObject({ replicas: 2, readyReplicas: 2 });
  });

  it('counts a pod as available after minReadySeconds, and says what it waits for', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 1, { minReadySeconds: 30 }));
    rig.advance(5_000);
    expect(rig.set('web').status).toMatchObject({ readyReplicas: 1 });
    expect(rig.set('web').status?.availableReplicas).toBeUndefined();
    expect(rig.kernel.nextWait()).toMatchObject({ label: 'minReadySeconds', subject: { kind: 'ReplicaSet', name: 'web' } });
    rig.advance(30_000);
    expect(rig.set('web').status?.availableReplicas).toBe(1);
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
    rig.advance(600_000);
    rig.setReady(rig.pods()[0]?.metadata.name ?? '', false);
    rig.settle();
    expect(rig.set('web').status).toEqual({ replicas: 1, fullyLabeledReplicas: 1, terminatingReplicas: 0, observedGeneration: 1 });
  });

  it('tells of a refused creation, tries again with back-off, and takes the failure back', () => {
    const rig = createRig();
    rig.refusePods(true);
    rig.you.create(replicaSet('web', 10));
    rig.advance(12);
    expect(rig.events('ReplicaSet')).toHaveLength(1);
    expect(rig.events('ReplicaSet')[0]).toMatch(/^FailedCreate: Error creating: pods "web-\w{5}" is forbidden: exceeded quota$/);
    expect(conditions(rig.set('web'))).toEqual(['ReplicaFailure=True FailedCreate']);
    rig.refusePods(false);
    rig.advance(5_000);
    expect(rig.pods()).toHaveLength(10);
    expect(rig.set('web').status?.conditions).toBeUndefined();
  });

  it('counts fully labelled pods anew when the template gets more labels', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 2));
    rig.settle();
    const set = rig.set('web');
    rig.you.update<'ReplicaSet'>({ ...set, spec: { ...set.spec, template: template({ app: 'web', version: '2' }) } });
    rig.settle();
    expect(rig.set('web').status).toEqual({ replicas: 2, readyReplicas: 2, availableReplicas: 2, terminatingReplicas: 0, observedGeneration: 2 });
  });

  it('leaves its pods alone while it is being deleted', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 2));
    rig.settle();
    rig.you.delete('ReplicaSet', 'default', 'web', { propagationPolicy: 'Orphan' });
    rig.you.delete('Pod', 'default', rig.pods()[0]?.metadata.name ?? '');
    rig.settle();
    expect(rig.pods()).toHaveLength(1);
  });

  it('does what was missed when it is started again, and when the API comes back', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 2));
    rig.settle();
    const runner = rig.runners['replicaset-controller'];
    runner?.stop();
    rig.you.delete('Pod', 'default', rig.pods()[0]?.metadata.name ?? '');
    rig.settle();
    expect(rig.pods()).toHaveLength(1);
    rig.stopApiServer();
    runner?.start();
    rig.advance(10_000);
    rig.startApiServer();
    rig.settle();
    expect(rig.pods()).toHaveLength(2);
    expect(rig.set('web').status).toMatchObject({ replicas: 2, readyReplicas: 2 });
  });

  it('costs a few writes for thousands of pods', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 3000));
    rig.writes('ReplicaSet');
    rig.settle();
    expect(rig.set('web').status).toMatchObject({ replicas: 3000, readyReplicas: 3000, availableReplicas: 3000 });
    expect(rig.writes('ReplicaSet')).toBeLessThan(20);
  });

  it('continues from a checkpoint as if there had been none', () => {
    const rig = createRig();
    rig.you.create(orphan('stray', { app: 'web' }));
    rig.you.create(replicaSet('web', 12, { minReadySeconds: 10 }));
    rig.advance(4_000);
    scale(rig, 'web', 5);
    const twin = createRig(rig.save());
    for (const one of [rig, twin]) one.advance(60_000);
    expect(firstDifference(twin, rig)).toBeUndefined();
  });
});

describe('slow start', () => {
  it('doubles its batches and ends with the first in which something fails', () => {
    let calls = 0;
    expect(slowStart(100, () => void calls++)).toBeUndefined();
    expect(calls).toBe(100);
    calls = 0;
    expect(slowStart(100, () => (++calls === 5 ? 'no' : undefined))).toBe('no');
    expect(calls).toBe(7);
  });
});

describe('the order of deletion', () => {
  const NOW = Date.parse('2026-01-05T12:00:00Z');
  interface Traits {
    readonly node?: string;
    readonly phase?: string;
    readonly readyAgo?: number;
    readonly createdAgo?: number;
    readonly restarts?: number;
    readonly cost?: string;
  }
  function ago(seconds: number): string {
    return `${new Date(NOW - seconds * 1000).toISOString().slice(0, 19)}Z`;
  }
  function pod(name: string, { node = 'a', phase = 'Running', readyAgo, createdAgo = 1000, restarts = 0, cost }: Traits): Pod {
    return {
      apiVersion: 'v1', kind: 'Pod',
      metadata: { name, uid: name, creationTimestamp: ago(createdAgo), ...(cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }) },
      spec: { ...(node ? { nodeName: node } : {}), containers: [] },
      status: {
        phase, ...(readyAgo === undefined ? {} : { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(readyAgo) }] }),
        containerStatuses: [{ name: 'main', restartCount: restarts, ready: true, image: '', imageID: '' }],
      },
    };
  }
  function firstOf(keep: Traits, go: Traits, siblings: Readonly<Record<string, number>> = {}): string | undefined {
    const pods = [pod('a-keep', keep), pod('b-go', go)];
    return podsToDelete(pods, 1, new Map(Object.entries(siblings)), NOW)[0]?.metadata.name;
  }

  it.each<readonly [string, Traits, Traits, Readonly<Record<string, number>>]>([
    ['not assigned to a node', { phase: 'Pending' }, { node: '', phase: 'Pending', cost: '100' }, {}],
    ['pending', { phase: 'Unknown' }, { phase: 'Pending' }, {}],
    ['unknown', { phase: 'Running' }, { phase: 'Unknown' }, {}],
    ['not ready', { readyAgo: 10, cost: '-5' }, { cost: '5' }, {}],
    ['of lower deletion cost', { readyAgo: 10 }, { readyAgo: 900, cost: '-1' }, {}],
    ['of no cost when the other has a positive one', { readyAgo: 10, cost: '10' }, { readyAgo: 900, cost: '007' }, {}],
    ['among more siblings on its node', { readyAgo: 10, node: 'a' }, { readyAgo: 900, node: 'b' }, { a: 1, b: 3 }],
    ['ready for less time', { readyAgo: 900 }, { readyAgo: 10, restarts: 0 }, {}],
    ['more often restarted, of those ready since the same moment', { readyAgo: 10, restarts: 1, createdAgo: 20 }, { readyAgo: 10, restarts: 3, createdAgo: 900 }, {}],
    ['younger', { readyAgo: 10, createdAgo: 900 }, { readyAgo: 10, createdAgo: 20 }, {}],
  ])('takes first the pod %s', (_rule, keep, go, siblings) => {
    expect(firstOf(keep, go, siblings)).toBe('b-go');
  });

  it('does not tell apart ages of the same power of two', () => {
    expect(firstOf({ readyAgo: 800 }, { readyAgo: 700 })).toBe('a-keep');
  });

  it('counts as siblings the pods of all ReplicaSets of the owner', () => {
    const rig = createRig();
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'gone', uid: 'the-owner', controller: true }];
    for (const [name, replicas] of [['old', 3], ['new', 1]] as const) {
      const set = replicaSet(name, replicas, { selector: { matchLabels: { app: name } }, template: template({ app: name }) });
      rig.you.create<'ReplicaSet'>({ ...set, metadata: { ...set.metadata, ownerReferences } });
      rig.settle();
    }
    const crowded = rig.pods().find(({ metadata }) => metadata.labels?.['app'] === 'new')?.spec.nodeName;
    scale(rig, 'old', 2);
    rig.settle();
    expect(rig.pods().filter(({ metadata }) => metadata.labels?.['app'] === 'old').map(({ spec }) => spec.nodeName)).not.toContain(crowded);
  });
});
