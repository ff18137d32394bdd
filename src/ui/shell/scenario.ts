import { scenarios } from '../../lessons/scenarios.ts';
import { useView } from '../store/view.ts';

export type Scenario = (typeof scenarios)[number];

/** The scenario the open cluster grew from; `null` until a cluster is open. */
export function useScenario(): Scenario | null {
  const id = useView((view) => view.scenario);
  return scenarios.find((scenario) => scenario.id === id) ?? null;
}
