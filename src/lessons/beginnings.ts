import type { Beginning } from './beginning.ts';
import { badImageBeginning } from './scenarios/bad-image-beginning.ts';
import { controlPlaneNodeBeginning } from './scenarios/control-plane-node-beginning.ts';
import { controlPlaneStoppedBeginning } from './scenarios/control-plane-stopped-beginning.ts';
import { cronJobBeginning } from './scenarios/cronjob-beginning.ts';
import { daemonSetBeginning } from './scenarios/daemonset-beginning.ts';
import { disruptionBudgetBeginning } from './scenarios/disruption-budget-beginning.ts';
import { drainBeginning } from './scenarios/drain-beginning.ts';
import { firstDeploymentBeginning } from './scenarios/first-deployment-beginning.ts';
import { garbageBeginning } from './scenarios/garbage-beginning.ts';
import { initAndSidecarBeginning } from './scenarios/init-and-sidecar-beginning.ts';
import { jobBeginning } from './scenarios/job-beginning.ts';
import { memoryPressureBeginning } from './scenarios/memory-pressure-beginning.ts';
import { nodeFailureBeginning } from './scenarios/node-failure-beginning.ts';
import { operatorBeginning } from './scenarios/operator-beginning.ts';
import { preemptionBeginning } from './scenarios/preemption-beginning.ts';
import { quotaBeginning } from './scenarios/quota-beginning.ts';
import { rbacBeginning } from './scenarios/rbac-beginning.ts';
import { rollingUpdateBeginning } from './scenarios/rolling-update-beginning.ts';
import { scalingBeginning } from './scenarios/scaling-beginning.ts';
import { schedulingGatesBeginning } from './scenarios/scheduling-gates-beginning.ts';
import { selfHealingBeginning } from './scenarios/self-healing-beginning.ts';
import { spreadingBeginning } from './scenarios/spreading-beginning.ts';
import { statefulCanaryBeginning } from './scenarios/stateful-canary-beginning.ts';
import { statefulLostNodeBeginning } from './scenarios/stateful-lost-node-beginning.ts';
import { statefulSetBeginning } from './scenarios/statefulset-beginning.ts';
import { taintsBeginning } from './scenarios/taints-beginning.ts';

export type { Beginning } from './beginning.ts';

const all: readonly Beginning[] = [
  firstDeploymentBeginning, selfHealingBeginning, scalingBeginning, rollingUpdateBeginning, drainBeginning,
  statefulSetBeginning, statefulCanaryBeginning, daemonSetBeginning, jobBeginning, cronJobBeginning, initAndSidecarBeginning,
  spreadingBeginning, taintsBeginning, preemptionBeginning, schedulingGatesBeginning,
  nodeFailureBeginning, badImageBeginning, controlPlaneStoppedBeginning, statefulLostNodeBeginning, memoryPressureBeginning,
  disruptionBudgetBeginning, quotaBeginning, rbacBeginning,
  garbageBeginning, controlPlaneNodeBeginning, operatorBeginning,
];

/** The beginning of every scenario by its id. Apart from what is said of it, because only the engine's side needs it; and from the first, which is loaded before. */
export const beginnings: ReadonlyMap<string, Beginning> = new Map(all.map((beginning) => [beginning.scenario, beginning]));
