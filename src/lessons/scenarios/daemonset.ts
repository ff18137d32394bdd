import type { Scenario } from '../scenario.ts';

export const daemonSet: Scenario = {
  id: 'daemonset',
  title: 'One pod on every node',
  level: 'Every workload',
  summary: 'A DaemonSet keeps one pod on each node that is right for it.',
  try: 'Add a node and an agent starts on it unasked, then cordon a node and see that its agent stays. '
    + 'Change the image to busybox:1.37, apply, and watch the update go from node to node.',
};
