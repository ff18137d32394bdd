import { createSimulation, type Simulation } from '../../src/engine/simulation.ts';
import { choicesFrom, randomOptions, randomStep } from './random-session.ts';

/** Plays a random session of `steps` steps from a seed. */
export function playSession(seed: number, steps: number, after?: (simulation: Simulation) => void): Simulation {
  const simulation = createSimulation(randomOptions(seed));
  const choices = choicesFrom(seed ^ 0x5bd1e995);
  for (let step = 0; step < steps; step++) {
    randomStep(simulation, choices);
    after?.(simulation);
  }
  return simulation;
}
