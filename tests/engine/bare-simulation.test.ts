import { expect, it } from 'vitest';
import { createBareSimulation } from '../../src/engine/bare-simulation.ts';
import type { LateEngine } from '../../src/engine/late-engine.ts';
import { lateEngine } from '../../src/engine/late-engine-parts.ts';
import { createSimulation } from '../../src/engine/simulation.ts';
import { deployment } from './web-cluster.ts';

it('is the same cluster as with the whole engine, wherever in between the late part joins', () => {
  let late: LateEngine | undefined;
  const bare = createBareSimulation(() => late, { seed: 5 });
  const whole = createSimulation({ seed: 5 });
  for (const replicas of [2, 3, 1]) {
    for (const simulation of [bare, whole]) {
      simulation.api.apply(deployment('web', replicas));
      simulation.advance(20_000);
    }
    if (late) expect(bare.hash()).toBe(whole.hash());
    expect(bare.api.list('Pod')).toEqual(whole.api.list('Pod'));
    late = lateEngine;
  }
});

it('refuses what is not valid from the moment its late part is there', () => {
  let late: LateEngine | undefined = undefined;
  const simulation = createBareSimulation(() => late, {});
  const wrong = (name: string): ReturnType<typeof deployment> => deployment(name, 1, { more: { minReadySeconds: -1 } });
  expect(simulation.api.apply(wrong('early')).problems).toEqual([]);
  late = lateEngine;
  expect(simulation.api.apply(wrong('late')).problems.map(({ message }) => message).join()).toContain('spec.minReadySeconds');
});

it('only takes what is new before its late part is there', () => {
  const simulation = createBareSimulation(() => undefined, {});
  simulation.api.apply(deployment('web', 1));
  expect(() => simulation.api.apply(deployment('web', 2))).toThrow('only new objects');
  expect(() => simulation.api.apply({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once' } })).toThrow('only new objects');
  expect(() => simulation.preview([deployment('web', 2)])).toThrow('before the whole engine is there');
});
