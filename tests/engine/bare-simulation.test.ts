import { expect, it } from 'vitest';
import type { KindValidations } from '../../src/engine/api/kind-validation.ts';
import { kindValidations } from '../../src/engine/api/kinds/validation-registry.ts';
import { createBareSimulation } from '../../src/engine/bare-simulation.ts';
import { createSimulation } from '../../src/engine/simulation.ts';
import { deployment } from './web-cluster.ts';

it('does with what is valid exactly what the whole engine does, wherever in between its validation arrives', () => {
  let validation: KindValidations | undefined;
  const bare = createBareSimulation(() => validation, { seed: 5 });
  const whole = createSimulation({ seed: 5 });
  for (const replicas of [2, 3, 1]) {
    for (const simulation of [bare, whole]) {
      simulation.api.apply(deployment('web', replicas));
      simulation.advance(20_000);
    }
    expect(bare.hash()).toBe(whole.hash());
    validation = kindValidations;
  }
});

it('refuses what is not valid from the moment its validation is there', () => {
  let validation: KindValidations | undefined = undefined;
  const simulation = createBareSimulation(() => validation, {});
  const wrong = deployment('web', 1, { more: { minReadySeconds: -1 } });
  expect(simulation.preview([wrong]).problems).toEqual([]);
  validation = kindValidations;
  expect(simulation.preview([wrong]).problems.map(({ message }) => message).join()).toContain('spec.minReadySeconds');
});
