import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSimulation, restoreSimulation, type Simulation } from '../../src/engine/simulation.ts';
import { propertyOptions } from '../property-settings.ts';
import { choicesFrom, endFaults, randomOptions } from './random-session.ts';
import { policies, randomWorkloadStep } from './random-workloads.ts';
import { unfinishedWork, watchWorkloads } from './workload-invariants.ts';

const HOUR_MS = 3_600_000;
const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

function cluster(seed: number): Simulation {
  const simulation = createSimulation(randomOptions(seed));
  simulation.api.apply(...policies(14));
  simulation.advance(1_000);
  return simulation;
}

test('controllers that are stopped and started in the middle of anything break no promise, and come to the same in the end', () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 5, max: 40 }), (seed, steps) => {
    const simulation = cluster(seed);
    const broken = watchWorkloads(simulation);
    const choices = choicesFrom(seed);
    for (let step = 0; step < steps; step++) randomWorkloadStep(simulation, choices);
    expect(broken).toEqual([]);
    endFaults(simulation);
    simulation.advance(2 * HOUR_MS);
    expect(broken).toEqual([]);
    expect(unfinishedWork(simulation)).toEqual([]);
  }), propertyOptions(60));
}, 240_000);

test('a cluster that is saved and restored in the middle of anything goes on as the original', () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 15 }), (seed, steps, more) => {
    const original = cluster(seed);
    const choices = choicesFrom(seed);
    for (let step = 0; step < steps; step++) randomWorkloadStep(original, choices);
    const restored = restoreSimulation(JSON.parse(JSON.stringify(original.checkpoint())));
    for (const simulation of [original, restored]) {
      const own = choicesFrom(seed + 1);
      for (let step = 0; step < more; step++) randomWorkloadStep(simulation, own);
      simulation.advance(400_000);
    }
    expect(restored.hash()).toBe(original.hash());
  }), propertyOptions(40));
}, 240_000);
