import { kindNameOf } from '../../engine/api/kind-name.ts';
import { controllerOf, type KindMap, type KindName, type KubeObject } from '../../engine/api/object.ts';
import { objectKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { Change, StoreState } from '../../engine/api/store.ts';

/**
 * The objects of the cluster as the page is told of them, kept from the watch. It can be read while the API server is stopped,
 * when a client's reads would be refused; the objects are the store's own and are shared, not copied.
 */
export interface ClusterMirror {
  get<K extends KindName>(kind: K, key: string): KindMap[K] | undefined;
  /** in order of arrival. */
  all<K extends KindName>(kind: K): Iterable<KindMap[K]>;
  keys(kind: KindName): Iterable<string>;
  withUid(uid: string): KubeObject | undefined;
  /** The object a reference means; `undefined` when it is gone, or another one bears its name. */
  find(reference: ObjectReference): KubeObject | undefined;
  /** what names an object among its owners, in order of arrival. */
  dependentsOf(uid: string): Iterable<KubeObject>;
  /** keys of the pods bound to a node. */
  podsOn(node: string): Iterable<string>;
  /** Events about an object, in order of arrival. */
  eventsOf(uid: string): Iterable<KindMap['Event']>;
  observe(change: Change): void;
}

export function keyOf(object: KubeObject): string {
  return objectKey(object.metadata.namespace, object.metadata.name ?? '');
}

export function referenceTo(object: KubeObject): ObjectReference {
  const { namespace = '', name = '', uid } = object.metadata;
  const kind = kindNameOf(object);
  return uid === undefined ? { kind, namespace, name } : { kind, namespace, name, uid };
}

export function createClusterMirror(objectsByKind: StoreState['objects']): ClusterMirror {
  const tables = new Map<string, Map<string, KubeObject>>();
  const byUid = new Map<string, KubeObject>();
  const dependents = new Map<string, Set<string>>();
  const podsByNode = new Map<string, Set<string>>();
  const eventsByObject = new Map<string, Set<string>>();

  function tableOf(kind: string): Map<string, KubeObject> {
    let table = tables.get(kind);
    if (!table) tables.set(kind, (table = new Map()));
    return table;
  }
  function index(object: KubeObject, change: (map: Map<string, Set<string>>, of: string, member: string) => void): void {
    const { uid, ownerReferences } = object.metadata;
    if (uid !== undefined && ownerReferences) for (const owner of ownerReferences) change(dependents, owner.uid, uid);
    const node = nodeOf(object);
    if (node !== undefined) change(podsByNode, node, keyOf(object));
    if (object.kind === 'Event') change(eventsByObject, (object as KindMap['Event']).involvedObject.uid ?? '', keyOf(object));
  }
  function put(object: KubeObject, previous: KubeObject | undefined): void {
    tableOf(kindNameOf(object)).set(keyOf(object), object);
    const { uid } = object.metadata;
    if (uid !== undefined) byUid.set(uid, object);
    if (previous && previous.metadata.ownerReferences === object.metadata.ownerReferences && nodeOf(previous) === nodeOf(object)) return;
    if (previous) index(previous, leave);
    index(object, join);
  }
  function* resolve<T>(keys: Iterable<string> | undefined, read: (key: string) => T | undefined): Iterable<T> {
    for (const key of keys ?? []) {
      const found = read(key);
      if (found !== undefined) yield found;
    }
  }
  for (const [, objects] of objectsByKind) for (const object of objects) put(object, undefined);

  const mirror: ClusterMirror = {
    get: <K extends KindName>(kind: K, key: string) => tables.get(kind)?.get(key) as KindMap[K] | undefined,
    all: <K extends KindName>(kind: K) => tableOf(kind).values() as Iterable<KindMap[K]>,
    keys: (kind) => tableOf(kind).keys(),
    withUid: (uid) => byUid.get(uid),
    find({ kind, namespace, name, uid }) {
      const found = tables.get(kind)?.get(objectKey(namespace, name));
      return uid === undefined || found?.metadata.uid === uid ? found : undefined;
    },
    dependentsOf: (uid) => resolve(dependents.get(uid), (member) => byUid.get(member)),
    podsOn: (node) => podsByNode.get(node) ?? [],
    eventsOf: (uid) => resolve(eventsByObject.get(uid), (key) => mirror.get('Event', key)),
    observe({ type, kind, object, previous }) {
      if (type !== 'DELETED') {
        put(object, previous);
        return;
      }
      tableOf(kind).delete(keyOf(object));
      if (object.metadata.uid !== undefined) byUid.delete(object.metadata.uid);
      index(previous ?? object, leave);
    },
  };
  return mirror;
}

function nodeOf(object: KubeObject): string | undefined {
  return object.kind === 'Pod' ? (object as KindMap['Pod']).spec.nodeName : undefined;
}

function join(map: Map<string, Set<string>>, of: string, member: string): void {
  const members = map.get(of);
  if (members) members.add(member);
  else map.set(of, new Set([member]));
}

function leave(map: Map<string, Set<string>>, of: string, member: string): void {
  const members = map.get(of);
  members?.delete(member);
  if (members?.size === 0) map.delete(of);
}

/** The owners of an object up to the topmost, nearest first: what controls it, or its first owner. An owner that is gone is named still. */
export function ownersOf(mirror: ClusterMirror, object: KubeObject): ObjectReference[] {
  const owners: ObjectReference[] = [];
  let at: KubeObject | undefined = object;
  while (at && owners.length < MOST_OWNERS) {
    const owner: { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly uid: string } | undefined = controllerOf(at) ?? at.metadata.ownerReferences?.[0];
    if (!owner) break;
    const found = mirror.withUid(owner.uid);
    owners.push({ kind: kindNameOf(owner), namespace: found ? (found.metadata.namespace ?? '') : (at.metadata.namespace ?? ''), name: owner.name, uid: owner.uid });
    at = found;
  }
  return owners;
}
/** Owners that own each other would never end. */
const MOST_OWNERS = 10;
