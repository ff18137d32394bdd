import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KindMap } from '../../../src/engine/api/object.ts';
import { objectKey } from '../../../src/engine/api/reference.ts';
import { createStore, type Store } from '../../../src/engine/api/store.ts';
import type { ResourceQuestion, UserInfo } from '../../../src/engine/api/user.ts';
import { createRbacAuthorizer } from '../../../src/engine/rbac/authorizer.ts';
import { ruleAllows, type PolicyRule } from '../../../src/engine/rbac/policy-rule.ts';
import { uncoveredRules } from '../../../src/engine/rbac/rule-coverage.ts';
import { propertyOptions } from '../../property-settings.ts';
import { account, clusterRole, clusterRoleBinding, group, role, roleBinding, user } from './rbac-cluster.ts';

type RbacKind = 'Role' | 'ClusterRole' | 'RoleBinding' | 'ClusterRoleBinding';

const NAMESPACES = ['a', 'b'];
const NAMES = ['x', 'y'];
const verb = fc.constantFrom('get', 'list', 'create', '*');
const someOf = (...items: readonly string[]) => fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: 2 });
const rule: fc.Arbitrary<PolicyRule> = fc.record({
  verbs: fc.uniqueArray(verb, { minLength: 1, maxLength: 2 }),
  apiGroups: someOf('', 'apps', '*'),
  resources: someOf('pods', 'pods/log', 'services', '*/log', '*'),
}).chain((base) => fc.option(someOf('one', 'two'), { nil: undefined }).map((resourceNames) => (resourceNames ? { ...base, resourceNames } : base)));
const rules = fc.array(rule, { maxLength: 3 });
const subject = fc.constantFrom(user('jane'), user('joe'), group('devs'), account('a', 'robot'), { kind: 'ServiceAccount', name: 'robot' });
const subjects = fc.array(subject, { maxLength: 3 });
const name = fc.constantFrom(...NAMES);
const namespace = fc.constantFrom(...NAMESPACES);
const roleRef = fc.tuple(fc.constantFrom('Role', 'ClusterRole'), name).map((parts) => parts.join('/'));

const object = fc.oneof(
  fc.tuple(name, rules, namespace).map(([of, what, where]) => role(of, what, where)),
  fc.tuple(name, rules).map(([of, what]) => clusterRole(of, what)),
  fc.tuple(name, roleRef, subjects, namespace).map(([of, ref, whom, where]) => roleBinding(of, ref, whom, where)),
  fc.tuple(name, name, subjects).map(([of, ref, whom]) => clusterRoleBinding(of, ref, whom)),
) as unknown as fc.Arbitrary<KindMap[RbacKind]>;
const step = fc.record({ object, removed: fc.boolean() });

const question: fc.Arbitrary<ResourceQuestion> = fc.record({
  verb: fc.constantFrom('get', 'list', 'create', 'delete'), group: fc.constantFrom('', 'apps', 'batch'), resource: fc.constantFrom('pods', 'services', 'secrets'),
  subresource: fc.constantFrom('', 'log', 'status'), namespace: fc.constantFrom('', ...NAMESPACES), name: fc.constantFrom('', 'one', 'three'),
});
const USERS: readonly UserInfo[] = [
  { name: 'jane', groups: [] }, { name: 'joe', groups: ['devs'] }, { name: 'system:serviceaccount:a:robot', groups: [] }, { name: 'system:serviceaccount:b:robot', groups: [] },
];

const write = (store: Store, { object: { kind, ...rest }, removed }: { readonly object: KindMap[RbacKind]; readonly removed: boolean }): void => {
  const context = { atMs: 0, actor: 'you', cause: 0 };
  if (removed) store.remove(kind, objectKey(rest.metadata.namespace, rest.metadata.name ?? ''), context);
  else store.put(kind, { kind, ...rest } as never, context);
};

/** Looks at every binding there is. */
function permits(store: Store, { name: who, groups }: UserInfo, asked: ResourceQuestion): boolean {
  const bindings = [...store.select('ClusterRoleBinding'), ...store.select('RoleBinding', { namespace: asked.namespace || 'none' })];
  return bindings.some(({ metadata, roleRef: ref, subjects: whom = [] }) => {
    const isMeant = whom.some((each) => (
      each.kind === 'User' ? each.name === who
      : each.kind === 'Group' ? groups.includes(each.name)
      : who === `system:serviceaccount:${each.namespace ?? metadata.namespace ?? ''}:${each.name}`));
    const granted = ref.kind === 'Role' ? store.get('Role', objectKey(metadata.namespace, ref.name)) : store.get('ClusterRole', ref.name);
    return isMeant && (granted?.rules ?? []).some((each) => ruleAllows(each, asked));
  });
}

it('the decision is that of all bindings as they are, whatever they were before', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(step, question), { minLength: 1, maxLength: 25 }), (steps) => {
      const store = createStore();
      const authorizer = createRbacAuthorizer(store);
      for (const [change, asked] of steps) {
        write(store, change);
        for (const each of USERS) expect(authorizer.allows(each, asked)).toBe(permits(store, each, asked));
      }
    }),
    propertyOptions(200),
  );
});

it('rules that cover others permit all that these permit', () => {
  fc.assert(
    fc.property(rules, rules, fc.array(question, { minLength: 20, maxLength: 40 }), (owned, wanted, questions) => {
      if (uncoveredRules(owned, wanted).length > 0) return;
      for (const asked of questions) if (wanted.some((each) => ruleAllows(each, asked))) expect(owned.some((each) => ruleAllows(each, asked))).toBe(true);
    }),
    propertyOptions(500),
  );
});

it('rules cover themselves, and what they do not cover is part of what is wanted', () => {
  fc.assert(
    fc.property(rules, rules, (owned, wanted) => {
      expect(uncoveredRules(owned, owned)).toEqual([]);
      const missing = uncoveredRules(owned, wanted);
      expect(uncoveredRules(wanted, missing)).toEqual([]);
      expect(uncoveredRules([...owned, ...missing], wanted)).toEqual([]);
    }),
    propertyOptions(300),
  );
});
