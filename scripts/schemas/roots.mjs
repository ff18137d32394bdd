/**
 * The kinds the engine speaks. A further kind is one line: the client's model, its apiVersion and its kind.
 * `object: false` marks what has no ObjectMeta of its own and, nested elsewhere, no type of its own either.
 */
export const ROOTS = [
  { model: 'V1Binding', apiVersion: 'v1', kind: 'Binding' },
  { model: 'V1ConfigMap', apiVersion: 'v1', kind: 'ConfigMap' },
  { model: 'V1DeleteOptions', apiVersion: 'v1', kind: 'DeleteOptions', object: false },
  { model: 'V1Deployment', apiVersion: 'apps/v1', kind: 'Deployment' },
  { model: 'V1EndpointSlice', apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
  { model: 'CoreV1Event', apiVersion: 'v1', kind: 'Event' },
  { model: 'V1Eviction', apiVersion: 'policy/v1', kind: 'Eviction' },
  { model: 'V1Lease', apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
  { model: 'V1Namespace', apiVersion: 'v1', kind: 'Namespace' },
  { model: 'V1Node', apiVersion: 'v1', kind: 'Node' },
  { model: 'V1Pod', apiVersion: 'v1', kind: 'Pod' },
  { model: 'V1ReplicaSet', apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  { model: 'V1Scale', apiVersion: 'autoscaling/v1', kind: 'Scale' },
  { model: 'V1Secret', apiVersion: 'v1', kind: 'Secret' },
  { model: 'V1Service', apiVersion: 'v1', kind: 'Service' },
  { model: 'V1Status', apiVersion: 'v1', kind: 'Status', object: false },
];
