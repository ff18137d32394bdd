import type { KindMap } from '../object.ts';

export type ServiceSpec = KindMap['Service']['spec'];
export type ServicePort = NonNullable<ServiceSpec['ports']>[number];

/** What the type of a Service asks for, whether the spec has been defaulted or not (pkg/api/service/util.go). */
export function serviceType({ type }: ServiceSpec): string {
  return type || 'ClusterIP';
}

export function needsClusterIp(spec: ServiceSpec): boolean {
  return serviceType(spec) !== 'ExternalName';
}

export function isHeadless({ clusterIP, clusterIPs }: ServiceSpec): boolean {
  return clusterIP === 'None' || clusterIPs?.[0] === 'None';
}

export function needsNodePorts(spec: ServiceSpec): boolean {
  const type = serviceType(spec);
  return type === 'NodePort' || (type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
}

/** Whether clients outside the cluster can reach it. */
export function isExternallyAccessible(spec: ServiceSpec): boolean {
  const type = serviceType(spec);
  return type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);
}
