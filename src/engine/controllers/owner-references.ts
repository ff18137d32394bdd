import type { Client } from '../api/api-server.ts';
import type { KindMap, KindName, KubeObject, OwnerReference } from '../api/object.ts';
import { objectKey, splitKey } from '../api/reference.ts';

type GraphKind = Exclude<KindName, 'Event'>;

/** Kinds that own or are owned. Events are nobody's: they expire. */
const SERVED: Readonly<Record<GraphKind, { readonly apiVersion: string; readonly namespaced: boolean }>> = {
  Namespace: { apiVersion: 'v1', namespaced: false },
  Node: { apiVersion: 'v1', namespaced: false },
  Pod: { apiVersion: 'v1', namespaced: true },
  Service: { apiVersion: 'v1', namespaced: true },
  ConfigMap: { apiVersion: 'v1', namespaced: true },
  Secret: { apiVersion: 'v1', namespaced: true },
  ReplicaSet: { apiVersion: 'apps/v1', namespaced: true },
  Deployment: { apiVersion: 'apps/v1', namespaced: true },
  EndpointSlice: { apiVersion: 'discovery.k8s.io/v1', namespaced: true },
  Lease: { apiVersion: 'coordination.k8s.io/v1', namespaced: true },
};
export const GRAPH_KINDS = Object.keys(SERVED) as readonly GraphKind[];

function servedAs({ apiVersion, kind }: OwnerReference): { readonly kind: GraphKind; readonly namespaced: boolean } | undefined {
  const served = Object.hasOwn(SERVED, kind) ? SERVED[kind as GraphKind] : undefined;
  return served?.apiVersion === apiVersion ? { kind: kind as GraphKind, namespaced: served.namespaced } : undefined;
}

/** `Kind/namespace/name`, the garbage collector's key of an object. */
export function graphKey({ kind, metadata }: KubeObject): string {
  return `${kind}/${objectKey(metadata.namespace, metadata.name ?? '')}`;
}
export function objectAt(client: Client, key: string): KindMap[GraphKind] | undefined {
  const slash = key.indexOf('/');
  const { namespace, name } = splitKey(key.slice(slash + 1));
  return client.get(key.slice(0, slash) as GraphKind, namespace, name);
}

/** Key of the owner a reference names; owners are looked for in the dependent's namespace only. */
export function ownerKey(dependent: KubeObject, owner: OwnerReference): string | undefined {
  const served = servedAs(owner);
  return served && `${served.kind}/${objectKey(served.namespaced ? dependent.metadata.namespace : undefined, owner.name)}`;
}

/**
 * What a reference comes to: `solid` keeps the dependent; `dangling` names nothing that exists, by uid; `waiting` names an owner
 * that is itself only waiting for its dependents to go; `unknown` cannot be looked up, and is left alone.
 */
export type OwnerState = 'solid' | 'dangling' | 'waiting' | 'unknown';

export function ownerState(client: Client, dependent: KubeObject, owner: OwnerReference): OwnerState {
  const served = servedAs(owner);
  if (!served || (served.namespaced && !dependent.metadata.namespace)) return 'unknown';
  const found = client.get(served.kind, served.namespaced ? (dependent.metadata.namespace ?? '') : '', owner.name);
  if (!found || found.metadata.uid !== owner.uid) return 'dangling';
  return isWaitingForDependents(found) ? 'waiting' : 'solid';
}

/** An owner of that uid in another namespace, which a reference cannot reach. */
export function isElsewhere(client: Client, owner: OwnerReference): boolean {
  const served = servedAs(owner);
  return served?.namespaced === true && client.select(served.kind).some(({ metadata }) => metadata.uid === owner.uid);
}

/** All objects that name this uid as an owner, by kind, namespace and name. */
export function dependentsOf(client: Client, uid: string): KubeObject[] {
  return GRAPH_KINDS.flatMap((kind): KubeObject[] => client.list(kind, { ownerUid: uid }));
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
