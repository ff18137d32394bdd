import { describe, expect, it } from 'vitest';
import { account, clusterRole, clusterRoleBinding, clusterWith, configMap, group, JANE, read, refusal, role, roleBinding, user } from './rbac-cluster.ts';

const jane = { name: 'jane', groups: [] };
const ask = (verb: string, resource: string, more: object = {}) => ({ verb, group: '', resource, ...more });

describe('who is refused is told so in the words of the API server', () => {
  const simulation = clusterWith(configMap('settings'));

  it('names the object, the resource, its group and the namespace', () => {
    expect(refusal(() => simulation.act({ type: 'delete', target: { kind: 'Deployment', namespace: 'shop', name: 'web' } }, JANE)))
      .toBe('deployments.apps "web" is forbidden: User "jane" cannot delete resource "deployments" in API group "apps" in the namespace "shop"');
  });

  it('has no name to tell when something is created, and no namespace at the cluster scope', () => {
    expect(refusal(() => simulation.act({ type: 'create', object: configMap('new') }, JANE)))
      .toBe('configmaps is forbidden: User "jane" cannot create resource "configmaps" in API group "" in the namespace "default"');
    expect(refusal(() => simulation.act({ type: 'create', object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } }, JANE)))
      .toBe('namespaces is forbidden: User "jane" cannot create resource "namespaces" in API group "" at the cluster scope');
  });

  it('takes a namespace as being in itself', () => {
    expect(refusal(() => simulation.act({ type: 'delete', target: { kind: 'Namespace', namespace: '', name: 'default' } }, JANE)))
      .toBe('namespaces "default" is forbidden: User "jane" cannot delete resource "namespaces" in API group "" in the namespace "default"');
  });

  it('is a Status with its reason, code and details', () => {
    let status: unknown;
    try {
      simulation.act({ type: 'delete', target: { kind: 'ConfigMap', namespace: 'default', name: 'settings' } }, JANE);
    } catch (error) {
      ({ status } = error as { status: unknown });
    }
    expect(status).toMatchObject({ reason: 'Forbidden', code: 403, details: { name: 'settings', kind: 'configmaps' } });
  });

  it('says which role of a binding is not there', () => {
    const { problems } = clusterWith(roleBinding('lost', 'Role/gone', [user('jane')])).preview([configMap('new')], JANE);
    expect(problems.map(({ message }) => message)).toEqual([
      'configmaps "new" is forbidden: User "jane" cannot get resource "configmaps" in API group "" in the namespace "default": RBAC: role.rbac.authorization.k8s.io "gone" not found',
    ]);
  });
});

describe('what a rule permits', () => {
  it('holds in the namespace of its binding alone', () => {
    const simulation = clusterWith(role('reader', [read('pods')]), roleBinding('reader', 'Role/reader', [user('jane')]));
    expect(simulation.can(jane, ask('list', 'pods', { namespace: 'default' }))).toBe(true);
    expect(simulation.can(jane, ask('list', 'pods', { namespace: 'kube-system' }))).toBe(false);
    expect(simulation.can(jane, ask('list', 'pods'))).toBe(false);
    expect(simulation.can(jane, ask('delete', 'pods', { namespace: 'default' }))).toBe(false);
    expect(simulation.can({ name: 'joe', groups: [] }, ask('list', 'pods', { namespace: 'default' }))).toBe(false);
  });

  it('of a ClusterRole holds in one namespace or everywhere, as it is bound', () => {
    const simulation = clusterWith(roleBinding('view-here', 'ClusterRole/view', [user('jane')]), clusterRoleBinding('view-all', 'view', [user('joe')]));
    expect(simulation.can(jane, ask('get', 'services', { namespace: 'default', name: 'web' }))).toBe(true);
    expect(simulation.can(jane, ask('get', 'services', { namespace: 'kube-system', name: 'web' }))).toBe(false);
    expect(simulation.can({ name: 'joe', groups: [] }, ask('list', 'services'))).toBe(true);
  });

  it('a subresource is a resource of its own; a star stands for all of them', () => {
    const simulation = clusterWith(
      clusterRole('scaler', [{ apiGroups: ['*'], resources: ['*/scale'], verbs: ['patch'] }, { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] }]),
      clusterRoleBinding('scaler', 'scaler', [user('jane')]),
    );
    expect(simulation.can(jane, { verb: 'patch', group: 'apps', resource: 'deployments', subresource: 'scale' })).toBe(true);
    expect(simulation.can(jane, { verb: 'patch', group: 'apps', resource: 'deployments' })).toBe(false);
    expect(simulation.can(jane, ask('get', 'pods', { subresource: 'log' }))).toBe(true);
    expect(simulation.can(jane, ask('get', 'pods'))).toBe(false);
  });

  it('with names holds for these alone, and not for lists', () => {
    const simulation = clusterWith(role('one', [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['settings'], verbs: ['get', 'list'] }]), roleBinding('one', 'Role/one', [user('jane')]));
    expect(simulation.can(jane, ask('get', 'configmaps', { namespace: 'default', name: 'settings' }))).toBe(true);
    expect(simulation.can(jane, ask('get', 'configmaps', { namespace: 'default', name: 'other' }))).toBe(false);
    expect(simulation.can(jane, ask('list', 'configmaps', { namespace: 'default' }))).toBe(false);
  });

  it('of paths ends in a star for all that follows', () => {
    const simulation = clusterWith(clusterRole('metrics', [{ nonResourceURLs: ['/metrics', '/debug/*'], verbs: ['get'] }]), clusterRoleBinding('metrics', 'metrics', [user('jane')]));
    expect(simulation.can(jane, { verb: 'get', path: '/metrics' })).toBe(true);
    expect(simulation.can(jane, { verb: 'get', path: '/debug/pprof' })).toBe(true);
    expect(simulation.can(jane, { verb: 'get', path: '/metrics/slis' })).toBe(false);
    expect(simulation.can(jane, { verb: 'post', path: '/metrics' })).toBe(false);
  });
});

