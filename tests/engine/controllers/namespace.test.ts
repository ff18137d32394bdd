import { describe, expect, it } from 'vitest';
import type { KindMap } from '../../../src/engine/api/object.ts';
import { garbageCollectorController } from '../../../src/engine/controllers/garbage-collector.ts';
import { namespaceController } from '../../../src/engine/controllers/namespace.ts';
import { createRig, expectSameBytes, machine, type Rig } from './cluster-life-rig.ts';

const CONTROLLERS = [namespaceController, garbageCollectorController];

function cluster(): Rig {
  const rig = createRig(CONTROLLERS, [machine('node-1')]);
  rig.you.create<'Namespace'>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
  rig.you.create<'Namespace'>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
  for (const namespace of ['default', 'other']) config(rig, 'settings', namespace);
  return rig;
}
function config(rig: Rig, name: string, namespace: string, finalizers?: readonly string[]): void {
  rig.you.create<'ConfigMap'>({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, ...(finalizers ? { finalizers } : {}) } });
}
function namespace(rig: Rig): KindMap['Namespace'] | undefined {
  return rig.store.get('Namespace', 'default');
}
/** `status: message` of a condition. */
function told(rig: Rig, type: string): string | undefined {
  const found = namespace(rig)?.status?.conditions?.find((one) => one.type === type);
  return found && `${found.status} ${found.reason ?? ''}: ${found.message ?? ''}`;
}

describe('a namespace that is deleted', () => {
  it('goes with everything in it and nothing else, after five seconds', () => {
    const rig = cluster();
    rig.you.create<'Service'>({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' }, spec: {} });
    rig.you.delete('Namespace', '', 'default');
    expect(namespace(rig)?.status?.phase).toBe('Terminating');
    rig.advance(4.9);
    expect(rig.store.count('ConfigMap')).toBe(2);
    rig.settle();
    expect(namespace(rig)).toBeUndefined();
    expect(rig.store.count('Service')).toBe(0);
    expect(rig.store.select('ConfigMap').map(({ metadata }) => metadata.namespace)).toEqual(['other']);
    expect(rig.store.get('Namespace', 'other')).toBeDefined();
    expect(rig.wait()).toBeUndefined();
  });

  it('waits for its pods to end, and takes nothing from them meanwhile', () => {
    const rig = cluster();
    rig.run('web', 'node-1');
    rig.run('db', 'node-1');
    rig.advance(5);
    rig.you.delete('Namespace', '', 'default');
    rig.advance(6);
    expect(rig.pod('web')?.metadata.deletionTimestamp).toBeDefined();
    expect(rig.store.get('ConfigMap', 'default/settings')).toBeDefined();
    expect(told(rig, 'NamespaceContentRemaining')).toBe('True SomeResourcesRemain: Some resources are remaining: pods. has 2 resource instances');
    expect(told(rig, 'NamespaceDeletionDiscoveryFailure')).toBe('False ResourcesDiscovered: All resources successfully discovered');
    expect(told(rig, 'NamespaceDeletionContentFailure')).toBe('False ContentDeleted: All content successfully deleted, may be waiting on finalization');
    // sleep pays no heed to SIGTERM: the pods end with their grace of 30 s, and the namespace right after them.
    rig.advance(28.5);
    expect(namespace(rig)).toBeDefined();
    rig.advance(1.5);
    expect(namespace(rig)).toBeUndefined();
    expect(rig.store.select('Event', { namespace: 'default' })).toEqual([]);
  });

  it('is at rest while only finalizers of others hold it, and looks on', () => {
    const rig = cluster();
    config(rig, 'held', 'default', ['example.com/hold']);
    rig.you.delete('Namespace', '', 'default');
    rig.advance(6);
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
    const held = rig.store.get('ConfigMap', 'default/held');
    if (held) rig.you.update<'ConfigMap'>({ ...held, metadata: { ...held.metadata, finalizers: [] } });
    rig.advance(1);
    expect(namespace(rig)).toBeUndefined();
  });

  it('says which finalizers it waits for', () => {
    const rig = cluster();
    config(rig, 'held', 'default', ['example.com/hold']);
    rig.you.delete('Namespace', '', 'default');
    rig.advance(6);
    expect(told(rig, 'NamespaceContentRemaining')).toBe('True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances');
    expect(told(rig, 'NamespaceFinalizersRemaining')).toBe('True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances');
    const held = rig.store.get('ConfigMap', 'default/held');
    if (!held) throw new Error('gone');
    const { finalizers: _held, ...metadata } = held.metadata;
    rig.you.update<'ConfigMap'>({ ...held, metadata });
    rig.settle();
    expect(namespace(rig)).toBeUndefined();
  });

  it('stays, and says so, while a pod cannot end because its node is lost', () => {
    const rig = cluster();
    rig.run('web', 'node-1');
    rig.advance(5);
    rig.machines.powerOff('node-1');
    rig.you.delete('Namespace', '', 'default');
    rig.advance(120);
    expect(told(rig, 'NamespaceDeletionContentFailure')).toBe(
      'True ContentDeletionFailed: Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: default for gvr: /v1, Resource=pods',
    );
    rig.you.delete('Pod', 'default', 'web', { gracePeriodSeconds: 0 });
    rig.settle();
    expect(namespace(rig)).toBeUndefined();
  });

  it('stays for a finalizer of somebody else', () => {
    const rig = cluster();
    const live = namespace(rig);
    if (!live) throw new Error('no namespace');
    rig.you.update<'Namespace'>({ ...live, spec: { finalizers: ['kubernetes', 'example.com/audit'] } });
    rig.you.delete('Namespace', '', 'default');
    rig.settle();
    expect(namespace(rig)?.spec?.finalizers).toEqual(['example.com/audit']);
    expect(rig.store.get('ConfigMap', 'default/settings')).toBeUndefined();
  });

  it('is emptied when the controller comes back', () => {
    const rig = cluster();
    rig.controllers[0]?.stop();
    rig.you.delete('Namespace', '', 'default');
    rig.advance(60);
    expect(namespace(rig)).toBeDefined();
    rig.controllers[0]?.start();
    rig.settle();
    expect(namespace(rig)).toBeUndefined();
  });

  it('leads from each of its objects back to the deletion', () => {
    const rig = cluster();
    const uid = rig.store.get('ConfigMap', 'default/settings')?.metadata.uid ?? '';
    rig.you.delete('Namespace', '', 'default');
    rig.settle();
    expect(rig.kernel.causes.chain(rig.kernel.causes.latestFor(uid)?.id ?? 0).map(({ actor, note }) => `${actor}: ${note ?? ''}`)).toEqual([
      'namespace-controller: namespace default is being deleted', 'you: marked for deletion',
    ]);
  });

  it.each([0, 3, 5, 20, 34, 90])('continues from a checkpoint %d s after the deletion byte for byte', (after) => {
    const rig = cluster();
    rig.run('web', 'node-1');
    config(rig, 'held', 'default', ['example.com/hold']);
    rig.advance(5);
    rig.you.delete('Namespace', '', 'default');
    rig.advance(after);
    const twin = createRig(CONTROLLERS, [], rig.save());
    for (let step = 0; step < 5; step++) {
      for (const one of [rig, twin]) one.advance(17);
      expectSameBytes(twin, rig);
    }
  });
});
