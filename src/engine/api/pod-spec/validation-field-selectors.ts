import type { FieldError } from '../errors.ts';
import { compareQuantities, formatQuantity, parseQuantity, quantityOf } from '../schema/quantity.ts';
import { invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { qualifiedNameProblems } from '../validation/names.ts';
import { invalidFor, validatePresent } from './checks.ts';
import type { FieldSelector, ResourceFieldSelector } from './pod-types.ts';

/** Fields of a pod that the downward API knows, besides single labels and annotations (pkg/apis/core/pods/helpers.go). */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.restartPolicy',
  'spec.serviceAccountName', 'spec.schedulerName', 'status.phase', 'status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs',
]);
const RESOURCES = ['limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory'];
const HUGE_PAGES = /^(requests|limits)\.hugepages-/;
const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/**
 * A reference to a field of the pod itself (validateObjectFieldSelector).
 * @param supported paths that are allowed at this place, sorted
 */
export function validateFieldSelector({ apiVersion, fieldPath }: FieldSelector, supported: readonly string[], path: FieldPath): readonly FieldError[] {
  if (!apiVersion) return [required(path.child('apiVersion'))];
  if (!fieldPath) return [required(path.child('fieldPath'))];
  const [, base = fieldPath, key] = /^(.*)\['([^']*)'\]$/.exec(fieldPath) ?? [];
  const problem = conversionProblem(apiVersion, base, key !== undefined);
  if (problem) return [invalidValue(path.child('fieldPath'), fieldPath, `error converting fieldPath: ${problem}`)];
  if (key === undefined) return supported.includes(base) ? [] : [notSupported(path.child('fieldPath'), base, supported)];
  return invalidFor(path, key, qualifiedNameProblems(base === 'metadata.annotations' ? key.toLowerCase() : key));
}

function conversionProblem(apiVersion: string, base: string, hasKey: boolean): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`;
  if (hasKey) return base === 'metadata.annotations' || base === 'metadata.labels' ? undefined : `field label does not support subscript: ${base}`;
  return KNOWN_FIELDS.has(base) ? undefined : `field label not supported: ${base}`;
}

/** A reference to a container's request or limit; files must say whose (validateContainerResourceFieldSelector). */
export function validateResourceFieldSelector(selector: ResourceFieldSelector, isFile: boolean, path: FieldPath): readonly FieldError[] {
  const missing = isFile ? validatePresent(selector.containerName, path.child('containerName')) : [];
  return [...(missing.length > 0 ? missing : validateResource(selector.resource, path.child('resource'))), ...validateDivisor(selector, path.child('divisor'))];
}

function validateResource(resource: string, path: FieldPath): readonly FieldError[] {
  if (!resource) return [required(path)];
  return RESOURCES.includes(resource) || HUGE_PAGES.test(resource) ? [] : [notSupported(path, resource, RESOURCES)];
}

function validateDivisor({ resource, divisor }: ResourceFieldSelector, path: FieldPath): readonly FieldError[] {
  const parsed = divisor === undefined ? undefined : parseQuantity(divisor);
  if (!parsed?.ok || compareQuantities(parsed.quantity, quantityOf(0)) === 0) return [];
  const written = formatQuantity(parsed.quantity);
  if (resource.endsWith('.cpu')) {
    return written === '1' || written === '1m' ? [] : [invalidValue(path, resource, "only divisor's values 1m and 1 are supported with the cpu resource")];
  }
  const what = HUGE_PAGES.test(resource) ? 'hugepages' : resource.endsWith('.memory') ? 'memory' : 'local ephemeral storage';
  if (BYTE_DIVISORS.includes(written)) return [];
  return [invalidValue(path, resource, `only divisor's values ${BYTE_DIVISORS.join(', ')} are supported with the ${what} resource`)];
}
