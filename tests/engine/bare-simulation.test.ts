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
  const wrong = deployment('web', 1, { more: { minReadySeconds: -1 } });
  expect(simulation.preview([wrong]).problems).toEqual([]);
  late = lateEngine;
  expect(simulation.preview([wrong]).problems.map(({ message }) => message).join()).toContain('spec.minReadySeconds');
});
