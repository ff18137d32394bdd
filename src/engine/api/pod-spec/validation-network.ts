import type { FieldError } from '../errors.ts';
import { invalidValue, required, type FieldPath } from '../validation/field-error.ts';
import { dnsSubdomainProblems, patternProblem } from '../validation/names.ts';
import { invalidFor, validateEach } from './checks.ts';
import type { ContainerPort, PodSpec } from './pod-types.ts';

const MOST_NAMESERVERS = 3;
const MOST_SEARCH_PATHS = 32;
const MOST_SEARCH_CHARACTERS = 2048;
const MOST_NAME_CHARACTERS = 253;

/** Names resolved by a pod of its own accord (validatePodDNSConfig). */
export function validateDnsConfig({ dnsConfig, dnsPolicy }: PodSpec, path: FieldPath): readonly FieldError[] {
  if (!dnsConfig) return dnsPolicy === 'None' ? [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')] : [];
  const { nameservers = [], searches = [], options } = dnsConfig;
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    return [required(path.child('nameservers'), 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  }
  const errors: FieldError[] = [];
  const [nameserversPath, searchesPath] = [path.child('nameservers'), path.child('searches')];
  if (nameservers.length > MOST_NAMESERVERS) errors.push(invalidValue(nameserversPath, nameservers, `must not have more than ${MOST_NAMESERVERS} nameservers`));
  errors.push(...validateEach(nameservers, nameserversPath, validateIp));
  if (searches.length > MOST_SEARCH_PATHS) errors.push(invalidValue(searchesPath, searches, `must not have more than ${MOST_SEARCH_PATHS} search paths`));
  if (searches.join(' ').length > MOST_SEARCH_CHARACTERS) {
    errors.push(invalidValue(searchesPath, searches, `must not have more than ${MOST_SEARCH_CHARACTERS} characters (including spaces) in the search list`));
  }
  errors.push(
    ...validateEach(searches, searchesPath, validateSearch),
    ...validateEach(options, path.child('options'), ({ name }, at) => (name ? [] : [required(at, 'must not be empty')])),
  );
  return errors;
}

const SEARCH_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SEARCH = `${SEARCH_LABEL}(\\.${SEARCH_LABEL})*`;
const SEARCH_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
const searchPattern = new RegExp(`^${SEARCH}$`);

/** Unlike other domain names, these may have underscores and a dot at their end. */
function validateSearch(search: string, path: FieldPath): readonly FieldError[] {
  const name = search.endsWith('.') ? search.slice(0, -1) : search;
  if (search === '.') return [];
  if (name.length > MOST_NAME_CHARACTERS) return [invalidValue(path, name, `must be no more than ${MOST_NAME_CHARACTERS} characters`)];
  return searchPattern.test(name) ? [] : [invalidValue(path, name, patternProblem(SEARCH_RULE, SEARCH, 'example.com'))];
}

export function validateHostAliases(aliases: PodSpec['hostAliases'], path: FieldPath): readonly FieldError[] {
  return validateEach(aliases, path, ({ ip, hostnames }, at) => [
    ...validateIp(ip, at.child('ip')),
    ...validateEach(hostnames, at.child('hostnames'), (name, place) => invalidFor(place, name, dnsSubdomainProblems(name))),
  ]);
}

/**
 * On the host's network a container's ports are the host's (validatePodHostNetworkDeps).
 * @param isPod a template may leave host ports out: they are filled in when a pod is made
 */
export function validateHostNetworkPorts(spec: PodSpec, isPod: boolean, path: FieldPath): readonly FieldError[] {
  if (!spec.hostNetwork) return [];
  const validatePort = ({ hostPort = 0, containerPort }: ContainerPort, at: FieldPath): readonly FieldError[] => {
    if (hostPort === containerPort || (hostPort === 0 && !isPod)) return [];
    return [invalidValue(at.child('hostPort'), hostPort, 'must match `containerPort` when `hostNetwork` is true')];
  };
  return validateEach(spec.containers, path.child('containers'), ({ ports }, at) => validateEach(ports, at.child('ports'), validatePort));
}

function validateIp(text: string, path: FieldPath): readonly FieldError[] {
  return isIpV4(text) || isIpV6(text) ? [] : [invalidValue(path, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
}

function isIpV4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isIpV6(text: string): boolean {
  // The last two groups may be written as an IPv4 address.
  const lastColon = text.lastIndexOf(':');
  const tail = text.slice(lastColon + 1);
  const groupsOnly = tail.includes('.') && isIpV4(tail) ? `${text.slice(0, lastColon + 1)}0:0` : text;
  const halves = groupsOnly.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}
