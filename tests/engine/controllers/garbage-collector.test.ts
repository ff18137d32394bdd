import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PropagationPolicy } from '../../../src/engine/actions.ts';
import type { KindMap, KubeObject, OwnerReference } from '../../../src/engine/api/object.ts';
import { garbageCollectorController } from '../../../src/engine/controllers/garbage-collector.ts';
import { propertyOptions } from '../../property-settings.ts';
import { createRig, expectSameBytes, machine, type Rig } from './cluster-life-rig.ts';

const cluster = (): Rig => createRig([garbageCollectorController]);

function ownerOf(owner: KubeObject, more: Partial<OwnerReference> = {}): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  return { apiVersion, kind, name: metadata.name ?? '', uid: metadata.uid ?? '', controller: true, blockOwnerDeletion: true, ...more };
}
function add(rig: Rig, kind: 'Deployment' | 'ReplicaSet' | 'ConfigMap', name: string, owners: readonly OwnerReference[] = [], namespace = 'default'): KubeObject {
  const apiVersion = kind === 'ConfigMap' ? 'v1' : 'apps/v1';
  const metadata = { name, namespace, ...(owners.length > 0 ? { ownerReferences: owners } : {}) };
  return rig.you.create({ apiVersion, kind, metadata } as KindMap['ConfigMap']);
}
function addPod(rig: Rig, name: string, owners: readonly OwnerReference[]): KubeObject {
  return rig.you.create<'Pod'>({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', ownerReferences: owners }, spec: { containers: [] }, status: { phase: 'Pending' } });
}
function names(rig: Rig): string[] {
  return (['Deployment', 'ReplicaSet', 'Pod', 'ConfigMap'] as const).flatMap((kind) => rig.store.select(kind).map(({ metadata }) => metadata.name ?? '')).sort();
}
/** A deployment `app` with two sets and three pods. */
function family(rig: Rig): KubeObject {
  const app = add(rig, 'Deployment', 'app');
  const [old, young] = [add(rig, 'ReplicaSet', 'old', [ownerOf(app)]), add(rig, 'ReplicaSet', 'young', [ownerOf(app)])];
  addPod(rig, 'pod-1', [ownerOf(young)]);
  addPod(rig, 'pod-2', [ownerOf(young)]);
  addPod(rig, 'pod-3', [ownerOf(old)]);
  rig.settle();
  return app;
}

describe('deletion in the background', () => {
  it('takes the owner at once, and all that hangs on it after', () => {
    const rig = cluster();
    family(rig);
    rig.you.delete('Deployment', 'default', 'app', { propagationPolicy: 'Background' });
    expect(names(rig)).toEqual(['old', 'pod-1', 'pod-2', 'pod-3', 'young']);
    rig.settle();
    expect(names(rig)).toEqual([]);
  });

  it('leads back from the last dependent to what was deleted', () => {
    const rig = cluster();
    family(rig);
    const uid = rig.pod('pod-1')?.metadata.uid ?? '';
    rig.you.delete('Deployment', 'default', 'app');
    rig.settle();
    expect(rig.kernel.causes.chain(rig.kernel.causes.latestFor(uid)?.id ?? 0).map(({ actor, note }) => note ?? actor)).toEqual([
      'owner ReplicaSet young is gone', 'owner Deployment app is gone', 'you',
    ]);
  });

  it('spares what has another owner, which keeps only that', () => {
    const rig = cluster();
    const [one, two] = [add(rig, 'ConfigMap', 'one'), add(rig, 'ConfigMap', 'two')];
    add(rig, 'ConfigMap', 'shared', [ownerOf(one), ownerOf(two, { controller: false })]);
    rig.you.delete('ConfigMap', 'default', 'one');
    rig.settle();
    expect(names(rig)).toEqual(['shared', 'two']);
    expect(rig.store.get('ConfigMap', 'default/shared')?.metadata.ownerReferences?.map(({ name }) => name)).toEqual(['two']);
  });

  it('removes a node\'s lease with the node', () => {
    const rig = createRig([garbageCollectorController], [machine('node-1'), machine('node-2')]);
    rig.advance(1);
    rig.machines.remove('node-2');
    rig.you.delete('Node', '', 'node-2');
    rig.settle();
    expect(rig.store.select('Lease').map(({ metadata }) => metadata.name)).toEqual(['node-1']);
  });
});

describe('deletion in the foreground', () => {
  it('keeps the owner until everything that blocks it is gone', () => {
    const rig = cluster();
    family(rig);
    const order: string[] = [];
    rig.store.watch('all', ({ type, object }) => void (type === 'DELETED' && order.push(object.metadata.name ?? '')));
    rig.you.delete('Deployment', 'default', 'app', { propagationPolicy: 'Foreground' });
    expect(rig.store.get('Deployment', 'default/app')?.metadata.finalizers).toEqual(['foregroundDeletion']);
    rig.settle();
    expect(names(rig)).toEqual([]);
    expect(order.at(-1)).toBe('app');
    for (const [pod, set] of [['pod-1', 'young'], ['pod-2', 'young'], ['pod-3', 'old']] as const) expect(order.indexOf(pod)).toBeLessThan(order.indexOf(set));
  });

  it('waits for pods that end in grace', () => {
    const rig = createRig([garbageCollectorController], [machine('node-1')]);
    const app = add(rig, 'ReplicaSet', 'app');
    rig.run('web', 'node-1');
    const pod = rig.pod('web');
    if (!pod) throw new Error('no pod');
    rig.you.update<'Pod'>({ ...pod, metadata: { ...pod.metadata, ownerReferences: [ownerOf(app)] } });
    rig.advance(5);
    rig.you.delete('ReplicaSet', 'default', 'app', { propagationPolicy: 'Foreground' });
    rig.advance(20);
    expect(names(rig)).toEqual(['app', 'web']);
    rig.advance(20);
    expect(names(rig)).toEqual([]);
  });

  it('does not wait for dependents that do not block', () => {
    const rig = cluster();
    const app = add(rig, 'ConfigMap', 'app');
    const held = add(rig, 'ConfigMap', 'held', [ownerOf(app, { blockOwnerDeletion: false })]);
    rig.you.update<'ConfigMap'>({ ...(held as KindMap['ConfigMap']), metadata: { ...held.metadata, finalizers: ['example.com/hold'] } });
    rig.you.delete('ConfigMap', 'default', 'app', { propagationPolicy: 'Foreground' });
    rig.settle();
    expect(names(rig)).toEqual(['held']);
    expect(rig.store.get('ConfigMap', 'default/held')?.metadata.deletionTimestamp).toBeDefined();
  });

  it('goes on when a dependent stops blocking', () => {
    const rig = cluster();
    const [app, friend] = [add(rig, 'ConfigMap', 'app'), add(rig, 'ConfigMap', 'friend')];
    add(rig, 'ConfigMap', 'shared', [ownerOf(app), ownerOf(friend, { controller: false })]);
    rig.you.delete('ConfigMap', 'default', 'app', { propagationPolicy: 'Foreground' });
    rig.settle();
    expect(names(rig)).toEqual(['friend', 'shared']);
  });

  it('does not lock up when two own each other', () => {
    const rig = cluster();
    const one = add(rig, 'ConfigMap', 'one');
    const two = add(rig, 'ConfigMap', 'two', [ownerOf(one)]);
    rig.you.update<'ConfigMap'>({ ...(one as KindMap['ConfigMap']), metadata: { ...one.metadata, ownerReferences: [ownerOf(two)] } });
    rig.you.delete('ConfigMap', 'default', 'one', { propagationPolicy: 'Foreground' });
    rig.settle();
    expect(names(rig)).toEqual([]);
  });
});

describe('deletion that orphans', () => {
  it('leaves the dependents, without the owner', () => {
    const rig = cluster();
    family(rig);
    rig.you.delete('Deployment', 'default', 'app', { propagationPolicy: 'Orphan' });
    rig.settle();
    expect(names(rig)).toEqual(['old', 'pod-1', 'pod-2', 'pod-3', 'young']);
    expect(rig.store.get('ReplicaSet', 'default/old')?.metadata.ownerReferences).toBeUndefined();
    expect(rig.pod('pod-3')?.metadata.ownerReferences).toHaveLength(1);
  });
});

describe('owners that are not there', () => {
  it('doom an object that arrives with one', () => {
    const rig = cluster();
    const one = add(rig, 'ConfigMap', 'one');
    rig.you.delete('ConfigMap', 'default', 'one');
    add(rig, 'ConfigMap', 'late', [ownerOf(one)]);
    rig.settle();
    expect(names(rig)).toEqual([]);
  });

  it('are told from another object of the same name by the uid', () => {
    const rig = cluster();
    const one = add(rig, 'ConfigMap', 'one');
    add(rig, 'ConfigMap', 'dependent', [ownerOf(one)]);
    rig.controllers[0]?.stop();
    rig.you.delete('ConfigMap', 'default', 'one');
    add(rig, 'ConfigMap', 'one');
    rig.controllers[0]?.start();
    rig.settle();
    expect(names(rig)).toEqual(['one']);
  });

  it('are those in another namespace, which an event says', () => {
    const rig = cluster();
    const far = add(rig, 'ConfigMap', 'far', [], 'elsewhere');
    add(rig, 'ConfigMap', 'near', [ownerOf(far)]);
    rig.settle();
    expect(names(rig)).toEqual(['far']);
    expect(rig.events('near')).toEqual([
      `OwnerRefInvalidNamespace: ownerRef [v1/ConfigMap, namespace: default, name: far, uid: ${far.metadata.uid ?? ''}] does not exist in namespace "default"`,
    ]);
  });

  it('cannot be known for kinds that are not served: the dependent stays', () => {
    const rig = cluster();
    add(rig, 'ConfigMap', 'custom', [{ apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', uid: 'u' }]);
    rig.settle();
    expect(names(rig)).toEqual(['custom']);
  });
});

describe('any graph of owners', () => {
  interface Step {
    readonly target: number;
    readonly policy: PropagationPolicy;
    readonly waitSeconds: number;
  }
  const graphs = fc.record({
    owners: fc.array(fc.uniqueArray(fc.nat(14), { maxLength: 3 }), { minLength: 1, maxLength: 15 }),
    blocking: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
    steps: fc.array(fc.record<Step>({ target: fc.nat(14), policy: fc.constantFrom('Background', 'Foreground', 'Orphan'), waitSeconds: fc.constantFrom(0, 0.005, 0.015, 1) }), { maxLength: 6 }),
    restoreAt: fc.nat(6),
  });

  /** Objects `c0`…; each owned by some of those before it. */
  function build(rig: Rig, owners: readonly (readonly number[])[], blocking: readonly boolean[]): void {
    const made: KubeObject[] = [];
    owners.forEach((indices, index) => {
      const references = indices.flatMap((at) => {
        const owner = made[at];
        return owner ? [ownerOf(owner, { controller: false, blockOwnerDeletion: blocking[index] ?? false })] : [];
      });
      made.push(add(rig, 'ConfigMap', `c${index}`, references));
    });
  }
  it('is left without dependents whose owners are gone, and with everything that has a living owner', () => {
    fc.assert(fc.property(graphs, ({ owners, blocking, steps, restoreAt }) => {
      let rig = cluster();
      build(rig, owners, blocking);
      const deleted = new Set<string>();
      // Who could have been lost: whatever descends from a deleted object.
      const descends = (name: string): boolean => deleted.has(name) || (owners[Number(name.slice(1))] ?? []).some((at) => at < Number(name.slice(1)) && descends(`c${at}`));
      const wronged: string[] = [];
      const watchDeletions = (): void => void rig.store.watch(['ConfigMap'], ({ type, object, actor }) => {
        if (type !== 'DELETED' || actor === 'you') return;
        const living = object.metadata.ownerReferences?.filter(({ name, uid }) => {
          const owner = rig.store.get('ConfigMap', `default/${name}`);
          return owner?.metadata.uid === uid && owner.metadata.deletionTimestamp === undefined;
        });
        if (living?.length && object.metadata.deletionTimestamp === undefined) wronged.push(object.metadata.name ?? '');
      });
      watchDeletions();
      steps.forEach(({ target, policy, waitSeconds }, index) => {
        if (index === restoreAt) {
          const twin = createRig([garbageCollectorController], [], rig.save());
          expectSameBytes(twin, rig);
          rig = twin;
          watchDeletions();
        }
        const name = `c${target % owners.length}`;
        if (rig.store.get('ConfigMap', `default/${name}`)) {
          deleted.add(name);
          rig.you.delete('ConfigMap', 'default', name, { propagationPolicy: policy });
        }
        rig.advance(waitSeconds);
      });
      rig.settle();
      expect(wronged).toEqual([]);
      const left = rig.store.select('ConfigMap').map(({ metadata }) => metadata.name);
      for (const name of deleted) expect(left).not.toContain(name);
      for (const { metadata } of rig.store.select('ConfigMap')) {
        expect(metadata.deletionTimestamp).toBeUndefined();
        for (const owner of metadata.ownerReferences ?? []) expect(rig.store.get('ConfigMap', `default/${owner.name}`)?.metadata.uid).toBe(owner.uid);
      }
      owners.forEach((_, index) => {
        if (!descends(`c${index}`)) expect(left).toContain(`c${index}`);
      });
    }), propertyOptions(300));
  });

  it('continues byte for byte from any checkpoint', () => {
    fc.assert(fc.property(graphs, fc.nat(30), ({ owners, blocking, steps }, millis) => {
      const rig = cluster();
      build(rig, owners, blocking);
      for (const { target, policy } of steps) {
        const name = `c${target % owners.length}`;
        if (rig.store.get('ConfigMap', `default/${name}`)) rig.you.delete('ConfigMap', 'default', name, { propagationPolicy: policy });
      }
      rig.advance(millis / 1000);
      const twin = createRig([garbageCollectorController], [], rig.save());
      for (const one of [rig, twin]) one.settle();
      expectSameBytes(twin, rig);
    }), propertyOptions(100));
  });
});

describe('the collector itself', () => {
  it('takes no notice of heartbeats', () => {
    const rig = createRig([garbageCollectorController], [machine('node-1'), machine('node-2')]);
    rig.advance(1);
    for (let step = 0; step < 100; step++) {
      rig.advance(1);
      expect(rig.controllers[0]?.queued).toBe(0);
      expect(rig.kernel.nextAtMs(true)).toBeUndefined();
    }
  });

  it('looks at an owner in the foreground once for many dependents, not once for each', () => {
    const rig = cluster();
    const app = add(rig, 'ReplicaSet', 'app');
    for (let index = 0; index < 400; index++) {
      const pod = addPod(rig, `pod-${index}`, [ownerOf(app)]);
      rig.you.update<'Pod'>({ ...(pod as KindMap['Pod']), metadata: { ...pod.metadata, finalizers: ['example.com/hold'] } });
    }
    rig.you.delete('ReplicaSet', 'default', 'app', { propagationPolicy: 'Foreground' });
    rig.settle();
    let looks = 0;
    for (let index = 0; index < 400; index++) {
      const pod = rig.pod(`pod-${index}`);
      if (!pod) throw new Error('no pod');
      const { finalizers: _held, ...metadata } = pod.metadata;
      rig.you.update<'Pod'>({ ...pod, metadata });
      rig.advance(0.001);
      looks += rig.controllers[0]?.queued ?? 0;
    }
    rig.settle();
    expect(looks).toBeLessThan(3);
    expect(names(rig)).toEqual([]);
  });
});
