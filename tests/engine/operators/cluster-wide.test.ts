import { expect, it } from 'vitest';
import { createSimulation } from '../../../src/engine/simulation.ts';
import { createQuickJsSandbox } from '../../../src/worker/sandbox/quickjs-sandbox.ts';

const sandbox = await createQuickJsSandbox();
const LABEL = 'example.com/greets';
const GREETING = `
operator({
  for: { apiVersion: 'v1', kind: 'Namespace' },
  owns: [{ apiVersion: 'v1', kind: 'ConfigMap' }],
  watches: [{ apiVersion: 'v1', kind: 'Secret', byLabel: '${LABEL}' }],
  reconcile({ metadata: { name, uid } }, api) {
    if (!name.startsWith('team-')) return;
    console.log('looks at ' + name);
    if (api.get('v1', 'ConfigMap', name, 'greeting')) return;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Namespace', name, uid, controller: true }];
    api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'greeting', namespace: name, ownerReferences }, data: {} });
  },
});
`;

it('looks after objects that are in no namespace, and looks again when what names them changes anywhere', () => {
  const simulation = createSimulation({ seed: 3 }, { sandbox });
  const names = { name: 'greeter', namespace: 'default' };
  expect(simulation.api.apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'greeter' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'default' }] },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: names, data: { 'operator.js': GREETING } },
    { apiVersion: 'v1', kind: 'Pod', metadata: names, spec: {
      containers: [{ name: 'operator', image: 'kubarium/operator:1', volumeMounts: [{ name: 'code', mountPath: '/operator' }] }],
      volumes: [{ name: 'code', configMap: { name: 'greeter' } }],
    } },
  ).problems).toEqual([]);
  simulation.settle();
  expect(simulation.api.get('ConfigMap', 'team-a', 'greeting')).toBeDefined();

  simulation.api.delete('ConfigMap', 'team-a', 'greeting');
  simulation.advance(1_000);
  expect(simulation.api.get('ConfigMap', 'team-a', 'greeting')).toBeDefined();

  const looks = (): number => simulation.operators[0]?.runs.filter(({ object }) => object.name === 'team-a').length ?? 0;
  const before = looks();
  simulation.api.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'note', namespace: 'default', labels: { [LABEL]: 'team-a' } } });
  simulation.advance(1_000);
  expect(looks()).toBe(before + 1);
});
