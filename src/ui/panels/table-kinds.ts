/** The kinds the resource tables offer, in groups, by their plural names. */
export const TABLE_KIND_GROUPS: readonly { readonly title: string; readonly kinds: readonly { readonly kind: string; readonly plural: string }[] }[] = [
  {
    title: 'Workloads',
    kinds: [
      { kind: 'Pod', plural: 'Pods' },
      { kind: 'Deployment', plural: 'Deployments' },
      { kind: 'ReplicaSet', plural: 'ReplicaSets' },
      { kind: 'StatefulSet', plural: 'StatefulSets' },
      { kind: 'DaemonSet', plural: 'DaemonSets' },
      { kind: 'Job', plural: 'Jobs' },
      { kind: 'CronJob', plural: 'CronJobs' },
      { kind: 'ReplicationController', plural: 'ReplicationControllers' },
    ],
  },
  {
    title: 'Nodes and namespaces',
    kinds: [
      { kind: 'Node', plural: 'Nodes' },
      { kind: 'Namespace', plural: 'Namespaces' },
      { kind: 'Lease', plural: 'Leases' },
      { kind: 'Event', plural: 'Events' },
    ],
  },
  {
    title: 'Network and configuration',
    kinds: [
      { kind: 'Service', plural: 'Services' },
      { kind: 'EndpointSlice', plural: 'EndpointSlices' },
      { kind: 'ConfigMap', plural: 'ConfigMaps' },
      { kind: 'Secret', plural: 'Secrets' },
    ],
  },
  {
    title: 'Policies',
    kinds: [
      { kind: 'PodDisruptionBudget', plural: 'PodDisruptionBudgets' },
      { kind: 'PriorityClass', plural: 'PriorityClasses' },
      { kind: 'ResourceQuota', plural: 'ResourceQuotas' },
      { kind: 'LimitRange', plural: 'LimitRanges' },
      { kind: 'RuntimeClass', plural: 'RuntimeClasses' },
    ],
  },
  {
    title: 'Access',
    kinds: [
      { kind: 'ServiceAccount', plural: 'ServiceAccounts' },
      { kind: 'Role', plural: 'Roles' },
      { kind: 'RoleBinding', plural: 'RoleBindings' },
      { kind: 'ClusterRole', plural: 'ClusterRoles' },
      { kind: 'ClusterRoleBinding', plural: 'ClusterRoleBindings' },
    ],
  },
  {
    title: 'Definitions',
    kinds: [
      { kind: 'CustomResourceDefinition', plural: 'CustomResourceDefinitions' },
      { kind: 'ControllerRevision', plural: 'ControllerRevisions' },
      { kind: 'PodTemplate', plural: 'PodTemplates' },
    ],
  },
];

export const TABLE_KINDS = TABLE_KIND_GROUPS.flatMap(({ kinds }) => kinds);
