/** The kinds the resource tables offer, in order, by their plural names. */
export const TABLE_KINDS: readonly { readonly kind: string; readonly plural: string }[] = [
  { kind: 'Pod', plural: 'Pods' },
  { kind: 'Node', plural: 'Nodes' },
  { kind: 'Deployment', plural: 'Deployments' },
  { kind: 'ReplicaSet', plural: 'ReplicaSets' },
  { kind: 'Service', plural: 'Services' },
  { kind: 'EndpointSlice', plural: 'EndpointSlices' },
  { kind: 'ConfigMap', plural: 'ConfigMaps' },
  { kind: 'Secret', plural: 'Secrets' },
  { kind: 'Namespace', plural: 'Namespaces' },
  { kind: 'Lease', plural: 'Leases' },
  { kind: 'Event', plural: 'Events' },
];
