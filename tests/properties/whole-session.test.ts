import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBareSimulation } from '../../src/engine/bare-simulation.ts';
import type { LateEngine } from '../../src/engine/late-engine.ts';
import { createLateEngine } from '../../src/engine/late-engine-parts.ts';
import { createSimulation, replay, restoreSimulation, type Simulation } from '../../src/engine/simulation.ts';
import { createQuickJsSandbox } from '../../src/worker/sandbox/quickjs-sandbox.ts';
import { propertyOptions } from '../property-settings.ts';
import { brokenRules, watchBindings } from './invariants.ts';
import { choicesFrom, randomStep } from './random-session.ts';
import { watchLoops, wholeRest } from './whole-invariants.ts';
import { endWholeFaults, wholeBeginning, wholeOptions, wholeStep } from './whole-session.ts';
import { watchWorkloads } from './workload-invariants.ts';

const sandbox = await createQuickJsSandbox();
const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const stateOf = (simulation: Simulation): string => JSON.stringify(simulation.checkpoint());
const throughText = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('whatever is done with all there is breaks no rule, and comes to rest once the faults are over', () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 10, max: 50 }), (seed, steps) => {
    const simulation = createSimulation(wholeOptions(seed), { sandbox });
    const choices = choicesFrom(seed);
    const broken = [watchBindings(simulation), watchWorkloads(simulation), watchLoops(simulation)];
    wholeBeginning(simulation, choices);
    for (let step = 0; step < steps; step++) {
      wholeStep(simulation, choices);
      if (simulation.controlPlane.apiServer) expect(brokenRules(simulation)).toEqual([]);
    }
    expect(broken.flat()).toEqual([]);
    endWholeFaults(simulation);
    simulation.advance(3_000_000);
    expect([...broken.flat(), ...wholeRest(simulation)]).toEqual([]);
  }), propertyOptions(15));
}, 240_000);

test('a cluster with all there is, restored again and again, goes on as the original, and as its recording', () => {
  fc.assert(fc.property(seeds, fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }), (seed, parts) => {
    const original = createSimulation(wholeOptions(seed), { sandbox });
    const choices = choicesFrom(seed);
    wholeBeginning(original, choices);
    let restored = restoreSimulation(throughText(original.checkpoint()), { sandbox });
    const again = choicesFrom(seed);
    wholeBeginning(createSimulation(wholeOptions(seed), { sandbox }), again);
    for (const steps of parts) {
      for (let step = 0; step < steps; step++) {
        wholeStep(original, choices);
        wholeStep(restored, again);
      }
      expect(stateOf(restored)).toBe(stateOf(original));
      restored = restoreSimulation(throughText(original.checkpoint()), { sandbox });
      expect(stateOf(restored)).toBe(stateOf(original));
    }
    expect(replay(throughText(original.record()), { sandbox }).hash()).toBe(original.hash());
  }), propertyOptions(15));
}, 240_000);

test('a cluster is the same whenever the late part of the engine joins it', () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 10 }), (seed, before, after) => {
    let late: LateEngine | undefined = undefined;
    const { machines = [], ...options } = wholeOptions(seed);
    const plain = { ...options, machines: machines.filter(({ controlPlane }) => !controlPlane) };
    const labels = { app: 'web' };
    const both = [createBareSimulation(() => late, plain), createSimulation(plain, { sandbox })];
    for (const simulation of both) {
      const choices = choicesFrom(seed);
      for (let step = 0; step < before; step++) {
        simulation.api.apply({
          apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: `web-${step}` },
          spec: {
            replicas: choices.below(5), selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: choices.pick(['nginx:1.27', 'nginx:1.28']) }] } },
          },
        });
        simulation.advance(choices.pick([0, 40, 3_000, 70_000, 400_000]));
      }
    }
    late = createLateEngine(() => sandbox);
    for (const simulation of both) {
      const choices = choicesFrom(seed + 1);
      wholeBeginning(simulation, choices);
      for (let step = 0; step < after; step++) (step % 2 === 0 ? wholeStep : randomStep)(simulation, choices);
    }
    const [bare, whole] = both.map(stateOf);
    expect(bare).toBe(whole);
  }), propertyOptions(15));
}, 240_000);
