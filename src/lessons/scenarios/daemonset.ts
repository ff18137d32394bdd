import type { Scenario } from '../scenario.ts';

export const daemonSet: Scenario = {
  id: 'daemonset',
  title: 'One pod on every node',
  level: 'Every workload',
  summary: 'A DaemonSet keeps one pod on each node that is right for it.',
  try: 'Add a node and its agent is there at once, cordon a node and its agent stays. '
    + 'Then change the image to busybox:1.37 and watch the update go from node to node.',
};
