import { describe, expect, it } from 'vitest';
import type { PluginArgs, ResourceSpec } from '../../../src/engine/scheduler/configuration.ts';
import { feasibleToFind } from '../../../src/engine/scheduler/cycle.ts';
import { createRig, node, pod, type NodeTraits, type PodTraits } from './rig.ts';

type Strategy = NonNullable<PluginArgs['NodeResourcesFit']['scoringStrategy']>;

/** The raw scores of a plugin on nodes `a` and `b` for a pod, with pods that are there already. */
function scoresOf(plugin: string, args: object, nodes: readonly [NodeTraits, NodeTraits], wanted: PodTraits, there: readonly (readonly [string, PodTraits])[] = []): readonly (number | undefined)[] {
  const rig = createRig();
  rig.scheduler.configure({ profiles: [{ pluginConfig: [{ name: plugin, args: args as Readonly<Record<string, unknown>> }] }] });
  nodes.forEach((traits, index) => rig.you.create(node('ab'[index] ?? '', traits)));
  there.forEach(([on, traits], index) => rig.you.create(pod(`there-${index}`, { ...traits, nodeName: on })));
  const { metadata } = rig.you.create(pod('web', wanted));
  rig.settle();
  const decision = rig.scheduler.decisionFor(metadata.uid ?? '');
  const column = decision?.scorePlugins.findIndex(({ name }) => name === plugin) ?? -1;
  return ['a', 'b'].map((name) => decision?.nodes.find((verdict) => verdict.node === name)?.scores?.[column]?.raw);
}

const fit = (scoringStrategy: Strategy, ...rest: [readonly [NodeTraits, NodeTraits], PodTraits, (readonly (readonly [string, PodTraits])[])?]): readonly (number | undefined)[] =>
  scoresOf('NodeResourcesFit', { scoringStrategy }, ...rest);
const resources = (...specs: readonly (readonly [name: string, weight: number])[]): readonly ResourceSpec[] => specs.map(([name, weight]) => ({ name, weight }));
const HALF_FULL: readonly (readonly [string, PodTraits])[] = [['b', { cpu: '2', memory: '2Gi' }]];
const EQUAL: readonly [NodeTraits, NodeTraits] = [{ cpu: '4', memory: '8Gi' }, { cpu: '4', memory: '8Gi' }];

