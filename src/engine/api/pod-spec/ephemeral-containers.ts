import type { KindMap } from '../object.ts';
import { defaultContainer } from './container-defaults.ts';
import type { EphemeralContainer } from './pod-types.ts';

type Pod = KindMap['Pod'];

/** The pod with one more ephemeral container, as `kubectl debug` asks for it. */
export function withEphemeralContainer(pod: Pod, container: EphemeralContainer): Pod {
  return { ...pod, spec: { ...pod.spec, ephemeralContainers: [...(pod.spec.ephemeralContainers ?? []), container] } };
}

/**
 * What an update of the subresource `ephemeralcontainers` makes of a pod: its list of them is replaced, everything else of what is sent is
 * ignored (pkg/registry/core/pod/strategy.go dropNonEphemeralContainerUpdates).
 */
export function replaceEphemeralContainers(sent: Pod, previous: Pod): Pod {
  const { ephemeralContainers: _before, ...spec } = previous.spec;
  const containers = sent.spec.ephemeralContainers?.map((container): EphemeralContainer => defaultContainer(container));
  return { ...previous, spec: containers ? { ...spec, ephemeralContainers: containers } : spec };
}
