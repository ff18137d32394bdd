import type {
  Binding, ClusterRole, ClusterRoleBinding, ConfigMap, ControllerRevision, CronJob, CustomResourceDefinition, DaemonSet, Deployment,
  EndpointSlice, Event, Job, Lease, LimitRange, Namespace, Node, ObjectMeta, OwnerReference, Pod, PodDisruptionBudget, PodTemplate,
  PriorityClass, ReplicaSet, ReplicationController, ResourceQuota, Role, RoleBinding, RuntimeClass, Secret, Service, ServiceAccount,
  StatefulSet,
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
  StatefulSet: StatefulSet;
  DaemonSet: DaemonSet;
  Job: Job;
  CronJob: CronJob;
  ReplicationController: ReplicationController;
  ControllerRevision: ControllerRevision;
  PodTemplate: PodTemplate;
  PodDisruptionBudget: PodDisruptionBudget;
  PriorityClass: PriorityClass;
  ResourceQuota: ResourceQuota;
  LimitRange: LimitRange;
  ServiceAccount: ServiceAccount;
  Role: Role;
  RoleBinding: RoleBinding;
  ClusterRole: ClusterRole;
  ClusterRoleBinding: ClusterRoleBinding;
  RuntimeClass: RuntimeClass;
  CustomResourceDefinition: CustomResourceDefinition;
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
