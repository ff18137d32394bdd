import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSimulation } from '../../src/engine/simulation.ts';
import { propertyOptions } from '../property-settings.ts';
import { brokenRules, restlessness, watchBindings } from './invariants.ts';
import { choicesFrom, endFaults, randomOptions, randomStep } from './random-session.ts';

const HOUR_MS = 3_600_000;

test('whatever is done to a cluster, no node is over-committed and no pod changes its node', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.integer({ min: 5, max: 40 }), (seed, steps) => {
    const simulation = createSimulation(randomOptions(seed));
    const moved = watchBindings(simulation);
    const choices = choicesFrom(seed);
    for (let step = 0; step < steps; step++) {
      randomStep(simulation, choices);
      if (simulation.controlPlane.apiServer) expect(brokenRules(simulation)).toEqual([]);
    }
    expect(moved).toEqual([]);
  }), propertyOptions(60));
}, 120_000);

test('once the faults have ended the cluster comes to rest as it is wanted', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.integer({ min: 5, max: 30 }), (seed, steps) => {
    const simulation = createSimulation(randomOptions(seed));
    const choices = choicesFrom(seed);
    for (let step = 0; step < steps; step++) randomStep(simulation, choices);
    endFaults(simulation);
    // Longer than every grace, toleration, back-off and deadline together.
    simulation.advance(HOUR_MS);
    expect(restlessness(simulation)).toEqual([]);
    expect(brokenRules(simulation)).toEqual([]);
  }), propertyOptions(60));
}, 120_000);
