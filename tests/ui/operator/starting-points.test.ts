import { expect, it } from 'vitest';
import type { KindName } from '../../../src/engine/api/object.ts';
import type { JsonObject } from '../../../src/engine/json.ts';
import { createSimulation, replay, restoreSimulation, type Simulation } from '../../../src/engine/simulation.ts';
import { pluralOf, type OperatorNames } from '../../../src/ui/operator/operator-names.ts';
import { startingObjects } from '../../../src/ui/operator/starting-objects.ts';
import { STARTING_POINTS, type StartingPoint } from '../../../src/ui/operator/starting-points.ts';
import { createQuickJsSandbox } from '../../../src/worker/sandbox/quickjs-sandbox.ts';

const sandbox = await createQuickJsSandbox();

function point(id: StartingPoint['id']): StartingPoint {
  const found = STARTING_POINTS.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
}
function started(id: StartingPoint['id'], kind = point(id).kind): Simulation {
  const simulation = createSimulation({ seed: 4 }, { sandbox });
  const names: OperatorNames = { kind, group: 'example.com', plural: pluralOf(kind) };
  const { objects, first } = startingObjects(point(id), names);
  expect(simulation.api.apply(...objects).problems).toEqual([]);
  simulation.advance(10_000);
  expect(simulation.api.apply(...first).problems).toEqual([]);
  simulation.advance(25_000);
  return simulation;
}
function statusOf(simulation: Simulation, kind: string, namespace: string, name: string): unknown {
  return (simulation.api.get(`${kind}.example.com` as KindName, namespace, name) as { readonly status?: JsonObject } | undefined)?.status;
}
function errors(simulation: Simulation): unknown[] {
  return simulation.operators.flatMap(({ problem, runs }) => [problem, ...runs.map(({ error }) => error)]).filter(Boolean);
}

it('keeps a Deployment for each object, and puts it right', () => {
  const simulation = started('keep');
  expect(statusOf(simulation, 'Website', 'default', 'shop')).toEqual({ readyReplicas: 3 });
  simulation.api.delete('Deployment', 'default', 'shop');
  simulation.settle();
  expect(statusOf(simulation, 'Website', 'default', 'shop')).toEqual({ readyReplicas: 3 });
  simulation.api.apply({ apiVersion: 'example.com/v1', kind: 'Website', metadata: { name: 'shop', namespace: 'default' }, spec: { replicas: 1 } });
  simulation.settle();
  expect(statusOf(simulation, 'Website', 'default', 'shop')).toEqual({ readyReplicas: 1 });
  simulation.api.delete('Website.example.com' as KindName, 'default', 'shop');
  simulation.settle();
  expect(simulation.api.list('Pod', { namespace: 'default' })).toEqual([]);
  expect(errors(simulation)).toEqual([]);
});

it('deletes pods some time after their end, and not before', () => {
  const simulation = started('clean-up');
  const errands = (): string[] => simulation.api.list('Pod', { namespace: 'default' }).map(({ status }) => status?.phase ?? '');
  expect(errands()).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
  simulation.advance(60_000);
  expect(errands()).toEqual([]);
  expect(statusOf(simulation, 'Cleanup', 'default', 'finished-pods')).toEqual({ deleted: 3 });
  expect(errors(simulation)).toEqual([]);
});

it('copies a ConfigMap into every namespace, also a new one, and mends a copy at once', () => {
  const simulation = started('copy');
  const copy = (namespace: string) => simulation.api.get('ConfigMap', namespace, 'company');
  expect(copy('team-a')?.data).toEqual({ greeting: 'Good morning' });
  expect(copy('kube-system')).toBeUndefined();
  simulation.api.delete('ConfigMap', 'team-a', 'company');
  simulation.advance(1_000);
  expect(copy('team-a')?.data).toEqual({ greeting: 'Good morning' });
  simulation.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-c' } });
  simulation.advance(35_000);
  expect(copy('team-c')?.data).toEqual({ greeting: 'Good morning' });
  simulation.api.delete('SharedConfig.example.com' as KindName, '', 'company');
  simulation.settle();
  expect(copy('team-a')).toBeUndefined();
  expect(errors(simulation)).toEqual([]);
});

it.each(STARTING_POINTS.map(({ id }) => id))('works for kinds whose name means something else in JavaScript: %s', (id) => {
  for (const kind of ['Class', 'Api', 'Source']) expect(errors(started(id, kind))).toEqual([]);
});

it('goes on after a restore as the original, and the same in a replay', () => {
  const simulation = started('copy');
  const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())), { sandbox });
  for (const one of [simulation, restored]) {
    one.api.delete('ConfigMap', 'team-b', 'company');
    one.act({ type: 'restart-rollout', target: { kind: 'Deployment', namespace: 'shared-config-operator', name: 'shared-config-operator' } });
    one.advance(90_000);
  }
  expect(restored.hash()).toBe(simulation.hash());
  expect(replay(simulation.record(), { sandbox }).hash()).toBe(simulation.hash());
});
