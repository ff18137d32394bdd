export { firstDeployment as firstScenario } from './scenarios/first-deployment.ts';

/** Every scenario there is. What is said of them is in `scenarios.ts`, which a page loads when it shows another than the first. */
export const SCENARIO_IDS: readonly string[] = [
  'first-deployment', 'self-healing', 'scaling', 'rolling-update', 'drain',
  'statefulset', 'stateful-canary', 'daemonset', 'job', 'cronjob', 'init-and-sidecar',
  'spreading', 'taints', 'preemption', 'scheduling-gates',
  'node-failure', 'bad-image', 'control-plane-stopped', 'stateful-lost-node', 'memory-pressure',
  'disruption-budget', 'quota', 'rbac',
  'garbage', 'control-plane-node', 'operator',
];
