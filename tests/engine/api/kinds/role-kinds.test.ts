import { describe, expect, it } from 'vitest';
import { createApiRig, type Manifest } from './api-rig.ts';

const RBAC = 'rbac.authorization.k8s.io';
const rule = (more: object) => ({ apiGroups: [''], resources: ['pods'], verbs: ['get'], ...more });
const role = (rules: readonly object[], name = 'reader') => ({ kind: 'Role', metadata: { name }, rules }) as unknown as Manifest<'Role'>;
const clusterRole = (more: object, name = 'reader') => ({ kind: 'ClusterRole', metadata: { name }, ...more }) as unknown as Manifest<'ClusterRole'>;
const roleRef = { apiGroup: RBAC, kind: 'Role', name: 'reader' };
const binding = (more: object, name = 'reader') => ({ kind: 'RoleBinding', metadata: { name }, roleRef, ...more }) as unknown as Manifest<'RoleBinding'>;
const clusterBinding = (more: object, name = 'reader') => ({ kind: 'ClusterRoleBinding', metadata: { name }, roleRef: { ...roleRef, kind: 'ClusterRole' }, ...more }) as unknown as Manifest<'ClusterRoleBinding'>;

describe('roles', () => {
  const rig = createApiRig();

  it.each([
    [[rule({ verbs: [] })], 'rules[0].verbs: Required value: verbs must contain at least one value'],
    [[rule({}), rule({ apiGroups: [] })], 'rules[1].apiGroups: Required value: resource rules must supply at least one api group'],
    [[rule({ resources: [] })], 'rules[0].resources: Required value: resource rules must supply at least one resource'],
    [[{ nonResourceURLs: ['/metrics'], verbs: ['get'] }], 'rules[0].nonResourceURLs: Invalid value: ["/metrics"]: namespaced rules cannot apply to non-resource URLs'],
  ])('%j is refused', (rules, message) => {
    expect(rig.refusal(() => rig.create(role(rules)))).toBe(message);
  });

  it('of the cluster are for resources or for paths', () => {
    expect(rig.refusal(() => rig.create(clusterRole({ rules: [rule({ nonResourceURLs: ['/metrics'] })] }))))
      .toBe('rules[0].nonResourceURLs: Invalid value: ["/metrics"]: rules cannot apply to both regular resources and non-resource URLs');
    expect(rig.refusal(() => rig.create(clusterRole({ rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }] })))).toBe('');
  });

  it('may be called as a path allows', () => {
    expect(rig.refusal(() => rig.create(role([rule({})], 'system:reader')))).toBe('');
    expect(rig.refusal(() => rig.create(role([rule({})], 'a/b%c')))).toBe('[metadata.name: Invalid value: "a/b%c": may not contain \'/\', metadata.name: Invalid value: "a/b%c": may not contain \'%\']');
    expect(rig.refusal(() => rig.create(role([rule({})], '..')))).toBe('metadata.name: Invalid value: "..": may not be \'..\'');
  });

  it('aggregate by selectors that can be read', () => {
    expect(rig.refusal(() => rig.create(clusterRole({ aggregationRule: { clusterRoleSelectors: [] } }, 'sum'))))
      .toBe('aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil');
    const wrong = { matchExpressions: [{ key: 'a', operator: 'Is', values: ['b'] }] };
    expect(rig.refusal(() => rig.create(clusterRole({ aggregationRule: { clusterRoleSelectors: [wrong] } }, 'sum'))))
      .toContain('aggregationRule.clusterRoleSelectors[0].matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator');
  });

  it('are printed with the moment they were made', () => {
    expect(rig.row(rig.create(role([], 'empty')))).toEqual({ Name: 'empty', 'Created At': '2026-01-05T10:00:00Z' });
  });
});

describe('bindings', () => {
  const rig = createApiRig();

  it('get the groups that they leave out', () => {
    const created = rig.create(binding({ roleRef: { kind: 'Role', name: 'reader' }, subjects: [{ kind: 'User', name: 'jane' }, { kind: 'ServiceAccount', name: 'robot' }] }, 'short'));
    expect(created.roleRef.apiGroup).toBe(RBAC);
    expect(created.subjects).toEqual([{ kind: 'User', name: 'jane', apiGroup: RBAC }, { kind: 'ServiceAccount', name: 'robot' }]);
  });

  it.each([
    [{ roleRef: { apiGroup: 'apps', kind: 'Role', name: 'x' } }, `roleRef.apiGroup: Unsupported value: "apps": supported values: "${RBAC}"`],
    [{ roleRef: { ...roleRef, kind: 'Pod' } }, 'roleRef.kind: Unsupported value: "Pod": supported values: "Role", "ClusterRole"'],
    [{ roleRef: { ...roleRef, name: '' } }, 'roleRef.name: Required value'],
    [{ roleRef: undefined }, '[roleRef.kind: Unsupported value: "": supported values: "Role", "ClusterRole", roleRef.name: Required value]'],
    [{ subjects: [{ kind: 'User', name: '' }] }, 'subjects[0].name: Required value'],
    [{ subjects: [{ kind: 'Group', name: 'a', apiGroup: 'apps' }] }, `subjects[0].apiGroup: Unsupported value: "apps": supported values: "${RBAC}"`],
    [{ subjects: [{ kind: 'ServiceAccount', name: 'a', apiGroup: RBAC }] }, `subjects[0].apiGroup: Unsupported value: "${RBAC}": supported values: ""`],
    [{ subjects: [{ kind: 'Robot', name: 'a' }] }, 'subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"'],
  ])('%j is refused', (more, message) => {
    expect(rig.refusal(() => rig.create(binding(more)))).toBe(message);
  });

  it('of the cluster bind ClusterRoles, and name the namespace of a service account', () => {
    expect(rig.refusal(() => rig.create(clusterBinding({ roleRef })))).toBe('roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"');
    expect(rig.refusal(() => rig.create(clusterBinding({ subjects: [{ kind: 'ServiceAccount', name: 'robot' }] })))).toBe('subjects[0].namespace: Required value');
  });

  it('bind one role for good', () => {
    const created = rig.create(binding({ subjects: [{ kind: 'User', name: 'jane' }] }));
    const message = rig.refusal(() => rig.user.update<'RoleBinding'>({ ...created, roleRef: { ...created.roleRef, name: 'writer' } }));
    expect(message).toBe(`roleRef: Invalid value: {"APIGroup":"${RBAC}","Kind":"Role","Name":"writer"}: cannot change roleRef`);
    expect(rig.refusal(() => rig.user.update<'RoleBinding'>({ ...created, subjects: [] }))).toBe('');
  });

  it('are printed with whom they grant what', () => {
    const subjects = [{ kind: 'User', name: 'jane' }, { kind: 'User', name: 'joe' }, { kind: 'Group', name: 'devs' }, { kind: 'ServiceAccount', namespace: 'ci', name: 'robot' }];
    expect(rig.row(rig.create(clusterBinding({ subjects }, 'printed')))).toMatchObject({ Name: 'printed', Role: 'ClusterRole/reader', Users: 'jane, joe', Groups: 'devs', ServiceAccounts: 'ci/robot' });
  });
});
