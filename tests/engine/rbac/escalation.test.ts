import { describe, expect, it } from 'vitest';
import type { Acting, Simulation } from '../../../src/engine/simulation.ts';
import { clusterRole, clusterRoleBinding, clusterWith, JANE, RBAC, read, refusal, role, roleBinding, user, type Rule } from './rbac-cluster.ts';

const ROLES: Rule = { apiGroups: [RBAC], resources: ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'], verbs: ['*'] };
const withoutEscalate: Rule = { ...ROLES, verbs: ['get', 'list', 'create', 'update', 'patch', 'delete'] };

/** A cluster in which jane may write roles and bindings, and what else these rules permit. */
function whereJaneMay(...rules: readonly Rule[]): Simulation {
  return clusterWith(clusterRole('lead', [withoutEscalate, ...rules]), clusterRoleBinding('lead', 'lead', [user('jane')]));
}

function create(simulation: Simulation, object: object, acting: Acting = JANE): string {
  return refusal(() => simulation.act({ type: 'create', object: object as never }, acting));
}

describe('nobody writes into a role what they may not do themselves', () => {
  it('is refused with what is missing, one resource a line', () => {
    const message = create(whereJaneMay(), role('more', [read('pods'), { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] }]));
    expect(message).toBe([
      'roles.rbac.authorization.k8s.io "more" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:',
      '{APIGroups:[""], Resources:["pods"], Verbs:["get" "list" "watch"]}',
      '{APIGroups:["apps"], Resources:["deployments"], Verbs:["get"]}',
    ].join('\n'));
  });

  it('names what is held already is not told', () => {
    const message = create(whereJaneMay(read('pods')), role('more', [{ apiGroups: [''], resources: ['pods', 'secrets'], resourceNames: ['a'], verbs: ['get'] }]));
    expect(message).toContain('not currently held:\n{APIGroups:[""], Resources:["secrets"], ResourceNames:["a"], Verbs:["get"]}');
    expect(message).not.toContain('pods');
  });

  it('is permitted when the rules cover it, by stars too', () => {
    const simulation = whereJaneMay({ apiGroups: [''], resources: ['*'], verbs: ['get', 'list', 'watch'] });
    expect(create(simulation, role('same', [read('pods', 'pods/log')]))).toBe('');
    expect(create(simulation, role('named', [{ ...read('secrets'), resourceNames: ['a'] }]))).toBe('');
    expect(create(simulation, role('all', [{ apiGroups: ['*'], resources: ['pods'], verbs: ['get'] }]))).toContain('{APIGroups:["*"], Resources:["pods"], Verbs:["get"]}');
  });

  it('counts when a role is changed, but not when only the garbage collector is concerned', () => {
    const simulation = whereJaneMay();
    simulation.api.apply(role('more', [read('pods')]));
    const live = simulation.api.get('Role', 'default', 'more');
    expect(refusal(() => simulation.act({ type: 'update', object: { ...live, metadata: { ...live?.metadata, labels: { a: 'b' } } } as never }, JANE))).toContain('attempting to grant');
    expect(refusal(() => simulation.act({ type: 'update', object: { ...live, metadata: { ...live?.metadata, finalizers: ['example.com/wait'] } } as never }, JANE))).toBe('');
  });

  it('the verb escalate permits it', () => {
    const simulation = clusterWith(clusterRole('lead', [ROLES]), clusterRoleBinding('lead', 'lead', [user('jane')]));
    expect(create(simulation, role('more', [read('pods')]))).toBe('');
  });

  it('an aggregation rule takes everything', () => {
    const aggregate = clusterRole('sum', [], { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { sum: 'true' } }] } });
    expect(create(whereJaneMay(), aggregate)).toBe('clusterroles.rbac.authorization.k8s.io "sum" is forbidden: must have cluster-admin privileges to use the aggregationRule');
    expect(create(whereJaneMay(), aggregate, {})).toBe('');
  });
});

describe('nobody binds a role with more than they may do themselves', () => {
  it('is refused with what is missing', () => {
    expect(create(whereJaneMay(), roleBinding('up', 'ClusterRole/view', [user('joe')]))).toContain(
      'rolebindings.rbac.authorization.k8s.io "up" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["bindings"]',
    );
    expect(create(whereJaneMay(), clusterRoleBinding('up', 'cluster-admin', [user('jane')]))).toContain('{NonResourceURLs:["*"], Verbs:["*"]}');
  });

  it('is permitted with the verb bind on that role', () => {
    const simulation = whereJaneMay({ apiGroups: [RBAC], resources: ['clusterroles'], resourceNames: ['view'], verbs: ['bind'] });
    expect(create(simulation, roleBinding('ok', 'ClusterRole/view', [user('joe')]))).toBe('');
    expect(create(simulation, roleBinding('up', 'ClusterRole/edit', [user('joe')]))).toContain('attempting to grant');
  });

  it('a role that is not there cannot be bound without it', () => {
    expect(create(whereJaneMay(), roleBinding('lost', 'Role/gone', [user('joe')]))).toBe('rolebindings.rbac.authorization.k8s.io "gone" not found');
    expect(create(whereJaneMay(), roleBinding('lost', 'Role/gone', [user('joe')]), {})).toBe('');
  });

  it('a role and its binding can be applied together', () => {
    const simulation = whereJaneMay(read('pods'));
    const result = simulation.act({ type: 'apply', objects: [role('team', [read('pods')]), roleBinding('team', 'Role/team', [user('joe')])] as never }, JANE);
    expect(result.problems).toEqual([]);
    expect(simulation.can({ name: 'joe', groups: [] }, { verb: 'list', group: '', resource: 'pods', namespace: 'default' })).toBe(true);
  });
});
