import { createBareSimulation } from '../engine/bare-simulation.ts';
import type { LateEngine } from '../engine/late-engine.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Beginning } from '../lessons/beginning.ts';

/** A new cluster at the moment its scenario opens at. A beginning is valid, so that the late part of the engine may come later. */
export function openScenario({ options, steps }: Beginning, lateEngine: () => LateEngine | undefined): Simulation {
  const simulation = createBareSimulation(lateEngine, options);
  for (const step of steps) {
    if (step.do === 'act') simulation.act(step.action);
    else if (step.do === 'advance') simulation.advance(step.ms);
    else simulation.settle();
  }
  return simulation;
}
