import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replay, restoreSimulation, type Checkpoint, type Recording } from '../../src/engine/simulation.ts';
import { propertyOptions } from '../property-settings.ts';
import { playSession } from './play.ts';
import { choicesFrom, randomStep } from './random-session.ts';

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

function throughText<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

test('a recorded session, played again, ends in the same state', () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 25 }), (seed, steps) => {
    const simulation = playSession(seed, steps);
    expect(replay(throughText<Recording>(simulation.record())).hash()).toBe(simulation.hash());
  }), propertyOptions(40));
}, 120_000);

test('a restored checkpoint goes on exactly as the original would have', () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 12 }), (seed, steps, more) => {
    const original = playSession(seed, steps);
    const restored = restoreSimulation(throughText<Checkpoint>(original.checkpoint()));
    expect(restored.hash()).toBe(original.hash());
    for (const simulation of [original, restored]) {
      const choices = choicesFrom(seed + 1);
      for (let step = 0; step < more; step++) randomStep(simulation, choices);
      simulation.advance(400_000);
    }
    expect(restored.hash()).toBe(original.hash());
  }), propertyOptions(40));
}, 120_000);

test('looking at a cluster, or trying what an apply would do, changes nothing', () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 15 }), (seed, steps) => {
    const looked = playSession(seed, steps, (simulation) => {
      simulation.nextNotableMs();
      simulation.currentWait();
      simulation.faults.offers(null);
      if (simulation.controlPlane.apiServer) {
        simulation.preview([{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'looked-at' }, spec: { ports: [{ port: 80 }] } }]);
        simulation.preview([{ apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'looked-' }, spec: { containers: [{ name: 'a', image: 'nginx' }] } }]);
      }
      simulation.checkpoint();
    });
    expect(looked.hash()).toBe(playSession(seed, steps).hash());
  }), propertyOptions(20));
}, 120_000);