describe('who a binding names', () => {
  it('may be a group', () => {
    const simulation = clusterWith(clusterRoleBinding('devs', 'edit', [group('devs')]));
    expect(simulation.can({ name: 'jane', groups: ['devs'] }, ask('create', 'pods', { namespace: 'default' }))).toBe(true);
    expect(simulation.can(jane, ask('create', 'pods', { namespace: 'default' }))).toBe(false);
  });

  it('may be a service account, of the namespace of the binding unless it says another', () => {
    const here = { kind: 'ServiceAccount', name: 'robot' };
    const simulation = clusterWith(role('reader', [read('pods')]), roleBinding('reader', 'Role/reader', [here, account('kube-system', 'other')]));
    const can = (name: string): boolean => simulation.can({ name, groups: [] }, ask('list', 'pods', { namespace: 'default' }));
    expect(can('system:serviceaccount:default:robot')).toBe(true);
    expect(can('system:serviceaccount:kube-system:other')).toBe(true);
    expect(can('system:serviceaccount:kube-system:robot')).toBe(false);
  });

  it('may be all service accounts, those of a namespace, or everybody who is known', () => {
    const simulation = clusterWith(
      clusterRoleBinding('all', 'view', [group('system:serviceaccounts:ci')]),
      clusterRole('hello', [read('nodes')]), clusterRoleBinding('hello', 'hello', [group('system:authenticated')]),
    );
    const robot = { name: 'system:serviceaccount:ci:robot', groups: [] };
    expect(simulation.can(robot, ask('list', 'pods'))).toBe(true);
    expect(simulation.can({ name: 'system:serviceaccount:default:robot', groups: [] }, ask('list', 'pods'))).toBe(false);
    expect(simulation.can(jane, ask('list', 'nodes'))).toBe(true);
    expect(simulation.can({ name: 'system:anonymous', groups: ['system:unauthenticated'] }, ask('list', 'nodes'))).toBe(false);
  });

  it('system:masters may do everything without a role', () => {
    const simulation = clusterWith();
    simulation.api.delete('ClusterRoleBinding', '', 'cluster-admin');
    expect(simulation.can({ name: 'root', groups: ['system:masters'] }, ask('delete', 'nodes'))).toBe(true);
  });
});

describe('a change of the rules', () => {
  it('counts from the next request on', () => {
    const simulation = clusterWith(role('reader', [read('pods')]), roleBinding('reader', 'Role/reader', [user('jane')]));
    const may = (resource: string): boolean => simulation.can(jane, ask('list', resource, { namespace: 'default' }));
    expect([may('pods'), may('services')]).toEqual([true, false]);
    simulation.api.apply(role('reader', [read('services')]));
    expect([may('pods'), may('services')]).toEqual([false, true]);
    simulation.api.apply(roleBinding('reader', 'Role/reader', [user('joe')]));
    expect(may('services')).toBe(false);
    simulation.api.apply(roleBinding('reader', 'Role/reader', [user('joe'), user('jane')]));
    expect(may('services')).toBe(true);
    simulation.api.delete('RoleBinding', 'default', 'reader');
    expect(may('services')).toBe(false);
  });

  it('can shut out the administrator, who can still look', () => {
    const simulation = clusterWith(configMap('settings'));
    simulation.api.delete('ClusterRoleBinding', '', 'kubeadm:cluster-admins');
    expect(refusal(() => simulation.api.delete('ConfigMap', 'default', 'settings'))).toContain('User "kubernetes-admin" cannot delete resource "configmaps"');
    expect(simulation.api.get('ConfigMap', 'default', 'settings')).toBeDefined();
    simulation.act({ type: 'delete', target: { kind: 'ConfigMap', namespace: 'default', name: 'settings' } }, { as: { name: 'root', groups: ['system:masters'] } });
    expect(simulation.api.get('ConfigMap', 'default', 'settings')).toBeUndefined();
  });
});

it('lists what a user may do in a namespace', () => {
  const simulation = clusterWith(
    role('reader', [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['settings'], verbs: ['get'] }]), roleBinding('reader', 'Role/reader', [user('jane')]),
    roleBinding('lost', 'Role/gone', [user('jane')]), roleBinding('lost-too', 'ClusterRole/gone', [user('jane')]),
  );
  const rules = simulation.rulesFor(jane, 'default');
  expect(rules.resourceRules).toContainEqual({ apiGroups: [''], resources: ['configmaps'], resourceNames: ['settings'], verbs: ['get'] });
  expect(rules.resourceRules).toContainEqual({ apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'], verbs: ['create'] });
  expect(rules.nonResourceRules).toContainEqual({ nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'], verbs: ['get'] });
  expect(rules.incomplete).toBe(false);
  expect(rules.evaluationError).toBe('[role.rbac.authorization.k8s.io "gone" not found, clusterrole.rbac.authorization.k8s.io "gone" not found]');
  expect(simulation.rulesFor(jane, 'kube-system').resourceRules).not.toContainEqual(expect.objectContaining({ resources: ['configmaps'] }));
});
