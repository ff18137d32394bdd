import { podAmounts } from '../../policy/pod-amounts.ts';
import { memoizeDefaults } from '../kinds/memoized-defaults.ts';
import { defaultContainer } from './container-defaults.ts';
import type { Container, ContainerPort, EphemeralContainer, PodSecurityContext, PodSpec } from './pod-types.ts';
import { formatQuantity } from '../schema/quantity.ts';
import { mapShared, withFields } from './sharing.ts';
import { defaultVolume } from './volume-defaults.ts';

const NO_SECURITY_CONTEXT: PodSecurityContext = {};

/** What the spec of a pod template gets (SetDefaults_PodSpec); the rest is filled in when a pod is made from it. */
export const defaultTemplateSpec = memoizeDefaults<PodSpec>((spec) => withFields(spec, {
  dnsPolicy: spec.dnsPolicy || 'ClusterFirst',
  restartPolicy: spec.restartPolicy || 'Always',
  securityContext: spec.securityContext ?? NO_SECURITY_CONTEXT,
  terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
  schedulerName: spec.schedulerName || 'default-scheduler',
  ...sameServiceAccount(spec),
  containers: mapShared(spec.containers, defaultContainer) ?? [],
  initContainers: mapShared(spec.initContainers, defaultContainer),
  ephemeralContainers: mapShared<EphemeralContainer>(spec.ephemeralContainers, defaultContainer),
  volumes: mapShared(spec.volumes, defaultVolume),
}));

/**
 * What a pod's spec gets (pkg/apis/core/v1/defaults.go SetDefaults_Pod and SetDefaults_PodSpec). Remembered by identity: all pods that are
 * made from one spec share one defaulted spec, and a defaulted spec is its own.
 */
export const defaultPodSpec = memoizeDefaults<PodSpec>((spec) => withPodDefaults(defaultTemplateSpec(spec)));

/** `serviceAccount` is the older name of `serviceAccountName`; the wire has both (pkg/apis/core/v1/conversion.go). */
function sameServiceAccount({ serviceAccount, serviceAccountName }: PodSpec): Pick<PodSpec, 'serviceAccount' | 'serviceAccountName'> {
  const name = serviceAccountName || serviceAccount;
  return name ? { serviceAccount: name, serviceAccountName: name } : {};
}

function withPodDefaults(spec: PodSpec): PodSpec {
  const change = (container: Container): Container => withRequests(spec.hostNetwork ? withHostPorts(container) : container);
  return withPodRequests(withFields(spec, {
    enableServiceLinks: spec.enableServiceLinks ?? true,
    containers: mapShared(spec.containers, change) ?? [],
    initContainers: mapShared(spec.initContainers, change),
  }));
}

/** A pod with limits as a whole requests what its containers request together, or else its limits (defaultPodRequests). */
function withPodRequests(spec: PodSpec): PodSpec {
  const { limits = {}, requests = {} } = spec.resources ?? {};
  if (Object.keys(limits).length === 0) return spec;
  const canBeWhole = ([name]: readonly [string, unknown]): boolean => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
  const sums = [...podAmounts({ ...spec, resources: {} }, 'requests')].filter(([name]) => name === 'cpu' || name === 'memory');
  const defaults: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(limits).filter(canBeWhole)), ...Object.fromEntries(sums.map(([name, amount]) => [name, formatQuantity(amount)])),
  };
  if (Object.keys(defaults).every((name) => requests[name] !== undefined)) return spec;
  return { ...spec, resources: { ...spec.resources, requests: { ...defaults, ...requests } } };
}

/** A resource with a limit and no request requests its limit. */
function withRequests(container: Container): Container {
  const { limits, requests = {} } = container.resources ?? {};
  if (!limits || Object.keys(limits).every((name) => requests[name] !== undefined)) return container;
  return { ...container, resources: { ...container.resources, requests: { ...limits, ...requests } } };
}

/** On the host's network a container's ports are the host's. */
function withHostPorts(container: Container): Container {
  const ports = mapShared(container.ports, (port: ContainerPort) => withFields(port, { hostPort: port.hostPort || port.containerPort }));
  return withFields(container, { ports });
}
