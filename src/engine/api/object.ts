import type {
  Binding, ConfigMap, Deployment, EndpointSlice, Event, Lease, Namespace, Node, ObjectMeta, OwnerReference, Pod, ReplicaSet, Secret,
  Service,
} from './schema/generated/types.ts';

/** Served kinds by their name. A custom kind joins at run time under `Kind.group`. */
export interface KindMap {
  Namespace: Namespace;
  Node: Node;
  Lease: Lease;
  Pod: Pod;
  ReplicaSet: ReplicaSet;
  Deployment: Deployment;
  Service: Service;
  EndpointSlice: EndpointSlice;
  Event: Event;
  ConfigMap: ConfigMap;
  Secret: Secret;
}
export type KindName = keyof KindMap;
export type { Binding, ObjectMeta, OwnerReference };

/** What every object has. `spec` and `status` are there where the kind has them. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** The owner that controls the object, if any. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}
