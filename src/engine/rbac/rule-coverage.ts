import { goQuote } from '../api/schema/go-quote.ts';
import { coversUrl, type PolicyRule } from './policy-rule.ts';

const ALL = '*';

/** What `owned` does not cover of `wanted`, one verb of one resource each (component-helpers/auth/rbac/validation Covers). */
export function uncoveredRules(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly PolicyRule[] {
  return wanted.flatMap(brokenDown).filter((part) => !owned.some((rule) => covers(rule, part)));
}

function brokenDown({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs }: PolicyRule): readonly PolicyRule[] {
  const parts: PolicyRule[] = [];
  for (const group of apiGroups) {
    for (const resource of resources) {
      for (const verb of verbs) {
        const part = { apiGroups: [group], resources: [resource], verbs: [verb] };
        if (resourceNames.length === 0) parts.push(part);
        else parts.push(...resourceNames.map((name) => ({ ...part, resourceNames: [name] })));
      }
    }
  }
  for (const url of nonResourceURLs) parts.push(...verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })));
  return parts;
}

function covers(owned: PolicyRule, part: PolicyRule): boolean {
  return hasAllOrStar(owned.verbs, part.verbs)
    && hasAllOrStar(owned.apiGroups, part.apiGroups)
    && coversResources(owned.resources ?? [], part.resources ?? [])
    && (part.nonResourceURLs ?? []).every((url) => owned.nonResourceURLs?.some((pattern) => coversUrl(pattern, url)))
    && coversNames(owned.resourceNames ?? [], part.resourceNames ?? []);
}

function hasAllOrStar(owned: readonly string[] = [], wanted: readonly string[] = []): boolean {
  return owned.includes(ALL) || wanted.every((item) => owned.includes(item));
}

function coversResources(owned: readonly string[], wanted: readonly string[]): boolean {
  if (hasAllOrStar(owned, wanted)) return true;
  return wanted.every((path) => owned.includes(path) || (path.includes('/') && owned.includes(`${ALL}${path.slice(path.indexOf('/'))}`)));
}

/** Without names a rule holds for all of them, so that only such a rule covers another without names. */
function coversNames(owned: readonly string[], wanted: readonly string[]): boolean {
  return owned.length === 0 || (wanted.length > 0 && wanted.every((name) => owned.includes(name)));
}

/** Rules as a refusal lists them, one a line: those of the same resource in one (pkg/registry/rbac/validation CompactRules). */
export function describeRules(rules: readonly PolicyRule[]): string {
  const simple = new Map<string, PolicyRule>();
  const described: string[] = [];
  for (const rule of rules) {
    const [group] = rule.apiGroups ?? [];
    const [resource] = rule.resources ?? [];
    if (rule.resourceNames || group === undefined || resource === undefined) {
      described.push(describe(rule));
      continue;
    }
    const key = `${group} ${resource}`;
    simple.set(key, { ...rule, verbs: [...(simple.get(key)?.verbs ?? []), ...rule.verbs] });
  }
  return [...new Set([...described, ...[...simple.values()].map(describe)])].sort().join('\n');
}

function describe({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const fields = { APIGroups: apiGroups, Resources: resources, NonResourceURLs: nonResourceURLs, ResourceNames: resourceNames, Verbs: verbs };
  const shown = Object.entries(fields).flatMap(([field, list]) => (list?.length ? [`${field}:${goList(list)}`] : []));
  return `{${shown.join(', ')}}`;
}

/** A list of strings as Go's `%q` prints it. */
export function goList(items: readonly string[]): string {
  return `[${items.map(goQuote).join(' ')}]`;
}
