import { expect, it } from 'vitest';
import type { KindName } from '../../../src/engine/api/object.ts';
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts';
import { createOperatorPlace } from '../../../src/worker/sandbox/operator-place.ts';
import { OPERATOR_SAMPLES } from '../../../src/ui/operators/operator-samples.ts';

const place = await createOperatorPlace();
const cluster = (): Simulation => createSimulation({ seed: 5 }, { sandbox: place.sandbox });

function run(simulation: Simulation, name: string, code: string): void {
  const checked = place.check({ name, code }, simulation);
  expect(checked.problem).toBeNull();
  expect(simulation.api.apply(...checked.objects).problems).toEqual([]);
  simulation.settle();
}

it('makes what an operator needs: its kind, an account that may do what it declares, its code and its pod', () => {
  const simulation = cluster();
  const code = `operator({ for: { apiVersion: 'shop.example.com/v1', kind: 'Policy' }, owns: [{ apiVersion: 'apps/v1', kind: 'Deployment' }], watches: [{ apiVersion: 'v1', kind: 'Pod', byLabel: 'policy' }], reconcile() {} });`;
  const { objects } = place.check({ name: 'policies', code }, simulation);
  expect(objects.map(({ kind }) => kind)).toEqual(['CustomResourceDefinition', 'ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'Deployment']);
  run(simulation, 'policies', code);
  expect(simulation.kinds.get('Policy.shop.example.com' as KindName)).toMatchObject({ plural: 'policies' });
  expect(simulation.api.get('ClusterRole', '', 'policies')?.rules).toEqual([
    { apiGroups: ['shop.example.com'], resources: ['policies', 'policies/status'], verbs: ['get', 'list', 'watch', 'update', 'patch'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  ]);
  expect(simulation.operators).toMatchObject([{ name: 'policies', code, problem: '' }]);
  // The kind is there now: a change of the code leaves it alone, and brings a pod of its own.
  const [before] = simulation.operators;
  const changed = code.replace('reconcile() {}', 'reconcile() { return {}; }');
  expect(place.check({ name: 'policies', code: changed }, simulation).objects[0]?.['kind']).toBe('ServiceAccount');
  run(simulation, 'policies', changed);
  expect(simulation.operators).toMatchObject([{ name: 'policies', code: changed }]);
  expect(simulation.operators[0]?.pod).not.toBe(before?.pod);
});

it('names the line of what is wrong with the code', () => {
  const simulation = cluster();
  expect(place.check({ name: 'x', code: 'const a = 1;\noperator({ for: 1' }, simulation)).toMatchObject({ declaration: null, objects: [], problem: { line: 2, message: expect.stringMatching(/^SyntaxError/) } });
  expect(place.check({ name: 'x', code: '' }, simulation).problem).toEqual({ message: 'The code must call operator({ for, owns, reconcile }).', line: null });
  expect(place.check({ name: 'x', code: 'while (true);' }, simulation).problem?.message).toMatch(/^it did not come to an end/);
});

const sample = (id: string) => {
  const found = OPERATOR_SAMPLES.find((one) => one.id === id);
  if (!found?.example) throw new Error(`no sample ${id}`);
  return { ...found, example: found.example };
};

it('the website of the samples: a Deployment and a Service, scaled with it and deleted with it', () => {
  const simulation = cluster();
  const { name, code, example } = sample('website');
  run(simulation, name, code);
  simulation.api.apply({ ...example, metadata: { name: 'shop', namespace: 'default' } });
  simulation.settle();
  expect(simulation.api.get('Deployment', 'default', 'shop')).toMatchObject({ status: { readyReplicas: 2 } });
  expect(simulation.api.get('Service', 'default', 'shop')).toBeDefined();
  simulation.api.apply({ ...example, metadata: { name: 'shop', namespace: 'default' }, spec: { replicas: 4 } });
  simulation.settle();
  expect(simulation.api.get('Website.example.com' as KindName, 'default', 'shop')).toMatchObject({ status: { ready: 4 } });
  simulation.api.delete('Website.example.com' as KindName, 'default', 'shop');
  simulation.settle();
  expect([simulation.api.get('Deployment', 'default', 'shop'), simulation.api.get('Service', 'default', 'shop')]).toEqual([undefined, undefined]);
});

it('the tide of the samples: it looks again when it said it would', () => {
  const simulation = cluster();
  const { name, code, example } = sample('tide');
  const labels = { app: 'web' };
  simulation.api.apply({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } } } });
  run(simulation, name, code);
  simulation.api.create(example);
  const seen = new Set<number>();
  for (let minute = 0; minute < 4; minute++) {
    simulation.advance(60_000);
    seen.add(simulation.api.get('Deployment', 'default', 'web')?.spec.replicas ?? 0);
  }
  expect([...seen].sort()).toEqual([2, 5]);
});

it('what the samples put into every namespace', () => {
  const simulation = cluster();
  const { name, code, example } = sample('welcome');
  run(simulation, name, code);
  simulation.api.create(example);
  simulation.settle();
  const made = simulation.api.list('ConfigMap').filter(({ metadata }) => metadata.name === 'welcome').map(({ data }) => data?.['text']);
  expect(made).toEqual(['Welcome to default', expect.stringMatching(/^Welcome to team-/)]);
});

it('the endless one of the samples is stopped, and says so', () => {
  const simulation = cluster();
  const { name, code, example } = sample('endless');
  run(simulation, name, code);
  simulation.api.create(example);
  simulation.advance(1_000);
  expect(simulation.operators[0]?.runs.at(-1)).toMatchObject({ calls: [{ verb: 'log' }], error: expect.stringMatching(/^it did not come to an end/) });
});
