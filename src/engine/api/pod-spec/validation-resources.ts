import { podAmounts } from '../../policy/pod-amounts.ts';
import type { FieldError } from '../errors.ts';
import { compareQuantities, formatQuantity, parseQuantity, quantityOf, scaledValue, type ParsedQuantity } from '../schema/quantity.ts';
import { duplicateValue, forbiddenField, invalidValue, notFoundValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { dnsLabelProblems, qualifiedNameProblems } from '../validation/names.ts';
import { invalidFor, validateEach } from './checks.ts';
import type { PodSpec, ResourceRequirements } from './pod-types.ts';

type ValidateName = (name: string, path: FieldPath) => readonly FieldError[];
type Names = ReadonlySet<string>;
type Amounts = ReadonlyMap<string, ParsedQuantity>;

const CONTAINER_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const QUOTA_RESOURCES = [
  'storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage', 'requests.storage', 'limits.cpu', 'limits.memory', 'limits.ephemeral-storage', 'pods',
  'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps', 'persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers',
];
/** Counted in whole units. */
const INTEGER_RESOURCES = QUOTA_RESOURCES.slice(QUOTA_RESOURCES.indexOf('pods'));

/** Requests and limits of a container (ValidateContainerResourceRequirements). */
export function validateContainerResources(requirements: ResourceRequirements = {}, claimNames: Names, path: FieldPath): readonly FieldError[] {
  return validateRequirements(requirements, validateContainerResourceName, claimNames, path);
}

/** Requests and limits of a pod as a whole (validatePodResources, validatePodResourceConsistency). */
export function validatePodResources(spec: PodSpec, path: FieldPath): readonly FieldError[] {
  const { resources } = spec;
  if (!resources) return [];
  if (spec.os?.name === 'windows') return [forbiddenField(path, 'may not be set for a windows pod')];
  return [
    ...(resources.claims ? [forbiddenField(path.child('claims'), 'claims may not be set for Resources at pod-level')] : []),
    ...validateRequirements(resources, validatePodResourceName, new Set(), path),
    ...validateSum(spec, resources, 'requests', () => true, path),
    ...validateSum(spec, resources, 'limits', isHugePages, path),
    ...validateEach(spec.containers, path.child('containers'), ({ resources: own }, at) => (
      [...amountsOf(own?.limits)].flatMap(([name, limit]) => {
        const most = amountsOf(resources.limits).get(name);
        if (!most || compareQuantities(limit, most) <= 0) return [];
        return [invalidValue(at.key(name).child('limits'), formatQuantity(limit), `must be less than or equal to pod limits of ${formatQuantity(most)}`)];
      })
    )),
  ];
}

/** The pod as a whole asks for no less than its containers together. */
function validateSum(spec: PodSpec, whole: ResourceRequirements, part: 'requests' | 'limits', counts: (name: string) => boolean, path: FieldPath): readonly FieldError[] {
  const { resources: _whole, ...rest } = spec;
  const sums = podAmounts(rest as PodSpec, part);
  return [...amountsOf(whole[part])].flatMap(([name, amount]) => {
    const sum = sums.get(name);
    if (!sum || !counts(name) || compareQuantities(sum, amount) <= 0) return [];
    return [invalidValue(path.child(part).key(name), formatQuantity(amount), `must be greater than or equal to aggregate container ${part} of ${formatQuantity(sum)}`)];
  });
}

function validatePodResourceName(name: string, path: FieldPath): readonly FieldError[] {
  return name === 'cpu' || name === 'memory' || isHugePages(name) ? [] : [notSupported(path, name, ['cpu', 'hugepages-', 'memory'])];
}

/** Amounts of resources a RuntimeClass adds (validateOverhead). */
export function validateOverhead(overhead: Readonly<Record<string, string>>, path: FieldPath): readonly FieldError[] {
  return validateRequirements({ limits: overhead }, validateContainerResourceName, new Set(), path);
}

function validateRequirements(requirements: ResourceRequirements, validateName: ValidateName, claimNames: Names, path: FieldPath): readonly FieldError[] {
  const limits = amountsOf(requirements.limits);
  const requests = amountsOf(requirements.requests);
  const [limitsPath, requestsPath] = [path.child('limits'), path.child('requests')];
  const errors: FieldError[] = [];
  for (const [name, amount] of limits) errors.push(...validateName(name, limitsPath.key(name)), ...validateAmount(name, amount, limitsPath.key(name)));
  for (const [name, amount] of requests) {
    errors.push(...validateName(name, requestsPath.key(name)), ...validateAmount(name, amount, requestsPath.key(name)));
    errors.push(...validateAgainstLimit(name, amount, limits.get(name), limitsPath, requestsPath));
  }
  const names = [...limits.keys(), ...requests.keys()];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) errors.push(forbiddenField(path, 'HugePages require cpu or memory'));
  errors.push(...validateClaims(requirements.claims, claimNames, path.child('claims')));
  return errors;
}

