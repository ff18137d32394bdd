/**
 * The kinds the engine speaks. A further kind is one line: the client's model, its apiVersion and its kind.
 * `early: true` marks what a page reads before anybody has done anything; the structure of all else is in a table that it loads later.
 * `object: false` marks what has no ObjectMeta of its own and, nested elsewhere, no type of its own either.
 */
export const ROOTS = [
  { model: 'V1Binding', apiVersion: 'v1', kind: 'Binding' },
  { model: 'V1ClusterRole', apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' },
  { model: 'V1ClusterRoleBinding', apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding' },
  { model: 'V1ConfigMap', apiVersion: 'v1', kind: 'ConfigMap' },
  { model: 'V1ControllerRevision', apiVersion: 'apps/v1', kind: 'ControllerRevision' },
  { model: 'V1CronJob', apiVersion: 'batch/v1', kind: 'CronJob' },
  { model: 'V1CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
  { model: 'V1DaemonSet', apiVersion: 'apps/v1', kind: 'DaemonSet' },
  { model: 'V1DeleteOptions', apiVersion: 'v1', kind: 'DeleteOptions', object: false },
  { model: 'V1Deployment', apiVersion: 'apps/v1', kind: 'Deployment', early: true },
  { model: 'V1EndpointSlice', apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
  { model: 'CoreV1Event', apiVersion: 'v1', kind: 'Event' },
  { model: 'V1Eviction', apiVersion: 'policy/v1', kind: 'Eviction' },
  { model: 'V1Job', apiVersion: 'batch/v1', kind: 'Job' },
  { model: 'V1Lease', apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
  { model: 'V1LimitRange', apiVersion: 'v1', kind: 'LimitRange' },
  { model: 'V1Namespace', apiVersion: 'v1', kind: 'Namespace' },
  { model: 'V1Node', apiVersion: 'v1', kind: 'Node' },
  { model: 'V1Pod', apiVersion: 'v1', kind: 'Pod' },
  { model: 'V1PodDisruptionBudget', apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
  { model: 'V1PodTemplate', apiVersion: 'v1', kind: 'PodTemplate' },
  { model: 'V1PriorityClass', apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' },
  { model: 'V1ReplicaSet', apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  { model: 'V1ReplicationController', apiVersion: 'v1', kind: 'ReplicationController' },
  { model: 'V1ResourceQuota', apiVersion: 'v1', kind: 'ResourceQuota' },
  { model: 'V1Role', apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
  { model: 'V1RoleBinding', apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
  { model: 'V1RuntimeClass', apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass' },
  { model: 'V1Scale', apiVersion: 'autoscaling/v1', kind: 'Scale' },
  { model: 'V1Secret', apiVersion: 'v1', kind: 'Secret' },
  { model: 'V1Service', apiVersion: 'v1', kind: 'Service', early: true },
  { model: 'V1ServiceAccount', apiVersion: 'v1', kind: 'ServiceAccount' },
  { model: 'V1StatefulSet', apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { model: 'V1Status', apiVersion: 'v1', kind: 'Status', object: false },
];

/** Models that what is read early does not use, although it could. */
export const NOT_EARLY = new Set(['Volume', 'Affinity', 'EphemeralContainer', 'PodSecurityContext', 'SecurityContext', 'ServiceStatus', 'DeploymentStatus', 'ManagedFieldsEntry']);
