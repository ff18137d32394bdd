import { describe, expect, it } from 'vitest';
import { replicaSetController } from '../../../src/engine/controllers/replicaset.ts';
import { replicationController } from '../../../src/engine/controllers/replication-controller.ts';
import type { KindMap } from '../../../src/engine/api/object.ts';
import { createSimulation } from '../../../src/engine/simulation.ts';
import { createRig as createWorkloadRig, firstDifference, replicaSet, template, type Rig, type SavedRig } from './workload-rig.ts';

type ReplicationController = KindMap['ReplicationController'];

const createRig = (saved?: SavedRig): Rig => createWorkloadRig(saved, [replicaSetController, replicationController]);

function controller(replicas: number, more: Partial<ReplicationController['spec']> = {}): ReplicationController {
  return { apiVersion: 'v1', kind: 'ReplicationController', metadata: { name: 'web', namespace: 'default' }, spec: { replicas, template: template(), ...more } };
}

function found(rig: Rig): ReplicationController {
  const object = rig.you.get('ReplicationController', 'default', 'web');
  if (!object) throw new Error('no ReplicationController');
  return object;
}

function change(rig: Rig, more: Partial<ReplicationController['spec']>): void {
  const object = found(rig);
  rig.you.update<'ReplicationController'>({ ...object, spec: { ...object.spec, ...more } });
}

describe('a ReplicationController', () => {
  it('makes its pods from the template and reports them', () => {
    const rig = createRig();
    rig.you.create(controller(3));
    rig.settle();
    const pods = rig.pods();
    expect(pods).toHaveLength(3);
    for (const { metadata } of pods) {
      expect(metadata.name).toMatch(/^web-\w{5}$/);
      expect(metadata.ownerReferences).toEqual([{ apiVersion: 'v1', kind: 'ReplicationController', name: 'web', uid: found(rig).metadata.uid, controller: true, blockOwnerDeletion: true }]);
    }
    expect(found(rig).status).toEqual({ replicas: 3, fullyLabeledReplicas: 3, readyReplicas: 3, availableReplicas: 3, observedGeneration: 1 });
    expect(rig.events('ReplicationController').sort()).toEqual(pods.map(({ metadata }) => `SuccessfulCreate: Created pod: ${metadata.name}`).sort());
  });

  it('scales down, with events', () => {
    const rig = createRig();
    rig.you.create(controller(3));
    rig.settle();
    change(rig, { replicas: 1 });
    rig.settle();
    expect(rig.pods()).toHaveLength(1);
    expect(rig.events('ReplicationController').filter((event) => event.startsWith('SuccessfulDelete: Deleted pod: web-'))).toHaveLength(2);
  });

  it('tells of pods that it cannot make, until it can', () => {
    const rig = createRig();
    rig.refusePods(true);
    rig.you.create(controller(2));
    rig.advance(100);
    expect(found(rig).status).toMatchObject({ replicas: 0, conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }] });
    expect(rig.events('ReplicationController')[0]).toMatch(/^FailedCreate: Error creating: pods .* is forbidden: exceeded quota$/);
    rig.refusePods(false);
    rig.advance(60_000);
    rig.settle();
    expect(found(rig).status?.conditions).toBeUndefined();
    expect(rig.pods()).toHaveLength(2);
  });

  it('lets its pods go when its selector changes, and makes others', () => {
    const rig = createRig();
    rig.you.create(controller(2));
    rig.settle();
    const before = rig.pods().map(({ metadata }) => metadata.name);
    change(rig, { selector: { app: 'shop' }, template: template({ app: 'shop' }) });
    rig.settle();
    const owned = rig.pods().filter(({ metadata }) => metadata.ownerReferences);
    expect(owned.map(({ metadata }) => metadata.labels)).toEqual([{ app: 'shop' }, { app: 'shop' }]);
    expect(rig.pods().filter(({ metadata }) => !metadata.ownerReferences).map(({ metadata }) => metadata.name)).toEqual(before);
  });

  it('leaves the pods of a ReplicaSet with the same selector alone', () => {
    const rig = createRig();
    rig.you.create(replicaSet('web', 2));
    rig.settle();
    rig.you.create(controller(1));
    rig.settle();
    expect(rig.pods().map(({ metadata }) => metadata.ownerReferences?.[0]?.kind).sort()).toEqual(['ReplicaSet', 'ReplicaSet', 'ReplicationController']);
    expect(rig.set('web').status).toMatchObject({ replicas: 2 });
    expect(found(rig).status).toMatchObject({ replicas: 1 });
  });

  it('counts a pod as available after minReadySeconds', () => {
    const rig = createRig();
    rig.you.create(controller(1, { minReadySeconds: 30 }));
    rig.advance(5_000);
    expect(found(rig).status).toMatchObject({ readyReplicas: 1 });
    expect(found(rig).status?.availableReplicas).toBeUndefined();
    rig.settle();
    expect(found(rig).status).toMatchObject({ availableReplicas: 1 });
  });

  it('can be scaled by a person', () => {
    const simulation = createSimulation({ seed: 2 });
    simulation.api.create(controller(1));
    simulation.api.scale('ReplicationController', 'default', 'web', 3);
    simulation.settle();
    expect(simulation.api.get('ReplicationController', 'default', 'web')?.status).toMatchObject({ replicas: 3, readyReplicas: 3 });
    expect(simulation.act({ type: 'scale', target: { kind: 'ReplicationController', namespace: 'default', name: 'web' }, replicas: 2 }).sentence).toBe('You scaled ReplicationController web to 2');
  });

  it('continues from a checkpoint byte for byte', () => {
    const rig = createRig();
    rig.you.create(controller(4, { minReadySeconds: 5 }));
    rig.advance(1_300);
    const twin = createRig(rig.save());
    for (const one of [rig, twin]) one.advance(30_000);
    expect(firstDifference(rig, twin)).toBeUndefined();
  });
});
