import type { Beginning } from './beginning.ts';
import { badImageBeginning } from './scenarios/bad-image-beginning.ts';
import { controlPlaneStoppedBeginning } from './scenarios/control-plane-stopped-beginning.ts';
import { drainBeginning } from './scenarios/drain-beginning.ts';
import { firstDeploymentBeginning } from './scenarios/first-deployment-beginning.ts';
import { nodeFailureBeginning } from './scenarios/node-failure-beginning.ts';
import { operatorBeginning } from './scenarios/operator-beginning.ts';
import { rollingUpdateBeginning } from './scenarios/rolling-update-beginning.ts';
import { scalingBeginning } from './scenarios/scaling-beginning.ts';
import { selfHealingBeginning } from './scenarios/self-healing-beginning.ts';

export type { Beginning } from './beginning.ts';

const all: readonly Beginning[] = [
  firstDeploymentBeginning, selfHealingBeginning, scalingBeginning, rollingUpdateBeginning,
  drainBeginning, nodeFailureBeginning, badImageBeginning, controlPlaneStoppedBeginning,
  operatorBeginning,
];

/** The beginning of every scenario by its id. Apart from what is said of it, because only the engine's side needs it; and from the first, which is loaded before. */
export const beginnings: ReadonlyMap<string, Beginning> = new Map(all.map((beginning) => [beginning.scenario, beginning]));
