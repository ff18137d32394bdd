import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.ts';
import { createSimulation, replay, restoreSimulation, type Simulation } from '../../../src/engine/simulation.ts';
import { deployment } from '../web-cluster.ts';

const PACKING: JsonObject = {
  apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration',
  profiles: [{
    schedulerName: 'default-scheduler',
    plugins: { multiPoint: { disabled: [{ name: 'PodTopologySpread' }, { name: 'NodeResourcesBalancedAllocation' }] } },
    pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] } } }],
  }],
};

function spread(): Simulation {
  const simulation = createSimulation({ seed: 8 });
  simulation.api.apply(deployment('web', 6, { container: { resources: { requests: { cpu: '500m' } } } }));
  simulation.settle();
  return simulation;
}
const nodes = (simulation: Simulation): number => new Set(simulation.api.list('Pod', { namespace: 'default' }).map(({ spec }) => spec.nodeName)).size;
const pods = (simulation: Simulation) => simulation.api.list('Pod', { namespace: 'default' }).map(({ metadata }) => ({ namespace: 'default', name: metadata.name ?? '' }));

it('places the same pods under two configurations, and changes nothing', () => {
  const simulation = spread();
  const before = simulation.hash();
  const placed = [null, PACKING].map((configuration) => {
    const result = simulation.whatIf(configuration, pods(simulation));
    return 'placements' in result ? result.placements : [];
  });
  expect(placed.map((placements) => new Set(placements.map(({ decision }) => decision.node)).size)).toEqual([3, 1]);
  expect(placed[1]?.[0]?.decision.scorePlugins.map(({ name }) => name)).not.toContain('PodTopologySpread');
  expect(simulation.hash()).toBe(before);
});

it('places the pods that wait, unless others are named', () => {
  const simulation = spread();
  simulation.api.apply(deployment('big', 2, { container: { resources: { requests: { cpu: '64' } } } }));
  simulation.settle(30_000);
  const result = simulation.whatIf(null);
  expect('placements' in result && result.placements.map(({ decision }) => decision.message)).toEqual(Array.from({ length: 2 }, () => expect.stringContaining('3 Insufficient cpu') as string));
});

it('is given to the scheduler by an action that is recorded, kept and taken back', () => {
  const simulation = spread();
  expect(simulation.act({ type: 'configure-scheduler', configuration: PACKING }).sentence).toBe('You gave the scheduler a new configuration');
  simulation.api.apply(deployment('web', 0));
  simulation.advance(60_000);
  simulation.api.apply(deployment('web', 6, { container: { resources: { requests: { cpu: '500m' } } } }));
  simulation.settle();
  expect(nodes(simulation)).toBe(1);
  const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())));
  expect(restored.schedulerConfiguration).toEqual(PACKING);
  expect(replay(simulation.record()).hash()).toBe(simulation.hash());
  simulation.act({ type: 'configure-scheduler', configuration: null });
  expect(simulation.schedulerConfiguration.profiles).toEqual([{ schedulerName: 'default-scheduler' }]);
});

it.each([
  ['kind: Required value', { apiVersion: 'kubescheduler.config.k8s.io/v1' }],
  ['unknown field "profile"', { ...PACKING, profile: [] }],
  ['percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]', { ...PACKING, percentageOfNodesToScore: 101 }],
  ['podMaxBackoffSeconds: Invalid value: 1: must be greater than or equal to PodInitialBackoffSeconds', { ...PACKING, podInitialBackoffSeconds: 5, podMaxBackoffSeconds: 1 }],
])('is refused with %s, and the scheduler keeps what it has', (words, configuration) => {
  const simulation = spread();
  expect(() => simulation.act({ type: 'configure-scheduler', configuration: configuration as JsonObject })).toThrow(words);
  expect(simulation.whatIf(configuration as JsonObject)).toMatchObject({ problems: [{ message: expect.stringContaining(words) as string }] });
  expect(simulation.schedulerConfiguration.profiles).toEqual([{ schedulerName: 'default-scheduler' }]);
});
