import { isSame } from '../equality.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { mapShared, withFields } from '../pod-spec/sharing.ts';

type EndpointSlice = KindMap['EndpointSlice'];

/** Sources: pkg/apis/discovery/v1/defaults.go, pkg/registry/discovery/endpointslice/strategy.go. */
export const endpointSliceDefinition: KindDefinition<'EndpointSlice'> = {
  kind: 'EndpointSlice', group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices', singular: 'endpointslice', shortNames: [],
  namespaced: true, hasStatus: false, hasGeneration: true,
  applyDefaults: defaultPorts,
  prepareForCreate: (object) => object,
  // What the defaults will add is no change.
  prepareForUpdate: (next, previous) => countGeneration(defaultPorts(next), previous),
};

function defaultPorts(slice: EndpointSlice): EndpointSlice {
  const ports = mapShared(slice.ports, (port) => withFields(port, { name: port.name ?? '', protocol: port.protocol ?? 'TCP' }));
  return ports === slice.ports ? slice : { ...slice, ports };
}

/** Without a spec, the generation counts changes of all but metadata, and of the labels. */
function countGeneration(next: EndpointSlice, previous: EndpointSlice): EndpointSlice {
  const same =
    isSame(next.endpoints, previous.endpoints) && isSame(next.ports, previous.ports) && next.addressType === previous.addressType && isSame(next.metadata.labels, previous.metadata.labels);
  return same ? next : { ...next, metadata: { ...next.metadata, generation: (previous.metadata.generation ?? 0) + 1 } };
}
