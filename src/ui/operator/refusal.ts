import type { Json, JsonObject } from '../../engine/json.ts';

/** What an account was not permitted to do. */
export interface Refusal {
  readonly account: string;
  readonly verb: string;
  /** in the plural, with its subresource: `websites/status`. */
  readonly resource: string;
  readonly group: string;
  /** `''` for the whole cluster. */
  readonly namespace: string;
}

const WORDS = /User "([^"]+)" cannot (\w+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)")?/;
const READS = ['get', 'list', 'watch'];

/** Reads the API server's words; `null` when they refuse something else. */
export function refusalIn(message: string): Refusal | null {
  const [, account = '', verb = '', resource = '', group = '', namespace = ''] = WORDS.exec(message) ?? [];
  return verb === '' ? null : { account: account.split(':').at(-1) ?? account, verb, resource, group, namespace };
}

/** Two refusals that the same rule would answer. */
export function isSameRefusal(a: Refusal, b: Refusal): boolean {
  return a.verb === b.verb && a.resource === b.resource && a.group === b.group;
}

/** The verbs that are granted together: who reads something one way reads it in all. */
export function verbsFor({ verb }: Refusal): readonly string[] {
  return READS.includes(verb) ? READS : [verb];
}

/** A Role or ClusterRole that permits what was refused, and nothing else than before. */
export function roleWith(role: JsonObject, refusal: Refusal): JsonObject {
  const { apiVersion, kind, metadata } = role;
  const rules = Array.isArray(role['rules']) ? role['rules'] : [];
  const at = rules.findIndex((rule) => isJust(rule, 'apiGroups', refusal.group) && isJust(rule, 'resources', refusal.resource) && !has(rule, 'resourceNames'));
  const verbs = verbsFor(refusal);
  const added: Json = { apiGroups: [refusal.group], resources: [refusal.resource], verbs: [...verbs] };
  const next = at < 0 ? [...rules, added] : rules.map((rule, index) => (index === at ? { ...(rule as JsonObject), verbs: [...new Set([...list(rule, 'verbs'), ...verbs])] } : rule));
  const { name, namespace, labels } = metadata as JsonObject;
  return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}), ...(labels ? { labels } : {}) }, rules: next } as JsonObject;
}

function list(rule: Json | undefined, field: string): readonly string[] {
  const value = (rule as JsonObject | null | undefined)?.[field];
  return Array.isArray(value) ? value.map(String) : [];
}

function isJust(rule: Json | undefined, field: string, value: string): boolean {
  const values = list(rule, field);
  return values.length === 1 && values[0] === value;
}

function has(rule: Json | undefined, field: string): boolean {
  return list(rule, field).length > 0;
}
