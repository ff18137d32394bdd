import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { invalidFor, validateChoice, validateEach, validateIfPresent, validateOptionalChoice, validateUnused } from '../pod-spec/checks.ts';
import { duplicateValue, fieldPath, forbiddenField, invalidValue, required, type FieldPath } from '../validation/field-error.ts';
import { cidrProblems, ipProblems, validateNonSpecialIp } from '../validation/ip-addresses.ts';
import { validateLabels, validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsLabelProblems, dnsSubdomainProblems, portNameProblems, portNumberProblems, qualifiedNameProblems } from '../validation/names.ts';
import { isExternallyAccessible, isHeadless, type ServicePort, type ServiceSpec } from './service-traits.ts';
import { validateAddressChange, validateAddresses } from './service-address-validation.ts';

type Service = KindMap['Service'];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameNode', 'PreferSameZone'];
const KUBELET_PORT = 10_250;
const MOST_AFFINITY_SECONDS = 86_400;
const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";

/** Source: pkg/apis/core/validation. */
export const serviceValidation: KindValidation<'Service'> = { validateCreate: validateService, validateUpdate: validateServiceUpdate };

/** ValidateService; names may start with a digit since 1.36 (RelaxedServiceNameValidation). */
function validateService({ metadata, spec }: Service): readonly FieldError[] {
  const ports = spec.ports ?? [];
  const seen = new Set<string>();
  return [
    ...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsLabelProblems }),
    ...(ports.length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName' ? [required(SPEC.child('ports'))] : []),
    ...validateForType(spec),
    ...validateEach(ports, SPEC.child('ports'), (port, path) => validatePort(port, ports.length > 1, seen, path)),
    ...validateLabels(spec.selector, SPEC.child('selector')),
    ...validateChoice(spec.sessionAffinity, ['ClientIP', 'None'], SPEC.child('sessionAffinity')),
    ...validateAffinity(spec),
    ...validateAddresses(spec),
    ...validateEach(spec.externalIPs, SPEC.child('externalIPs'), (address, path) => {
      const problems = ipProblems(address);
      return problems.length > 0 ? invalidFor(path, address, problems) : validateNonSpecialIp(address, path);
    }),
    ...validateChoice(spec.type, TYPES, SPEC.child('type')),
    ...validateNodePorts(spec),
    ...validateDistinctPorts(ports),
    ...validateLoadBalancer(spec),
    ...validateTraffic(spec),
  ];
}

/** ValidateServiceUpdate. */
function validateServiceUpdate(next: Service, previous: Service): readonly FieldError[] {
  return [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateAddressChange(next.spec, previous.spec),
    ...validateService(next),
    ...validateClassChange(next.spec, previous.spec),
  ];
}

function validateForType(spec: ServiceSpec): readonly FieldError[] {
  const headless = isHeadless(spec) ? [invalidValue(SPEC.child('clusterIPs').index(0), 'None', `may not be set to 'None' for ${spec.type} services`)] : [];
  switch (spec.type) {
    case 'LoadBalancer':
      return [
        ...validateEach(spec.ports, SPEC.child('ports'), ({ port }, path) =>
          port === KUBELET_PORT ? [invalidValue(path, port, `may not expose port ${port} externally since it is used by kubelet`)] : []),
        ...headless,
      ];
    case 'NodePort':
      return headless;
    case 'ExternalName':
      return validateExternalName(spec);
    default:
      return [];
  }
}

function validateExternalName(spec: ServiceSpec): readonly FieldError[] {
  const detail = 'may not be set for ExternalName services';
  const errors: FieldError[] = [];
  if (spec.clusterIPs?.length) errors.push(forbiddenField(SPEC.child('clusterIPs'), detail));
  if (spec.ipFamilies?.length) errors.push(forbiddenField(SPEC.child('ipFamilies'), detail));
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbiddenField(SPEC.child('ipFamilyPolicy'), detail));
  const path = SPEC.child('externalName');
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  return [...errors, ...(name === '' ? [required(path)] : invalidFor(path, name, dnsSubdomainProblems(name)))];
}

function validatePort({ name, port, protocol, targetPort = 0, appProtocol }: ServicePort, isNameNeeded: boolean, seen: Set<string>, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (name) errors.push(...invalidFor(path.child('name'), name, dnsLabelProblems(name)), ...validateUnused(name, seen, path.child('name')));
  else if (isNameNeeded) errors.push(required(path.child('name')));
  const target = typeof targetPort === 'number' ? portNumberProblems(targetPort) : portNameProblems(targetPort);
  return [
    ...errors,
    ...invalidFor(path.child('port'), port, portNumberProblems(port)),
    ...validateChoice(protocol, PROTOCOLS, path.child('protocol')),
    ...invalidFor(path.child('targetPort'), targetPort, target),
    ...validateIfPresent(appProtocol, path.child('appProtocol'), (text, place) => invalidFor(place, text, qualifiedNameProblems(text))),
  ];
}

