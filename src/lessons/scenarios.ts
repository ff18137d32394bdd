import type { Scenario } from './scenario.ts';
import { badImage } from './scenarios/bad-image.ts';
import { controlPlaneStopped } from './scenarios/control-plane-stopped.ts';
import { drain } from './scenarios/drain.ts';
import { firstDeployment } from './scenarios/first-deployment.ts';
import { nodeFailure } from './scenarios/node-failure.ts';
import { operator } from './scenarios/operator.ts';
import { rollingUpdate } from './scenarios/rolling-update.ts';
import { scaling } from './scenarios/scaling.ts';
import { selfHealing } from './scenarios/self-healing.ts';

export type { Scenario } from './scenario.ts';

/** All scenarios in the order of the gallery; the first is the one a first visit opens. */
export const scenarios: readonly Scenario[] = [
  firstDeployment, selfHealing, scaling, rollingUpdate, drain, nodeFailure, badImage, controlPlaneStopped,
  operator,
];
