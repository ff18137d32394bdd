import type { AdmissionPlugin, AdmissionRequest } from '../api/admission.ts';
import { isSame } from '../api/equality.ts';
import { forbidden, isStatus, notFound } from '../api/errors.ts';
import type { KindMap, KubeObject } from '../api/object.ts';
import type { Store } from '../api/store.ts';
import { SYSTEM_MASTERS, type UserInfo, type Verb } from '../api/user.ts';
import { goQuote } from '../api/schema/go-quote.ts';
import { ruleAllows, type PolicyRule } from './policy-rule.ts';
import { aggregate, createRuleResolver, RBAC_GROUP, type RoleRef, type RuleResolver } from './rule-resolver.ts';
import { describeRules, goList, uncoveredRules } from './rule-coverage.ts';

type Role = KindMap['Role'] | KindMap['ClusterRole'];
type Binding = KindMap['RoleBinding'] | KindMap['ClusterRoleBinding'];

const FULL_AUTHORITY: readonly PolicyRule[] = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }];
const ROLES_AND_BINDINGS: ReadonlySet<string> = new Set(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);
const NO_AGGREGATION = 'must have cluster-admin privileges to use the aggregationRule';

/**
 * Nobody grants what they do not have themselves, unless they have the verb `escalate` on roles, or `bind` on the role that they bind
 * (pkg/registry/rbac/.../policybased/storage.go).
 */
export function createEscalationCheck(store: Store): AdmissionPlugin {
  const resolver = createRuleResolver(store);
  return {
    name: 'RBACEscalation',
    concerns: (kind, operation) => operation !== 'delete' && ROLES_AND_BINDINGS.has(kind),
    check(request) {
      const { user, resource, operation, object, previous } = request;
      if (!user || resource.group !== RBAC_GROUP || operation === 'delete' || user.groups.includes(SYSTEM_MASTERS)) return;
      if (previous && isGarbageCollectionOnly(object, previous)) return;
      if (resource.plural.endsWith('bindings')) checkBinding(resolver, user, request);
      else checkRole(resolver, user, request);
    },
  };
}

function checkRole(resolver: RuleResolver, user: UserInfo, { resource, object, previous }: AdmissionRequest): void {
  const { namespace = '', name = '' } = object.metadata;
  if (may(resolver, user, 'escalate', resource.plural, namespace, previous ? name : '')) return;
  const role = object as Role;
  const problem = escalation(resolver, user, namespace, role.rules ?? []);
  if (problem !== undefined) throw forbidden(resource, name, problem);
  // What is aggregated later cannot be looked at now.
  const aggregates = hasAggregation(role) || (previous !== undefined && hasAggregation(previous as Role));
  if (aggregates && escalation(resolver, user, namespace, FULL_AUTHORITY) !== undefined) throw forbidden(resource, name, NO_AGGREGATION);
}

function checkBinding(resolver: RuleResolver, user: UserInfo, request: AdmissionRequest): void {
  const { resource, object } = request;
  const { namespace = '', name = '' } = object.metadata;
  const { roleRef } = object as Binding;
  if (may(resolver, user, 'bind', `${roleRef.kind.toLowerCase()}s`, namespace, roleRef.name)) return;
  const rules = rulesToGrant(resolver, roleRef, request);
  const problem = escalation(resolver, user, namespace, rules);
  if (problem !== undefined) throw forbidden(resource, name, problem);
}

/**
 * A role that the same manifest is about to make is not there yet while that is tried, and has been looked at itself. One that is not there at
 * all is told as if it were a binding: what was asked for (generic/registry/store.go qualifiedResourceFromContext).
 */
function rulesToGrant(resolver: RuleResolver, roleRef: RoleRef, { resource, object, dryRun }: AdmissionRequest): readonly PolicyRule[] {
  try {
    return resolver.rulesOfRole(roleRef, object.metadata.namespace ?? '');
  } catch (error) {
    if (!isStatus(error, 'NotFound')) throw error;
    if (dryRun) return [];
    throw notFound(resource, roleRef.name);
  }
}

function may(resolver: RuleResolver, user: UserInfo, verb: Verb, resource: string, namespace: string, name: string): boolean {
  const question = { verb, group: RBAC_GROUP, resource, namespace, name };
  return resolver.rulesFor(user, namespace).rules.some((rule) => ruleAllows(rule, question));
}

/** Why the user cannot grant these rules; `undefined` when they hold them all (pkg/registry/rbac/validation ConfirmNoEscalation). */
function escalation(resolver: RuleResolver, user: UserInfo, namespace: string, rules: readonly PolicyRule[]): string | undefined {
  const held = resolver.rulesFor(user, namespace);
  const missing = uncoveredRules(held.rules, rules);
  if (missing.length === 0) return undefined;
  const who = `user ${goQuote(user.name)} (groups=${goList(user.groups)})`;
  const unresolved = held.errors.length > 0 ? `; resolution errors: [${aggregate(held.errors)}]` : '';
  return `${who} is attempting to grant RBAC permissions not currently held:\n${describeRules(missing)}${unresolved}`;
}

function hasAggregation(role: Role): boolean {
  return 'aggregationRule' in role && role.aggregationRule !== undefined;
}

/** Whether nothing is changed but what the garbage collector needs (pkg/registry/rbac IsOnlyMutatingGCFields). */
function isGarbageCollectionOnly(next: KubeObject, previous: KubeObject): boolean {
  const { ownerReferences, finalizers } = previous.metadata;
  return isSame({ ...next, metadata: { ...next.metadata, ownerReferences, finalizers } }, previous);
}