describe('NodeResourcesFit scores', () => {
  it('what is least allocated, each resource by its weight', () => {
    // a: cpu 75, memory 87; b: cpu 25, memory 62. Whole numbers at each step.
    expect(fit({}, EQUAL, { cpu: '1', memory: '1Gi' }, HALF_FULL)).toEqual([81, 43]);
    expect(fit({ resources: resources(['cpu', 3], ['memory', 1]) }, EQUAL, { cpu: '1', memory: '1Gi' }, HALF_FULL)).toEqual([78, 34]);
  });

  it('what is most allocated, where it packs', () => {
    // a: cpu 25, memory 12; b: cpu 75, memory 37.
    expect(fit({ type: 'MostAllocated' }, EQUAL, { cpu: '1', memory: '1Gi' }, HALF_FULL)).toEqual([18, 56]);
    expect(fit({ type: 'MostAllocated', resources: resources(['cpu', 1]) }, [{ cpu: '50m' }, { cpu: '1' }], {})).toEqual([100, 10]);
  });

  it('by a shape between its points', () => {
    const shape = [{ utilization: 0, score: 0 }, { utilization: 40, score: 10 }, { utilization: 100, score: 1 }];
    const strategy: Strategy = { type: 'RequestedToCapacityRatio', resources: resources(['cpu', 1], ['memory', 2]), requestedToCapacityRatio: { shape } };
    // a: cpu 25 % -> 0 + 100 * 25 / 40 = 62, memory 12 % -> 30: (62 + 60) / 3 = 40.67. b: cpu 75 % -> 100 - 90 * 35 / 60 = 48 (cut to 52 off),
    // memory 37 % -> 92: (48 + 184) / 3 = 77.33.
    expect(fit(strategy, EQUAL, { cpu: '1', memory: '1Gi' }, HALF_FULL)).toEqual([41, 77]);
  });

  it('no resource whose shape gives 0, and no more than full', () => {
    const shape = [{ utilization: 0, score: 0 }, { utilization: 50, score: 0 }, { utilization: 100, score: 10 }];
    const strategy: Strategy = { type: 'RequestedToCapacityRatio', requestedToCapacityRatio: { shape } };
    // a: neither is above half. b: cpu 75 % -> 50, memory 37 % -> 0 and left out.
    expect(fit(strategy, EQUAL, { cpu: '1', memory: '1Gi' }, HALF_FULL)).toEqual([0, 50]);
    // Counted as 100m and 200Mi, a pod without requests is more than this node has of CPU.
    expect(fit(strategy, [{ cpu: '50m', memory: '8Gi' }, { cpu: '4', memory: '8Gi' }], {})).toEqual([100, 0]);
  });

  it('extended resources for pods that ask for them', () => {
    const strategy: Strategy = { resources: resources(['nvidia.com/gpu', 1], ['cpu', 1]) };
    const nodes: readonly [NodeTraits, NodeTraits] = [{ cpu: '4', more: { 'nvidia.com/gpu': '4' } }, { cpu: '4', more: { 'nvidia.com/gpu': '2' } }];
    expect(fit(strategy, nodes, { cpu: '1', requests: { 'nvidia.com/gpu': '1' } })).toEqual([75, 62]);
    expect(fit(strategy, nodes, { cpu: '1' })).toEqual([75, 75]);
  });

  it('storage as it is requested', () => {
    expect(fit({ resources: resources(['ephemeral-storage', 1]) }, [{}, { more: { 'ephemeral-storage': '20Gi' } }], { requests: { 'ephemeral-storage': '10Gi' } })).toEqual([90, 50]);
  });
});

describe('NodeResourcesBalancedAllocation scores', () => {
  const NAME = 'NodeResourcesBalancedAllocation';

  it('half the distance of two shares', () => {
    // a: 25 % and 12.5 %: 1 - 0.0625. b: 75 % and 37.5 %: 1 - 0.1875.
    expect(scoresOf(NAME, {}, EQUAL, { cpu: '1', memory: '1Gi' }, HALF_FULL)).toEqual([93, 81]);
  });

  it('the standard deviation of more', () => {
    const nodes: readonly [NodeTraits, NodeTraits] = [{ cpu: '4', memory: '8Gi', more: { 'nvidia.com/gpu': '4' } }, { cpu: '4', memory: '8Gi', more: { 'nvidia.com/gpu': '1' } }];
    const args = { resources: resources(['cpu', 1], ['memory', 1], ['nvidia.com/gpu', 1]) };
    // a: 0.25, 0.125, 0.25: deviation 0.0589. b: 0.25, 0.125, 1: deviation 0.3864.
    expect(scoresOf(NAME, args, nodes, { cpu: '1', memory: '1Gi', requests: { 'nvidia.com/gpu': '1' } })).toEqual([94, 61]);
  });

  it('nothing for a pod that asks for none of the resources', () => {
    expect(scoresOf(NAME, {}, EQUAL, {})).toEqual([undefined, undefined]);
    expect(scoresOf(NAME, { resources: resources(['ephemeral-storage', 1]) }, EQUAL, { cpu: '1' })).toEqual([undefined, undefined]);
  });
});

describe('the share of nodes that is looked for', () => {
  it.each([
    [99, 0, 99], [100, 0, 100], [150, 0, 100], [1_000, 0, 420], [5_000, 0, 500], [6_000, 0, 300], [15_000, 0, 750], [5_000, 30, 1_500], [300, 10, 100], [300, 100, 300],
  ])('of %i nodes with %i per cent is %i', (nodes, perCent, wanted) => {
    expect(feasibleToFind(nodes, perCent)).toBe(wanted);
  });
});
