import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../../src/engine/simulation.ts';
import { clusterRole, clusterWith } from './rbac-cluster.ts';

const cluster = createSimulation({ seed: 1 });
const may = (name: string, verb: string, group: string, resource: string, more: object = {}) => cluster.can({ name, groups: [] }, { verb, group, resource, ...more });

describe('what every cluster begins with', () => {
  it('roles that say where they come from', () => {
    const admin = cluster.api.get('ClusterRole', '', 'cluster-admin');
    expect(admin?.metadata).toMatchObject({
      labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' }, annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' }, creationTimestamp: '2026-01-05T10:00:00Z',
    });
    expect(admin?.rules).toEqual([{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }]);
  });

  it('the administrator of kubeadm, through a group', () => {
    expect(cluster.api.get('ClusterRoleBinding', '', 'kubeadm:cluster-admins')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [{ kind: 'Group', name: 'kubeadm:cluster-admins' }],
    });
    expect(cluster.can({ name: 'kubernetes-admin', groups: ['kubeadm:cluster-admins'] }, { verb: 'delete', group: '', resource: 'nodes' })).toBe(true);
  });

  it('components that may do their work and no more', () => {
    expect(may('system:kube-scheduler', 'create', '', 'pods', { subresource: 'binding', namespace: 'default' })).toBe(true);
    expect(may('system:kube-scheduler', 'create', '', 'pods', { namespace: 'default' })).toBe(false);
    expect(may('system:serviceaccount:kube-system:replicaset-controller', 'create', '', 'pods', { namespace: 'default' })).toBe(true);
    expect(may('system:serviceaccount:kube-system:replicaset-controller', 'create', '', 'secrets', { namespace: 'default' })).toBe(false);
    expect(may('system:serviceaccount:kube-system:bootstrap-signer', 'list', '', 'secrets', { namespace: 'kube-system' })).toBe(true);
    expect(may('system:serviceaccount:kube-system:bootstrap-signer', 'list', '', 'secrets', { namespace: 'default' })).toBe(false);
  });

  it('admin, edit and view, each with what the next may', () => {
    const rulesOf = (name: string) => cluster.api.get('ClusterRole', '', name)?.rules ?? [];
    const reads = rulesOf('system:aggregate-to-view');
    expect(rulesOf('view')).toEqual(reads);
    expect(rulesOf('edit')).toEqual([...rulesOf('system:aggregate-to-edit'), ...reads]);
    expect(rulesOf('admin')).toEqual(expect.arrayContaining([...rulesOf('edit'), ...rulesOf('system:aggregate-to-admin')]));
    expect(JSON.stringify(rulesOf('view'))).not.toContain('secrets');
  });

  it('everything as valid as if it had been sent', () => {
    const kinds = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'] as const;
    const objects = kinds.flatMap((kind): readonly object[] => cluster.api.list(kind));
    expect(objects.length).toBeGreaterThan(120);
    expect(cluster.preview(objects).problems).toEqual([]);
  });
});

describe('aggregation', () => {
  const selecting = (label: string) => ({ aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label]: 'true' } }] } });
  const part = (name: string, label: string, resource: string) => ({
    ...clusterRole(name, [{ apiGroups: ['example.com'], resources: [resource], verbs: ['get'] }]), metadata: { name, labels: { [label]: 'true' } },
  });

  it('fills a role with those it selects, and follows them', () => {
    const simulation = clusterWith(clusterRole('sum', [], selecting('sum')), part('a', 'sum', 'as'), part('b', 'sum', 'bs'));
    const resources = () => simulation.api.get('ClusterRole', '', 'sum')?.rules?.flatMap((rule) => rule.resources ?? []);
    simulation.settle();
    expect(resources()).toEqual(['as', 'bs']);
    simulation.api.apply(part('b', 'sum', 'cs'));
    simulation.settle();
    expect(resources()).toEqual(['as', 'cs']);
    simulation.api.delete('ClusterRole', '', 'a');
    simulation.settle();
    expect(resources()).toEqual(['cs']);
  });

  it('a role for a new kind reaches view, edit and admin', () => {
    const simulation = clusterWith(part('widgets', 'rbac.authorization.k8s.io/aggregate-to-view', 'widgets'));
    simulation.settle();
    for (const name of ['view', 'edit', 'admin']) {
      expect(simulation.api.get('ClusterRole', '', name)?.rules).toContainEqual({ apiGroups: ['example.com'], resources: ['widgets'], verbs: ['get'] });
    }
  });

  it('what is written into it by hand is taken back', () => {
    const simulation = clusterWith(clusterRole('sum', [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }], selecting('sum')), part('a', 'sum', 'as'));
    simulation.settle();
    expect(simulation.api.get('ClusterRole', '', 'sum')?.rules).toEqual([{ apiGroups: ['example.com'], resources: ['as'], verbs: ['get'] }]);
  });

  it('has nothing to do in a cluster that has only begun', () => {
    const simulation = createSimulation({ seed: 2 });
    const before = simulation.resourceVersion;
    expect(simulation.controllers.find(({ name }) => name === 'clusterrole-aggregation-controller')).toMatchObject({ running: true, queued: 0 });
    simulation.act({ type: 'fault', fault: 'stop-controller', target: { controller: 'clusterrole-aggregation-controller' } });
    simulation.act({ type: 'fault', fault: 'start-controller', target: { controller: 'clusterrole-aggregation-controller' } });
    expect(simulation.resourceVersion).toBe(before);
  });
});
