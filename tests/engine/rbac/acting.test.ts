import { describe, expect, it } from 'vitest';
import { createSimulation, replay, restoreSimulation, type Acting, type Simulation } from '../../../src/engine/simulation.ts';
import { deployment } from '../web-cluster.ts';
import { clusterRole, clusterRoleBinding, clusterWith, configMap, group, JANE, read, refusal, user } from './rbac-cluster.ts';

const remove = (name: string) => ({ type: 'delete', target: { kind: 'ConfigMap', namespace: 'default', name } }) as const;
const editor: Acting = { as: { name: 'jane', groups: ['editors'] } };

function withEditors(...more: readonly object[]): Simulation {
  return clusterWith(clusterRoleBinding('editors', 'edit', [group('editors')]), configMap('settings'), ...more);
}

describe('a person acts as a user', () => {
  it('who may do what their roles permit, and it is said who did it', () => {
    const simulation = withEditors();
    expect(simulation.act(remove('settings'), editor).sentence).toBe('You deleted ConfigMap settings as jane');
    expect(simulation.actions.at(-1)).toMatchObject({ as: { name: 'jane', groups: ['editors'] }, refused: false });
  });

  it('and is the administrator without a word', () => {
    const simulation = withEditors();
    expect(simulation.act(remove('settings')).sentence).toBe('You deleted ConfigMap settings');
    expect(simulation.actions.at(-1)).not.toHaveProperty('as');
  });

  it('what is refused changes nothing and is recorded with the user', () => {
    const simulation = withEditors();
    const version = simulation.resourceVersion;
    expect(refusal(() => simulation.act(remove('settings'), JANE))).toContain('User "jane" cannot delete resource "configmaps"');
    expect(simulation.resourceVersion).toBe(version);
    expect(simulation.actions.at(-1)).toMatchObject({ as: { name: 'jane' }, refused: true });
  });

  it('each object of a manifest that is refused is a problem of its own', () => {
    const simulation = withEditors();
    const objects = [configMap('ours'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }];
    expect(simulation.preview(objects, editor).problems).toEqual([{
      document: 1, path: ['metadata', 'name'],
      message: 'namespaces is forbidden: User "jane" cannot create resource "namespaces" in API group "" at the cluster scope',
    }]);
    expect(simulation.act({ type: 'apply', objects: objects as never }, editor).problems).toHaveLength(1);
    expect(simulation.api.get('ConfigMap', 'default', 'ours')).toBeUndefined();
  });

  it('scaling takes the subresource', () => {
    const scaler = clusterRole('scaler', [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] }, { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['patch'] }]);
    const simulation = clusterWith(scaler, clusterRoleBinding('scaler', 'scaler', [user('jane')]), deployment('web', 1));
    const target = { kind: 'Deployment', namespace: 'default', name: 'web' };
    expect(simulation.act({ type: 'scale', target, replicas: 2 }, JANE).sentence).toBe('You scaled Deployment web to 2 as jane');
    expect(refusal(() => simulation.act({ type: 'restart-rollout', target }, JANE))).toContain('User "jane" cannot patch resource "deployments" in API group "apps"');
  });

  it('faults of machines ask nobody; those that are requests to the API do', () => {
    const simulation = clusterWith();
    const inject = (fault: 'power-off-node' | 'cordon-node' | 'drain-node' | 'remove-node', acting: Acting = JANE): string => refusal(() => simulation.act({ type: 'fault', fault, target: { node: 'node-1' } }, acting));
    expect(inject('power-off-node')).toBe('');
    expect(inject('cordon-node')).toContain('User "jane" cannot get resource "nodes"');
    expect(inject('drain-node')).toContain('is forbidden');
    expect(inject('remove-node')).toContain('is forbidden');
    expect(simulation.machines.get('node-1')).toBeDefined();
    expect(inject('remove-node', {})).toBe('');
    expect(simulation.machines.get('node-1')).toBeUndefined();
  });

  it('a drain goes as far as the user may', () => {
    const simulation = clusterWith(
      clusterRole('cordoner', [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] }, read('pods')]), clusterRoleBinding('cordoner', 'cordoner', [user('jane')]),
      deployment('web', 3),
    );
    simulation.settle();
    expect(simulation.act({ type: 'fault', fault: 'drain-node', target: { node: 'node-1' } }, JANE).sentence)
      .toMatch(/: pods "web-.*" is forbidden: User "jane" cannot create resource "pods\/eviction" in API group "" in the namespace "default"/);
    expect(simulation.api.get('Node', '', 'node-1')?.spec.unschedulable).toBe(true);
  });
});

describe('impersonation', () => {
  const asJane: Acting = { impersonate: { name: 'jane', groups: ['editors'] } };

  it('takes the right to, for the user and for each group', () => {
    const simulation = withEditors(
      clusterRole('actor', [{ apiGroups: [''], resources: ['users'], resourceNames: ['jane'], verbs: ['impersonate'] }]), clusterRoleBinding('actor', 'actor', [user('bob')]),
    );
    const bob: Acting = { as: { name: 'bob', groups: [] } };
    expect(simulation.act(remove('settings'), asJane).sentence).toBe('You deleted ConfigMap settings as jane');
    expect(refusal(() => simulation.act(remove('other'), { ...bob, ...asJane })))
      .toBe('groups "editors" is forbidden: User "bob" cannot impersonate resource "groups" in API group "" at the cluster scope');
    expect(refusal(() => simulation.act(remove('other'), { ...bob, impersonate: { name: 'joe' } })))
      .toBe('users "joe" is forbidden: User "bob" cannot impersonate resource "users" in API group "" at the cluster scope');
    expect(refusal(() => simulation.act(remove('other'), { ...bob, impersonate: { name: 'jane' } }))).toContain('User "jane" cannot delete');
    expect(refusal(() => simulation.act(remove('other'), { ...bob, impersonate: { name: 'system:serviceaccount:ci:robot' } })))
      .toBe('serviceaccounts "robot" is forbidden: User "bob" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "ci"');
  });
});

describe('a session with several users', () => {
  function session(): Simulation {
    const simulation = withEditors();
    simulation.advance(5_000);
    refusal(() => simulation.act(remove('settings'), JANE));
    simulation.act(remove('settings'), editor);
    refusal(() => simulation.act(remove('other'), { ...JANE, impersonate: { name: 'joe', groups: ['a'] } }));
    simulation.advance(5_000);
    return simulation;
  }

  it('is the same when it is replayed', () => {
    const simulation = session();
    expect(replay(JSON.parse(JSON.stringify(simulation.record()))).hash()).toBe(simulation.hash());
  });

  it('goes on the same from a checkpoint', () => {
    const simulation = session();
    const copy = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())));
    for (const each of [simulation, copy]) {
      refusal(() => each.act({ type: 'apply', objects: [configMap('later')] as never }, JANE));
      each.act({ type: 'apply', objects: [configMap('later')] as never }, editor);
      each.settle();
    }
    expect(copy.hash()).toBe(simulation.hash());
  });

  it('asks nobody while the API server cannot answer', () => {
    const simulation = createSimulation({ seed: 1 });
    simulation.act({ type: 'fault', fault: 'stop-api-server', target: {} });
    expect(refusal(() => simulation.act(remove('settings'), { ...JANE, impersonate: { name: 'joe' } }))).toContain('was refused');
    expect(simulation.act({ type: 'fault', fault: 'start-api-server', target: {} }, JANE).sentence).toBe('You started the API server');
  });
});
