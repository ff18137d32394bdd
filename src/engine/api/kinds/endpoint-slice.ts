import { isSame } from '../equality.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { mapShared, withFields } from '../pod-spec/sharing.ts';
import { ageColumn, nameColumn } from './columns.ts';

type EndpointSlice = KindMap['EndpointSlice'];

/** So many ports or addresses are printed before `+ 2 more...`. */
const MOST_SHOWN = 3;

/** Sources: pkg/apis/discovery/v1/defaults.go, pkg/registry/discovery/endpointslice/strategy.go. */
export const endpointSliceDefinition: KindDefinition<'EndpointSlice'> = {
  kind: 'EndpointSlice', group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices', singular: 'endpointslice', shortNames: [],
  namespaced: true, hasStatus: false, hasGeneration: true,
  applyDefaults: defaultPorts,
  prepareForCreate: (object) => object,
  // What the defaults will add is no change.
  prepareForUpdate: (next, previous) => countGeneration(defaultPorts(next), previous),
  columns: [
    nameColumn,
    { name: 'AddressType', type: 'string', priority: 0, description: 'What sort of addresses it holds.', value: ({ addressType }) => addressType },
    {
      name: 'Ports', type: 'string', priority: 0, description: 'The ports of all its endpoints.',
      value: ({ ports = [] }) => listed(ports.map(({ port, name }) => (port === undefined ? name || '*' : String(port)))),
    },
    {
      name: 'Endpoints', type: 'string', priority: 0, description: 'The addresses of its endpoints.',
      value: ({ endpoints = [] }) => listed(endpoints.flatMap(({ addresses }) => addresses)),
    },
    ageColumn,
  ],
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

function listed(items: readonly string[]): string {
  const text = items.slice(0, MOST_SHOWN).join(',');
  if (items.length > MOST_SHOWN) return `${text} + ${items.length - MOST_SHOWN} more...`;
  return text === '' ? '<unset>' : text;
}
