import { isSame } from '../api/equality.ts';
import { kindNameOf } from '../api/kind-name.ts';
import type { KindMap, KindName, KubeObject, OwnerReference } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import {
  blocks, dependentsOf, graphKey, graphKinds, isElsewhere, isOrphaning, isWaitingForDependents, objectAt, ownerKey, ownerState,
} from './owner-references.ts';

const NO_OWNERS: readonly OwnerReference[] = [];

/**
 * Deletes what has no owner left, and carries out the propagation policies (pkg/controller/garbagecollector). A key is an object to
 * be judged; whoever sees that an object may have lost its owner, or that it waits for its dependents, queues it.
 */
export const garbageCollectorController: ControllerDefinition = {
  name: 'garbage-collector-controller',
  watches: 'lasting',
  create: createGarbageCollector,
};

function createGarbageCollector(context: ControllerContext): Controller {
  const { client, recorder } = context;
  /** how many dependents still block each owner that is being deleted in the foreground. */
  const blocked = new Map<string, number>();

  function observe({ type, object, previous }: Change): void {
    // Of the many changes of a cluster, heartbeats above all, next to none concern owners.
    if ((type === 'MODIFIED' && previous && isUntouched(object, previous)) || object.kind === 'Event') return;
    if (type === 'DELETED') observeDeletion(object);
    else observeOwners(object, previous);
  }

  function observeDeletion(object: KubeObject): void {
    const uid = object.metadata.uid ?? '';
    blocked.delete(uid);
    for (const dependent of dependentsOf(client, uid)) context.enqueue(graphKey(dependent));
    for (const owner of object.metadata.ownerReferences ?? NO_OWNERS) if (owner.blockOwnerDeletion) unblock(object, owner);
  }
  function unblock(dependent: KubeObject, owner: OwnerReference): void {
    const left = blocked.get(owner.uid);
    if (left === undefined) return;
    if (left > 1) {
      blocked.set(owner.uid, left - 1);
      return;
    }
    blocked.delete(owner.uid);
    const key = ownerKey(client, dependent, owner);
    if (key !== undefined) context.enqueue(key);
  }

  function observeOwners(object: KubeObject, previous: KubeObject | undefined): void {
    const { metadata } = object;
    const owners = metadata.ownerReferences ?? NO_OWNERS;
    const before = previous?.metadata.ownerReferences ?? NO_OWNERS;
    if (isOrphaning(object) || isWaitingForDependents(object)) context.enqueue(graphKey(object));
    if (isSame(owners, before)) return;
    for (const owner of before) if (owner.blockOwnerDeletion && !blocks(object, owner.uid)) unblock(object, owner);
    let isInDoubt = false;
    for (const owner of owners) {
      const counted = blocked.get(owner.uid);
      const isNewBlock = owner.blockOwnerDeletion && !before.some(({ uid, blockOwnerDeletion }) => uid === owner.uid && blockOwnerDeletion);
      if (counted !== undefined && isNewBlock) blocked.set(owner.uid, counted + 1);
      const state = ownerState(client, object, owner);
      isInDoubt ||= state === 'dangling' || state === 'waiting';
    }
    if (isInDoubt) context.enqueue(graphKey(object));
  }

  function judge(object: KubeObject): void {
    if (isOrphaning(object)) orphan(object);
    else if (isWaitingForDependents(object)) awaitDependents(object);
    else if (object.metadata.deletionTimestamp === undefined) judgeOwners(object);
  }

  function orphan(object: KubeObject): void {
    const { uid = '' } = object.metadata;
    for (const dependent of dependentsOf(client, uid)) dropOwners(dependent, [uid], `orphaned by ${named(object)}`);
    removeFinalizer(object, 'orphan', 'its dependents are orphaned');
  }

  function awaitDependents(object: KubeObject): void {
    const { uid = '' } = object.metadata;
    const dependents = dependentsOf(client, uid);
    const blocking = dependents.filter((dependent) => blocks(dependent, uid));
    for (const dependent of dependents) if (dependent.metadata.deletionTimestamp === undefined) context.enqueue(graphKey(dependent));
    if (blocking.length > 0) {
      blocked.set(uid, blocking.length);
      return;
    }
    blocked.delete(uid);
    removeFinalizer(object, 'foregroundDeletion', 'its dependents are gone');
  }

  function judgeOwners(object: KubeObject): void {
    const { uid, ownerReferences: owners = NO_OWNERS } = object.metadata;
    if (owners.length === 0) return;
    const states = owners.map((owner) => ownerState(client, object, owner));
    // A reference that leads out of what can be looked up may be good: it keeps the object as it is.
    if (states.includes('unknown')) return;
    const lost = owners.filter((_, index) => states[index] !== 'solid');
    if (lost.length === 0) return;
    reportOwnersElsewhere(object, owners.filter((_, index) => states[index] === 'dangling'));
    if (lost.length < owners.length) {
      dropOwners(object, lost.map((owner) => owner.uid), `without ${lost.map(ownerNamed).join(', ')}`);
      return;
    }
    const note = `${lost.map(ownerNamed).join(', ')} ${lost.length > 1 ? 'are' : 'is'} gone`;
    const dependents = states.includes('waiting') ? dependentsOf(client, uid ?? '') : [];
    if (dependents.length === 0) {
      const { finalizers } = object.metadata;
      const policy = finalizers?.includes('orphan') ? 'Orphan' : finalizers?.includes('foregroundDeletion') ? 'Foreground' : 'Background';
      remove(object, policy, note);
      return;
    }
    // Two that wait for each other would wait for ever: this one stops blocking its owners.
    const latest = dependents.some(isWaitingForDependents) ? unblockOwners(object) : object;
    remove(latest, 'Foreground', `${lost.map(ownerNamed).join(', ')} ${lost.length > 1 ? 'wait' : 'waits'} for it to go`);
  }

  function unblockOwners(object: KubeObject): KubeObject {
    const ownerReferences = object.metadata.ownerReferences?.map((owner) => (owner.blockOwnerDeletion ? { ...owner, blockOwnerDeletion: false } : owner));
    return rewrite(object, { ownerReferences }, 'no longer blocks its owners');
  }

  function dropOwners(object: KubeObject, uids: readonly string[], note: string): void {
    const kept = object.metadata.ownerReferences?.filter(({ uid }) => !uids.includes(uid)) ?? [];
    const { ownerReferences: _before, ...metadata } = object.metadata;
    update({ ...object, metadata: kept.length > 0 ? { ...metadata, ownerReferences: kept } : metadata }, note);
  }
  function removeFinalizer(object: KubeObject, finalizer: string, note: string): void {
    const { finalizers: before = [], ...metadata } = object.metadata;
    const finalizers = before.filter((one) => one !== finalizer);
    update({ ...object, metadata: finalizers.length > 0 ? { ...metadata, finalizers } : metadata }, note);
  }
  function rewrite(object: KubeObject, metadata: Partial<KubeObject['metadata']>, note: string): KubeObject {
    return update({ ...object, metadata: { ...object.metadata, ...metadata } }, note);
  }
  function update(object: KubeObject, note: string): KubeObject {
    return client.update(object as KindMap[KindName], { note });
  }
  function remove(object: KubeObject, propagationPolicy: 'Background' | 'Foreground' | 'Orphan', note: string): void {
    const { namespace = '', name = '', uid = '', resourceVersion = '' } = object.metadata;
    client.delete(kindNameOf(object), namespace, name, { uid, resourceVersion, propagationPolicy, note });
  }

  function reportOwnersElsewhere(object: KubeObject, dangling: readonly OwnerReference[]): void {
    for (const owner of dangling) {
      if (!isElsewhere(client, owner)) continue;
      const { apiVersion, kind, name, uid } = owner;
      const { namespace = '' } = object.metadata;
      const reference = `[${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}]`;
      recorder.event(object, 'Warning', 'OwnerRefInvalidNamespace', `ownerRef ${reference} does not exist in namespace "${namespace}"`);
    }
  }

  return {
    watches: { lasting: observe },
    resync() {
      blocked.clear();
      if (!client.reachable()) return;
      for (const kind of graphKinds(client)) for (const object of client.list(kind)) observeOwners(object, undefined);
    },
    reconcile(key) {
      const object = objectAt(client, key);
      if (object) judge(object);
    },
    save: () => [...blocked],
    load(saved) {
      for (const [uid, count] of saved as unknown as readonly (readonly [string, number])[]) blocked.set(uid, count);
    },
  };
}

function isUntouched({ metadata: now }: KubeObject, { metadata: before }: KubeObject): boolean {
  return now.ownerReferences === before.ownerReferences && now.finalizers === before.finalizers && now.deletionTimestamp === before.deletionTimestamp;
}

function named({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name ?? ''}`;
}
function ownerNamed({ kind, name }: OwnerReference): string {
  return `owner ${kind} ${name}`;
}
