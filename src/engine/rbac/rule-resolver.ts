import { notFound } from '../api/errors.ts';
import type { KindMap } from '../api/object.ts';
import { objectKey } from '../api/reference.ts';
import type { Change, Store } from '../api/store.ts';
import { serviceAccountUser, type UserInfo } from '../api/user.ts';
import type { PolicyRule } from './policy-rule.ts';

type Binding = KindMap['RoleBinding'] | KindMap['ClusterRoleBinding'];
type Subject = NonNullable<Binding['subjects']>[number];
export type RoleRef = Binding['roleRef'];

/** What a user may do, as far as it could be found out. */
export interface ResolvedRules {
  readonly rules: readonly PolicyRule[];
  /** roles that are granted and are not there, in upstream's words. */
  readonly errors: readonly string[];
}

/** Finds the rules behind users (pkg/registry/rbac/validation DefaultRuleResolver). */
export interface RuleResolver {
  /** Of all bindings in the namespace and in the cluster; `''` leaves only the latter. */
  rulesFor(user: UserInfo, namespace: string): ResolvedRules;
  /** What a role of a binding in `namespace` permits; throws the 404. */
  rulesOfRole(role: RoleRef, namespace: string): readonly PolicyRule[];
}

export const RBAC_GROUP = 'rbac.authorization.k8s.io';
const RBAC_KINDS = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'] as const;

/**
 * Bindings are indexed by whom they name, from the first question on; what was found out is kept for each user until any role or binding
 * changes.
 */
export function createRuleResolver(store: Store): RuleResolver {
  /** by namespace (`''` for the cluster) and subject: bindings by name. */
  let index: Map<string, Map<string, Binding>> | undefined;
  let known = new WeakMap<UserInfo, Map<string, ResolvedRules>>();

  store.watch(RBAC_KINDS, (change: Change<(typeof RBAC_KINDS)[number]>) => {
    known = new WeakMap();
    if (!index || !isBindingChange(change)) return;
    if (change.previous) drop(index, change.previous);
    if (change.type !== 'DELETED') add(index, change.object);
  });

  function indexed(): Map<string, Map<string, Binding>> {
    if (!index) {
      index = new Map();
      for (const binding of [...store.select('ClusterRoleBinding'), ...store.select('RoleBinding')]) add(index, binding);
    }
    return index;
  }
  /** In the order of their names. */
  function bindingsOf({ name, groups }: UserInfo, namespace: string): readonly Binding[] {
    const found = new Map<string, Binding>();
    for (const subject of [userTerm(name), ...groups.map(groupTerm)]) {
      for (const [key, binding] of indexed().get(`${namespace} ${subject}`) ?? []) found.set(key, binding);
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, binding]) => binding);
  }
  function roleOf({ kind, name }: RoleRef, namespace: string): KindMap['Role'] | KindMap['ClusterRole'] | undefined {
    return kind === 'Role' ? store.get('Role', objectKey(namespace, name)) : store.get('ClusterRole', name);
  }
  function resolve(user: UserInfo, namespace: string): ResolvedRules {
    const bindings = [...bindingsOf(user, ''), ...(namespace === '' ? [] : bindingsOf(user, namespace))];
    const rules: PolicyRule[] = [];
    const errors = new Set<string>();
    for (const { roleRef, metadata } of bindings) {
      const role = roleOf(roleRef, metadata.namespace ?? '');
      if (role) rules.push(...(role.rules ?? []));
      else errors.add(`${roleRef.kind.toLowerCase()}.${RBAC_GROUP} "${roleRef.name}" not found`);
    }
    return { rules, errors: [...errors] };
  }

  return {
    rulesFor(user, namespace) {
      let byNamespace = known.get(user);
      if (!byNamespace) known.set(user, (byNamespace = new Map()));
      let resolved = byNamespace.get(namespace);
      if (!resolved) byNamespace.set(namespace, (resolved = resolve(user, namespace)));
      return resolved;
    },
    rulesOfRole(roleRef, namespace) {
      const role = roleOf(roleRef, namespace);
      if (!role) throw notFound({ group: RBAC_GROUP, plural: `${roleRef.kind.toLowerCase()}s`, kind: roleRef.kind }, roleRef.name);
      return role.rules ?? [];
    },
  };
}

/** Several errors as upstream joins them (apimachinery/pkg/util/errors Aggregate). */
export function aggregate(errors: readonly string[]): string {
  return errors.length === 1 ? errors.join('') : `[${errors.join(', ')}]`;
}

function isBindingChange(change: Change<(typeof RBAC_KINDS)[number]>): change is Change<'RoleBinding'> | Change<'ClusterRoleBinding'> {
  return change.kind === 'RoleBinding' || change.kind === 'ClusterRoleBinding';
}

function add(index: Map<string, Map<string, Binding>>, binding: Binding): void {
  for (const term of termsOf(binding)) {
    const bindings = index.get(term);
    if (bindings) bindings.set(binding.metadata.name ?? '', binding);
    else index.set(term, new Map([[binding.metadata.name ?? '', binding]]));
  }
}

function drop(index: Map<string, Map<string, Binding>>, binding: Binding): void {
  for (const term of termsOf(binding)) {
    const bindings = index.get(term);
    bindings?.delete(binding.metadata.name ?? '');
    if (bindings?.size === 0) index.delete(term);
  }
}

function termsOf({ metadata: { namespace = '' }, subjects = [] }: Binding): readonly string[] {
  return subjects.flatMap((subject) => subjectTerm(subject, namespace).map((term) => `${namespace} ${term}`));
}

/** A service account of a binding in a namespace is one of that namespace unless it says otherwise. */
function subjectTerm({ kind, name, namespace: own }: Subject, bindingNamespace: string): readonly string[] {
  if (kind === 'User') return [userTerm(name)];
  if (kind === 'Group') return [groupTerm(name)];
  const namespace = own || bindingNamespace;
  return kind === 'ServiceAccount' && namespace !== '' ? [userTerm(serviceAccountUser(namespace, name))] : [];
}

function userTerm(name: string): string {
  return `user ${name}`;
}

function groupTerm(name: string): string {
  return `group ${name}`;
}
