import badImage from './scenarios/bad-image.yaml?raw';
import controlPlaneNode from './scenarios/control-plane-node.yaml?raw';
import controlPlaneStopped from './scenarios/control-plane-stopped.yaml?raw';
import cronJob from './scenarios/cronjob.yaml?raw';
import daemonSet from './scenarios/daemonset.yaml?raw';
import disruptionBudget from './scenarios/disruption-budget.yaml?raw';
import drain from './scenarios/drain.yaml?raw';
import firstDeployment from './scenarios/first-deployment.yaml?raw';
import garbage from './scenarios/garbage.yaml?raw';
import initAndSidecar from './scenarios/init-and-sidecar.yaml?raw';
import job from './scenarios/job.yaml?raw';
import memoryPressure from './scenarios/memory-pressure.yaml?raw';
import nodeFailure from './scenarios/node-failure.yaml?raw';
import operator from './scenarios/operator.yaml?raw';
import preemption from './scenarios/preemption.yaml?raw';
import quota from './scenarios/quota.yaml?raw';
import rbac from './scenarios/rbac.yaml?raw';
import rollingUpdate from './scenarios/rolling-update.yaml?raw';
import scaling from './scenarios/scaling.yaml?raw';
import schedulingGates from './scenarios/scheduling-gates.yaml?raw';
import selfHealing from './scenarios/self-healing.yaml?raw';
import spreading from './scenarios/spreading.yaml?raw';
import statefulCanary from './scenarios/stateful-canary.yaml?raw';
import statefulLostNode from './scenarios/stateful-lost-node.yaml?raw';
import statefulSet from './scenarios/statefulset.yaml?raw';
import taints from './scenarios/taints.yaml?raw';

/** What the editor opens with, by scenario: the text of the beginning's objects. Apart from the rest, because only the editor needs it. */
export const manifests: ReadonlyMap<string, string> = new Map([
  ['first-deployment', firstDeployment],
  ['self-healing', selfHealing],
  ['scaling', scaling],
  ['init-and-sidecar', initAndSidecar],
  ['rolling-update', rollingUpdate],
  ['drain', drain],
  ['statefulset', statefulSet],
  ['stateful-canary', statefulCanary],
  ['daemonset', daemonSet],
  ['job', job],
  ['cronjob', cronJob],
  ['spreading', spreading],
  ['taints', taints],
  ['preemption', preemption],
  ['scheduling-gates', schedulingGates],
  ['node-failure', nodeFailure],
  ['bad-image', badImage],
  ['control-plane-stopped', controlPlaneStopped],
  ['stateful-lost-node', statefulLostNode],
  ['memory-pressure', memoryPressure],
  ['disruption-budget', disruptionBudget],
  ['quota', quota],
  ['rbac', rbac],
  ['operator', operator],
  ['garbage', garbage],
  ['control-plane-node', controlPlaneNode],
]);