function validateAffinity({ sessionAffinity, sessionAffinityConfig }: ServiceSpec): readonly FieldError[] {
  const path = SPEC.child('sessionAffinityConfig');
  if (sessionAffinity === 'None') return sessionAffinityConfig ? [forbiddenField(path, 'must not be set when session affinity is None')] : [];
  if (sessionAffinity !== 'ClientIP') return [];
  const { timeoutSeconds = 0 } = sessionAffinityConfig?.clientIP ?? {};
  if (timeoutSeconds > 0 && timeoutSeconds <= MOST_AFFINITY_SECONDS) return [];
  return [invalidValue(path.child('clientIP', 'timeoutSeconds'), timeoutSeconds, `must be greater than 0 and less than ${MOST_AFFINITY_SECONDS}`)];
}

function validateNodePorts({ type, ports }: ServiceSpec): readonly FieldError[] {
  const seen = new Set<string>();
  const clashes = validateEach(ports, SPEC.child('ports'), ({ nodePort, protocol = '' }, path) => {
    if (!nodePort) return [];
    const key = `${protocol}/${nodePort}`;
    const isDouble = seen.has(key);
    seen.add(key);
    return isDouble ? [duplicateValue(path.child('nodePort'), nodePort)] : [];
  });
  if (type !== 'ClusterIP') return clashes;
  const misplaced = validateEach(ports, SPEC.child('ports'), ({ nodePort }, path) =>
    nodePort ? [forbiddenField(path.child('nodePort'), "may not be used when `type` is 'ClusterIP'")] : []);
  return [...misplaced, ...clashes];
}

function validateDistinctPorts(ports: readonly ServicePort[]): readonly FieldError[] {
  const seen = new Set<string>();
  return validateEach(ports, SPEC.child('ports'), ({ port, protocol = '' }, path) => {
    const key = `${protocol}/${port}`;
    const isDouble = seen.has(key);
    seen.add(key);
    // The server shows its own form of the port, with what does not count left empty.
    return isDouble ? [duplicateValue(path, { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 })] : [];
  });
}

function validateLoadBalancer(spec: ServiceSpec): readonly FieldError[] {
  const { loadBalancerClass, loadBalancerSourceRanges } = spec;
  const ranges = SPEC.child('loadBalancerSourceRanges');
  if (spec.type === 'LoadBalancer') {
    return [
      ...validateEach(loadBalancerSourceRanges, ranges, (range, path) => invalidFor(path, range, cidrProblems(range.trim()))),
      ...validateIfPresent(loadBalancerClass, SPEC.child('loadBalancerClass'), (name, path) => invalidFor(path, name, qualifiedNameProblems(name))),
    ];
  }
  const errors: FieldError[] = [];
  if (loadBalancerSourceRanges?.length) errors.push(forbiddenField(ranges, ONLY_LOAD_BALANCER));
  if (spec.allocateLoadBalancerNodePorts !== undefined) errors.push(forbiddenField(SPEC.child('allocateLoadBalancerNodePorts'), ONLY_LOAD_BALANCER));
  if (loadBalancerClass !== undefined) errors.push(forbiddenField(SPEC.child('loadBalancerClass'), ONLY_LOAD_BALANCER));
  return errors;
}

function validateTraffic(spec: ServiceSpec): readonly FieldError[] {
  const external = SPEC.child('externalTrafficPolicy');
  const errors: FieldError[] = [];
  if (isExternallyAccessible(spec)) errors.push(...validateChoice(spec.externalTrafficPolicy, POLICIES, external));
  else if (spec.externalTrafficPolicy) errors.push(invalidValue(external, spec.externalTrafficPolicy, 'may only be set for externally-accessible services'));
  const checksHealth = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  if (spec.healthCheckNodePort && !checksHealth) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalidValue(SPEC.child('healthCheckNodePort'), spec.healthCheckNodePort, detail));
  }
  return [
    ...errors,
    ...validateOptionalChoice(spec.internalTrafficPolicy, POLICIES, SPEC.child('internalTrafficPolicy')),
    ...validateOptionalChoice(spec.trafficDistribution, DISTRIBUTIONS, SPEC.child('trafficDistribution')),
  ];
}

function validateClassChange(next: ServiceSpec, previous: ServiceSpec): readonly FieldError[] {
  const isFixed = next.type === 'LoadBalancer' && previous.type === 'LoadBalancer';
  if (!isFixed || next.loadBalancerClass === previous.loadBalancerClass) return [];
  return [invalidValue(SPEC.child('loadBalancerClass'), next.loadBalancerClass, 'may not change once set')];
}
