import type { Client } from '../api/api-server.ts';
import type { KindMap, KindName, KubeObject, OwnerReference } from '../api/object.ts';
import { groupVersionOf, kindNameOf } from '../api/kind-name.ts';
import { objectKey, splitKey } from '../api/reference.ts';

/** Events are nobody's: they expire. */
function isInGraph(kind: KindName): boolean {
  return kind !== 'Event';
}

const sortedKinds = new WeakMap<Client['kinds'], readonly KindName[]>();

/** Kinds that own or are owned, sorted. */
export function graphKinds({ kinds }: Client): readonly KindName[] {
  const known = sortedKinds.get(kinds);
  if (known?.length === kinds.size - 1) return known;
  const sorted = [...kinds.keys()].filter(isInGraph).sort();
  sortedKinds.set(kinds, sorted);
  return sorted;
}

function servedAs(client: Client, owner: OwnerReference): { readonly kind: KindName; readonly namespaced: boolean } | undefined {
  const kind = kindNameOf(owner);
  const definition = isInGraph(kind) ? client.kinds.get(kind) : undefined;
  return definition && groupVersionOf(definition) === owner.apiVersion ? { kind, namespaced: definition.namespaced } : undefined;
}

/** `Kind/namespace/name`, the garbage collector's key of an object. */
export function graphKey(object: KubeObject): string {
  return `${kindNameOf(object)}/${objectKey(object.metadata.namespace, object.metadata.name ?? '')}`;
}
export function objectAt(client: Client, key: string): KindMap[KindName] | undefined {
  const slash = key.indexOf('/');
  const { namespace, name } = splitKey(key.slice(slash + 1));
  return client.get(key.slice(0, slash) as KindName, namespace, name);
}

/** Key of the owner a reference names; owners are looked for in the dependent's namespace only. */
export function ownerKey(client: Client, dependent: KubeObject, owner: OwnerReference): string | undefined {
  const served = servedAs(client, owner);
  return served && `${served.kind}/${objectKey(served.namespaced ? dependent.metadata.namespace : undefined, owner.name)}`;
}

/**
 * What a reference comes to: `solid` keeps the dependent; `dangling` names nothing that exists, by uid; `waiting` names an owner
 * that is itself only waiting for its dependents to go; `unknown` cannot be looked up, and is left alone.
 */
export type OwnerState = 'solid' | 'dangling' | 'waiting' | 'unknown';

export function ownerState(client: Client, dependent: KubeObject, owner: OwnerReference): OwnerState {
  const served = servedAs(client, owner);
  if (!served || (served.namespaced && !dependent.metadata.namespace)) return 'unknown';
  const found = client.get(served.kind, served.namespaced ? (dependent.metadata.namespace ?? '') : '', owner.name);
  if (!found || found.metadata.uid !== owner.uid) return 'dangling';
  return isWaitingForDependents(found) ? 'waiting' : 'solid';
}

/** An owner of that uid in another namespace, which a reference cannot reach. */
export function isElsewhere(client: Client, owner: OwnerReference): boolean {
  const served = servedAs(client, owner);
  return served?.namespaced === true && client.select(served.kind).some(({ metadata }) => metadata.uid === owner.uid);
}

/** All objects that name this uid as an owner, by kind, namespace and name. */
export function dependentsOf(client: Client, uid: string): KubeObject[] {
  return graphKinds(client).flatMap((kind): KubeObject[] => client.list(kind, { ownerUid: uid }));
}

export function isOrphaning({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers?.includes('orphan') ?? false);
}
export function isWaitingForDependents({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers?.includes('foregroundDeletion') ?? false);
}
export function blocks(dependent: KubeObject, ownerUid: string): boolean {
  return dependent.metadata.ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === ownerUid && blockOwnerDeletion === true) ?? false;
}
