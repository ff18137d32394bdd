import { isSame } from '../equality.ts';
import { isExternallyAccessible, needsClusterIp, needsNodePorts, serviceType, type ServiceSpec } from './service-traits.ts';

/** clusterIPs follows clusterIP where a client wrote only the older field (NormalizeClusterIPs). */
export function normalizeClusterIps(spec: ServiceSpec, previous?: ServiceSpec): ServiceSpec {
  const { clusterIP, clusterIPs = [] } = spec;
  const isUntouched = previous !== undefined && isSame(clusterIPs, previous.clusterIPs ?? []);
  if (clusterIP) {
    const isMissing = clusterIPs.length === 0 && clusterIP !== previous?.clusterIP;
    const isStale = isUntouched && clusterIPs.length > 0 && clusterIP !== previous.clusterIP;
    return isMissing || isStale ? { ...spec, clusterIPs: [clusterIP, ...clusterIPs.slice(1)] } : spec;
  }
  if (!isUntouched || clusterIPs.length === 0) return spec;
  const { clusterIPs: _, ...rest } = spec;
  return rest;
}

/**
 * What an update keeps of the values that were handed out, where the client left them out, and loses of them when the new type has
 * no use for them (pkg/registry/core/service: patchAllocatedValues, dropTypeDependentFields).
 */
export function carryAllocated(sent: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  if (sent === previous) return sent;
  let next = normalizeClusterIps(sent, previous);
  next = needsClusterIp(next) ? keepAddresses(next, previous) : dropAddresses(next, previous);
  if (needsNodePorts(previous)) next = needsNodePorts(next) ? keepNodePorts(next, previous) : dropNodePorts(next, previous);
  if (serviceType(next) !== 'LoadBalancer') next = dropUnchanged(next, previous, ['allocateLoadBalancerNodePorts', 'loadBalancerClass']);
  if (!isExternallyAccessible(next)) next = dropUnchanged(next, previous, ['externalTrafficPolicy', 'healthCheckNodePort']);
  return next;
}

function keepAddresses(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  if (!needsClusterIp(previous)) return next;
  const clusterIP = next.clusterIP || previous.clusterIP;
  const isKept = !next.clusterIPs?.length && clusterIP === previous.clusterIP;
  const kept: ServiceSpec = {
    ...next,
    ...(clusterIP === undefined ? {} : { clusterIP }),
    ...(isKept && previous.clusterIPs ? { clusterIPs: previous.clusterIPs } : {}),
    ...(next.ipFamilyPolicy === undefined && previous.ipFamilyPolicy !== undefined ? { ipFamilyPolicy: previous.ipFamilyPolicy } : {}),
  };
  return isSame(kept, next) ? next : kept;
}

function dropAddresses(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  const isAddressKept = (next.clusterIP ?? '') === (previous.clusterIP ?? '') && isSame(next.clusterIPs, previous.clusterIPs);
  const rest = isAddressKept ? without(next, ['clusterIP', 'clusterIPs']) : next;
  return dropUnchanged(rest, previous, ['ipFamilies', 'ipFamilyPolicy']);
}

/** Ports are told apart by their names; a port that another one took meanwhile is not given twice. */
function keepNodePorts(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  if (!next.ports?.some(({ nodePort }) => !nodePort)) return next;
  const byName = new Map(previous.ports?.map(({ name = '', nodePort = 0 }) => [name, nodePort]));
  const taken = new Set(next.ports.map(({ nodePort = 0 }) => nodePort));
  const ports = next.ports.map((port) => {
    const nodePort = byName.get(port.name ?? '') ?? 0;
    if (port.nodePort || nodePort === 0 || taken.has(nodePort)) return port;
    taken.add(nodePort);
    return { ...port, nodePort };
  });
  return { ...next, ports };
}

function dropNodePorts(next: ServiceSpec, previous: ServiceSpec): ServiceSpec {
  const before = nodePortsOf(previous);
  if (before.length === 0 || !isSame(nodePortsOf(next), before)) return next;
  return { ...next, ports: (next.ports ?? []).map((port) => without(port, ['nodePort'])) };
}

function nodePortsOf({ ports = [] }: ServiceSpec): readonly number[] {
  return ports.flatMap(({ nodePort }) => nodePort || []).sort((a, b) => a - b);
}

function dropUnchanged(next: ServiceSpec, previous: ServiceSpec, fields: readonly (keyof ServiceSpec)[]): ServiceSpec {
  return without(next, fields.filter((field) => next[field] !== undefined && isSame(next[field], previous[field])));
}

function without<T extends object>(value: T, fields: readonly (keyof T)[]): T {
  const present = fields.filter((field) => value[field] !== undefined);
  if (present.length === 0) return value;
  const rest: Partial<T> = { ...value };
  for (const field of present) delete rest[field];
  // Only fields that may be absent are ever taken away.
  return rest as T;
}
