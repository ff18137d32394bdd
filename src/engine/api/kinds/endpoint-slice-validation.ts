import type { FieldError } from '../errors.ts';
import { ipFamilyOf } from '../ip-family.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { invalidFor, validateChoice, validateEach, validateIfPresent } from '../pod-spec/checks.ts';
import { validateImmutable } from '../validation/field-checks.ts';
import { duplicateValue, fieldPath, invalidValue, required, tooMany, type FieldPath } from '../validation/field-error.ts';
import { validateNonSpecialIp } from '../validation/ip-addresses.ts';
import { validateMetadata } from '../validation/metadata.ts';
import { dnsLabelProblems, dnsSubdomainProblems, qualifiedNameProblems } from '../validation/names.ts';

type EndpointSlice = KindMap['EndpointSlice'];
type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];
type Port = NonNullable<EndpointSlice['ports']>[number];

const METADATA = fieldPath('metadata');
const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MOST_ENDPOINTS = 1000;
const MOST_ADDRESSES = 100;
const MOST_PORTS = 20_000;

/** Source: pkg/apis/discovery/validation. */
export const endpointSliceValidation: KindValidation<'EndpointSlice'> = {
  validateCreate: validateSlice,
  validateUpdate: (next, previous) => [...validateSlice(next), ...validateImmutable(next.addressType, previous.addressType, fieldPath('addressType'))],
};

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
