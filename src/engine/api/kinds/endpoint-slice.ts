import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { invalidFor, validateChoice, validateEach, validateIfPresent } from '../pod-spec/checks.ts';
import { mapShared, withFields } from '../pod-spec/sharing.ts';
import { validateImmutable } from '../validation/field-checks.ts';
import { duplicateValue, fieldPath, invalidValue, required, tooMany, type FieldPath } from '../validation/field-error.ts';
import { ipFamilyOf, validateNonSpecialIp } from '../validation/ip-addresses.ts';
import { validateMetadata } from '../validation/metadata.ts';
import { dnsLabelProblems, dnsSubdomainProblems, qualifiedNameProblems } from '../validation/names.ts';
import { ageColumn, nameColumn } from './columns.ts';

type EndpointSlice = KindMap['EndpointSlice'];
type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];
type Port = NonNullable<EndpointSlice['ports']>[number];

const METADATA = fieldPath('metadata');
const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MOST_ENDPOINTS = 1000;
const MOST_ADDRESSES = 100;
const MOST_PORTS = 20_000;
/** So many ports or addresses are printed before `+ 2 more...`. */
const MOST_SHOWN = 3;

/** Sources: pkg/apis/discovery (v1 defaults, validation), pkg/registry/discovery/endpointslice/strategy.go. */
export const endpointSliceDefinition: KindDefinition<'EndpointSlice'> = {
  kind: 'EndpointSlice', group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices', singular: 'endpointslice', shortNames: [],
  namespaced: true, hasStatus: false, hasGeneration: true,
  applyDefaults: defaultPorts,
  prepareForCreate: (object) => object,
  // What the defaults will add is no change.
  prepareForUpdate: (next, previous) => countGeneration(defaultPorts(next), previous),
  validateCreate: validateSlice,
  validateUpdate: (next, previous) => [...validateSlice(next), ...validateImmutable(next.addressType, previous.addressType, fieldPath('addressType'))],
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

function validateSlice({ metadata, addressType, endpoints = [], ports = [] }: EndpointSlice): readonly FieldError[] {
  return [
    ...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }),
    ...validateChoice(addressType, ADDRESS_TYPES, fieldPath('addressType')),
    ...validateEndpoints(endpoints, addressType, fieldPath('endpoints')),
    ...validatePorts(ports, fieldPath('ports')),
  ];
}

function validateEndpoints(endpoints: readonly Endpoint[], addressType: string, path: FieldPath): readonly FieldError[] {
  if (endpoints.length > MOST_ENDPOINTS) return [tooMany(path, endpoints.length, MOST_ENDPOINTS)];
  return validateEach(endpoints, path, ({ addresses, nodeName, hostname }, at) => {
    const list = at.child('addresses');
    const errors: FieldError[] = [];
    if (addresses.length === 0) errors.push(required(list, 'must contain at least 1 address'));
    if (addresses.length > MOST_ADDRESSES) errors.push(tooMany(list, addresses.length, MOST_ADDRESSES));
    errors.push(
      ...validateEach(addresses, list, (address, place) => validateAddress(address, addressType, place)),
      ...validateIfPresent(nodeName, at.child('nodeName'), (name, place) => invalidFor(place, name, dnsSubdomainProblems(name))),
      ...validateIfPresent(hostname, at.child('hostname'), (name, place) => invalidFor(place, name, dnsLabelProblems(name))),
    );
    return errors;
  });
}

function validateAddress(address: string, addressType: string, path: FieldPath): readonly FieldError[] {
  if (addressType === 'FQDN') return validateDomainName(address, path);
  if (addressType !== 'IPv4' && addressType !== 'IPv6') return [];
  const errors = ipFamilyOf(address) === addressType ? [] : [invalidValue(path, address, `must be a valid ${addressType} address`)];
  return [...errors, ...validateNonSpecialIp(address, path)];
}

/** apimachinery/pkg/util/validation IsFullyQualifiedDomainName. */
function validateDomainName(name: string, path: FieldPath): readonly FieldError[] {
  if (name === '') return [required(path)];
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  const problems = dnsSubdomainProblems(bare);
  if (problems.length > 0) return [invalidValue(path, bare, problems.join(','))];
  return bare.includes('.') ? [] : [invalidValue(path, bare, 'should be a domain with at least two segments separated by dots')];
}

function validatePorts(ports: readonly Port[], path: FieldPath): readonly FieldError[] {
  if (ports.length > MOST_PORTS) return [tooMany(path, ports.length, MOST_PORTS)];
  const seen = new Set<string>();
  return validateEach(ports, path, ({ name = '', protocol, appProtocol }, at) => {
    const errors: FieldError[] = name === '' ? [] : [...invalidFor(at.child('name'), name, dnsLabelProblems(name))];
    if (seen.has(name)) errors.push(duplicateValue(at.child('name'), name));
    seen.add(name);
    return [
      ...errors,
      ...validateChoice(protocol, PROTOCOLS, at.child('protocol')),
      ...validateIfPresent(appProtocol, at.child('appProtocol'), (text, place) => invalidFor(place, text, qualifiedNameProblems(text))),
    ];
  });
}
