import type { Scenario } from './scenario.ts';
import { badImage } from './scenarios/bad-image.ts';
import { controlPlaneNode } from './scenarios/control-plane-node.ts';
import { controlPlaneStopped } from './scenarios/control-plane-stopped.ts';
import { cronJob } from './scenarios/cronjob.ts';
import { daemonSet } from './scenarios/daemonset.ts';
import { disruptionBudget } from './scenarios/disruption-budget.ts';
import { drain } from './scenarios/drain.ts';
import { firstDeployment } from './scenarios/first-deployment.ts';
import { garbage } from './scenarios/garbage.ts';
import { initAndSidecar } from './scenarios/init-and-sidecar.ts';
import { job } from './scenarios/job.ts';
import { memoryPressure } from './scenarios/memory-pressure.ts';
import { nodeFailure } from './scenarios/node-failure.ts';
import { operator } from './scenarios/operator.ts';
import { preemption } from './scenarios/preemption.ts';
import { quota } from './scenarios/quota.ts';
import { rbac } from './scenarios/rbac.ts';
import { rollingUpdate } from './scenarios/rolling-update.ts';
import { scaling } from './scenarios/scaling.ts';
import { schedulingGates } from './scenarios/scheduling-gates.ts';
import { selfHealing } from './scenarios/self-healing.ts';
import { spreading } from './scenarios/spreading.ts';
import { statefulCanary } from './scenarios/stateful-canary.ts';
import { statefulLostNode } from './scenarios/stateful-lost-node.ts';
import { statefulSet } from './scenarios/statefulset.ts';
import { taints } from './scenarios/taints.ts';

export type { Scenario } from './scenario.ts';

/** All scenarios in the order of the gallery; the first is the one a first visit opens. */
export const scenarios: readonly Scenario[] = [
  firstDeployment, selfHealing, scaling,
  rollingUpdate, drain,
  statefulSet, statefulCanary, daemonSet, job, cronJob, initAndSidecar,
  spreading, taints, preemption, schedulingGates,
  nodeFailure, badImage, controlPlaneStopped, statefulLostNode, memoryPressure,
  disruptionBudget, quota, rbac,
  garbage, controlPlaneNode,
  operator,
];