/** By name, so that problems come in one order whatever the order of the fields. */
function amountsOf(list: Readonly<Record<string, string>> | undefined): Amounts {
  const amounts = new Map<string, ParsedQuantity>();
  for (const name of Object.keys(list ?? {}).sort()) {
    const parsed = parseQuantity(list?.[name] ?? '');
    if (parsed.ok) amounts.set(name, parsed.quantity);
  }
  return amounts;
}

/** An amount of a resource: not negative, whole where the resource is counted (ValidateResourceQuantityValue). */
export function validateAmount(name: string, amount: ParsedQuantity, path: FieldPath): readonly FieldError[] {
  const text = formatQuantity(amount);
  const errors: FieldError[] = [];
  if (compareQuantities(amount, quantityOf(0)) < 0) errors.push(invalidValue(path, text, 'must be greater than or equal to 0'));
  const isCounted = INTEGER_RESOURCES.includes(name) || isExtended(name);
  if (isCounted && scaledValue(amount, -3) % 1000 !== 0) errors.push(invalidValue(path, text, 'must be an integer'));
  if (isHugePages(name) && !isMultipleOfPage(name, amount)) errors.push(invalidValue(path, text, `${text} is not positive integer multiple of ${name}`));
  return errors;
}

function isMultipleOfPage(name: string, amount: ParsedQuantity): boolean {
  const page = parseQuantity(name.slice('hugepages-'.length));
  if (!page.ok) return false;
  const bytes = scaledValue(page.quantity, 0);
  return bytes > 0 && scaledValue(amount, 0) % bytes === 0;
}

function validateAgainstLimit(name: string, request: ParsedQuantity, limit: ParsedQuantity | undefined, limits: FieldPath, requests: FieldPath): readonly FieldError[] {
  const mustMatch = !isOvercommittable(name);
  if (!limit) return mustMatch ? [required(limits, 'Limit must be set for non overcommitable resources')] : [];
  const difference = compareQuantities(request, limit);
  if (difference <= 0 && (difference === 0 || !mustMatch)) return [];
  const relation = mustMatch ? 'equal to' : 'less than or equal to';
  return [invalidValue(requests, formatQuantity(request), `must be ${relation} ${name} limit of ${formatQuantity(limit)}`)];
}

/** The name of a resource that a container may ask for. */
export function validateContainerResourceName(name: string, path: FieldPath): readonly FieldError[] {
  const errors = [...invalidFor(path, name, qualifiedNameProblems(name))];
  if (errors.length > 0) return errors;
  if (!name.includes('/')) {
    if (CONTAINER_RESOURCES.includes(name) || isHugePages(name)) return [];
    return [...validateStandardResourceName(name, path), invalidValue(path, name, 'must be a standard resource for containers')];
  }
  return isNative(name) || isExtended(name) ? [] : [invalidValue(path, name, "doesn't follow extended resource name standard")];
}

/** The name of any resource: one of Kubernetes' own, or one with a domain (validateResourceName). */
export function validateStandardResourceName(name: string, path: FieldPath): readonly FieldError[] {
  const errors = invalidFor(path, name, qualifiedNameProblems(name));
  if (errors.length > 0 || name.includes('/')) return errors;
  const isStandard = CONTAINER_RESOURCES.includes(name) || QUOTA_RESOURCES.includes(name) || isHugePages(name) || name.startsWith('requests.hugepages-');
  return isStandard ? [] : [invalidValue(path, name, 'must be a standard resource type or fully qualified')];
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Kubernetes' own: without a domain, or in kubernetes.io (pkg/apis/core/helper). */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedNameProblems(`requests.${name}`).length === 0;
}

export function isOvercommittable(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

/** Device claims a container uses must be among the pod's (validateResourceClaimNames). */
function validateClaims(claims: ResourceRequirements['claims'], claimNames: Names, path: FieldPath): readonly FieldError[] {
  const seen = new Set<string>();
  return validateEach(claims, path, ({ name, request }, at) => {
    if (name === '') return [required(at)];
    const key = request ? `${name}/${request}` : name;
    const errors = request ? [...invalidFor(at.child('request'), request, dnsLabelProblems(request))] : [];
    const overlaps = seen.has(name) || seen.has(key) || (!request && [...seen].some((other) => other.startsWith(`${name}/`)));
    if (overlaps) errors.push(duplicateValue(at, seen.has(name) ? name : key));
    seen.add(key);
    if (!claimNames.has(name)) {
      const known = claimNames.size === 0 ? ' which is empty' : `: ${[...claimNames].sort().join(', ')}`;
      const missing = notFoundValue(at, name);
      errors.push({ ...missing, message: `${missing.message}: must be one of the names in pod.spec.resourceClaims${known}` });
    }
    return errors;
  });
}
