import { ipFamilyOf } from '../ip-family.ts';
import { mapShared, withFields } from '../pod-spec/sharing.ts';
import { memoizeDefaults } from './memoized-defaults.ts';
import { isExternallyAccessible, isHeadless, needsClusterIp, serviceType, type ServicePort, type ServiceSpec } from './service-traits.ts';

const AFFINITY_SECONDS = 10_800;
/** The cluster has addresses of this family alone. */
const FAMILY = 'IPv4';

/** pkg/apis/core/v1/defaults.go SetDefaults_Service, and what the allocator fills in of families (pkg/registry/core/service/storage/alloc.go). */
export const defaultServiceSpec = memoizeDefaults<ServiceSpec>((spec) => {
  const type = serviceType(spec);
  const typed = withFields(withAffinity(spec), {
    type,
    ports: mapShared(spec.ports, defaultPort),
    externalTrafficPolicy: isExternallyAccessible(spec) ? spec.externalTrafficPolicy || 'Cluster' : undefined,
    internalTrafficPolicy: needsClusterIp(spec) ? (spec.internalTrafficPolicy ?? 'Cluster') : undefined,
    allocateLoadBalancerNodePorts: type === 'LoadBalancer' ? (spec.allocateLoadBalancerNodePorts ?? true) : undefined,
  });
  return needsClusterIp(spec) ? withFamilies(typed) : typed;
});

function defaultPort(port: ServicePort): ServicePort {
  return withFields(port, { protocol: port.protocol || 'TCP', targetPort: port.targetPort || port.port });
}

function withAffinity(spec: ServiceSpec): ServiceSpec {
  const sessionAffinity = spec.sessionAffinity || 'None';
  if (sessionAffinity === 'ClientIP') {
    const timeoutSeconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
    return timeoutSeconds === undefined ? { ...spec, sessionAffinityConfig: { clientIP: { timeoutSeconds: AFFINITY_SECONDS } } } : spec;
  }
  if (sessionAffinity !== 'None' || spec.sessionAffinityConfig === undefined) return withFields(spec, { sessionAffinity });
  const { sessionAffinityConfig: _, ...rest } = spec;
  return { ...rest, sessionAffinity };
}

/** A headless Service without a selector is taken to have addresses of both families: whoever writes its endpoints knows. */
function withFamilies(spec: ServiceSpec): ServiceSpec {
  const hasOwnEndpoints = isHeadless(spec) && Object.keys(spec.selector ?? {}).length === 0;
  const ipFamilyPolicy = spec.ipFamilyPolicy ?? (hasOwnEndpoints ? 'RequireDualStack' : 'SingleStack');
  const told = spec.ipFamilies ?? [];
  const families = [...told, ...(spec.clusterIPs ?? []).slice(told.length).flatMap((address) => ipFamilyOf(address) ?? [])];
  if (families.length === 0) families.push(FAMILY);
  if (hasOwnEndpoints && families.length === 1 && ipFamilyPolicy !== 'SingleStack') families.push(families[0] === 'IPv4' ? 'IPv6' : 'IPv4');
  return withFields(spec, { ipFamilyPolicy, ipFamilies: families.length === told.length ? told : families });
}
