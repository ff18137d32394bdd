import { firstDeploymentBeginning } from './scenarios/first-deployment-beginning.ts';

/** The beginning of the scenario that a page opens with. It needs nothing of the engine's late part, so that it is there at once. */
export const firstBeginning = firstDeploymentBeginning;

/** Scenarios in which operators run, whose code needs a sandbox. */
export const OPERATOR_SCENARIOS: ReadonlySet<string> = new Set(['operator']);
