import { memoizeDefaults } from '../kinds/memoized-defaults.ts';
import { defaultContainer } from './container-defaults.ts';
import type { Container, ContainerPort, EphemeralContainer, PodSecurityContext, PodSpec } from './pod-types.ts';
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
  return withFields(spec, {
    enableServiceLinks: spec.enableServiceLinks ?? true,
    containers: mapShared(spec.containers, change) ?? [],
    initContainers: mapShared(spec.initContainers, change),
  });
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
