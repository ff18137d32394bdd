import type { FieldError } from '../errors.ts';
import { ipFamilyOf } from '../ip-family.ts';
import { validateEach, validateOptionalChoice, validateUnused } from '../pod-spec/checks.ts';
import { fieldPath, invalidValue, notSupported, required } from '../validation/field-error.ts';
import { ipProblems } from '../validation/ip-addresses.ts';
import { isHeadless, needsClusterIp, type ServiceSpec } from './service-traits.ts';

const SPEC = fieldPath('spec');
const ADDRESSES = SPEC.child('clusterIPs');
const FAMILIES = SPEC.child('ipFamilies');
const POLICY = SPEC.child('ipFamilyPolicy');
const KNOWN_FAMILIES = ['IPv4', 'IPv6'];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** Addresses and families together (ValidateServiceClusterIPsRelatedFields); the cluster has IPv4 alone. */
export function validateAddresses(spec: ServiceSpec): readonly FieldError[] {
  if (!needsClusterIp(spec)) return [];
  const { clusterIP = '', clusterIPs = [], ipFamilies = [] } = spec;
  const errors: FieldError[] = [];
  if (clusterIP !== '' && clusterIPs.length === 0) errors.push(required(ADDRESSES));
  if (clusterIP === '' && clusterIPs.length > 0) errors.push(invalidValue(ADDRESSES, clusterIPs, 'must be empty when `clusterIP` is not specified'));
  if (clusterIP !== '' && clusterIPs.length > 0 && clusterIPs[0] !== clusterIP) errors.push(invalidValue(ADDRESSES, clusterIPs, 'first value must match `clusterIP`'));
  errors.push(...validateFamilies(ipFamilies), ...validateOptionalChoice(spec.ipFamilyPolicy, POLICIES, POLICY));
  errors.push(
    ...validateEach(clusterIPs, ADDRESSES, (address, path) => {
      if (address === 'None') return clusterIPs.length > 1 ? [invalidValue(path, address, "'None' must be the first and only value")] : [];
      return ipProblems(address).map((problem) => invalidValue(path, address, problem));
    }),
  );
  if (clusterIPs.length > 2) errors.push(invalidValue(ADDRESSES, clusterIPs, 'may only hold up to 2 values'));
  for (const [position, address] of clusterIPs.entries()) {
    const [family, told] = [ipFamilyOf(address), ipFamilies[position]];
    if (family && told && family !== told) errors.push(invalidValue(ADDRESSES.index(position), address, `expected an ${told} value as indicated by \`ipFamilies[${position}]\``));
  }
  return errors.length > 0 ? errors : validateSingleStack(spec);
}

function validateFamilies(families: readonly string[]): readonly FieldError[] {
  const seen = new Set<string>();
  const errors = validateEach(families, FAMILIES, (family, path) =>
    KNOWN_FAMILIES.includes(family) ? validateUnused(family, seen, path) : [notSupported(path, family, KNOWN_FAMILIES)]);
  return families.length > 2 ? [...errors, invalidValue(FAMILIES, families, 'may only hold up to 2 values')] : errors;
}

/** What a cluster of one family cannot give (pkg/registry/core/service/storage/alloc.go initIPFamilyFields). */
function validateSingleStack(spec: ServiceSpec): readonly FieldError[] {
  const { ipFamilyPolicy, ipFamilies = [], clusterIPs = [] } = spec;
  const errors: FieldError[] = [];
  if (ipFamilyPolicy === 'SingleStack') {
    const detail = (what: string): string => `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`;
    if (clusterIPs.length === 2) errors.push(invalidValue(POLICY, ipFamilyPolicy, detail('cluster IPs')));
    if (ipFamilies.length === 2) errors.push(invalidValue(POLICY, ipFamilyPolicy, detail('IP families')));
  }
  const hasOwnEndpoints = isHeadless(spec) && Object.keys(spec.selector ?? {}).length === 0;
  if (errors.length > 0 || hasOwnEndpoints) return errors;
  if (ipFamilyPolicy === 'RequireDualStack') errors.push(invalidValue(POLICY, ipFamilyPolicy, 'this cluster is not configured for dual-stack services'));
  errors.push(...validateEach(ipFamilies, FAMILIES, (family, path) => (family === 'IPv4' ? [] : [invalidValue(path, family, 'not configured on this cluster')])));
  return errors;
}

/** The first address and family stay for good, unless the Service is or was an ExternalName (ValidateServiceUpdate). */
export function validateAddressChange(next: ServiceSpec, previous: ServiceSpec): readonly FieldError[] {
  if (!needsClusterIp(next) || !needsClusterIp(previous)) return [];
  const errors: FieldError[] = [];
  const [address, family] = [previous.clusterIPs?.[0], previous.ipFamilies?.[0]];
  if (address !== undefined && next.clusterIPs?.[0] !== address) {
    const detail = next.clusterIPs?.length ? 'may not change once set' : 'primary clusterIP can not be unset';
    errors.push(invalidValue(ADDRESSES.index(0), next.clusterIPs ?? [], detail));
  }
  if (family !== undefined && next.ipFamilies?.length && next.ipFamilies[0] !== family) {
    errors.push(invalidValue(FAMILIES.index(0), next.ipFamilies, 'may not change once set'));
  }
  return errors;
}
