import { createSimulation, type Simulation } from '../engine/simulation.ts';
import type { Scenario } from '../lessons/scenarios.ts';

/** A new cluster at the moment its scenario opens at. */
export function openScenario({ options, beginning }: Scenario): Simulation {
  const simulation = createSimulation(options);
  for (const step of beginning) {
    if (step.do === 'act') simulation.act(step.action);
    else if (step.do === 'advance') simulation.advance(step.ms);
    else simulation.settle();
  }
  return simulation;
}
