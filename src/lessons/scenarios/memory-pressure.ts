import type { Scenario } from '../scenario.ts';

export const memoryPressure: Scenario = {
  id: 'memory-pressure',
  title: 'Memory runs out',
  level: 'When things break',
  summary: 'When a node is nearly out of memory, its kubelet evicts the pods that use more than they asked for.',
  try: 'Wait for the pod of leaky to use up its node: the kubelet evicts it because it takes more than it asked for, and the web pods beside it stay. '
    + 'See the taint that keeps new pods off that node for five minutes, and where the next leaky pod starts to grow.',
};
