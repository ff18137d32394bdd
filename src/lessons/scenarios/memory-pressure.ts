import type { Scenario } from '../scenario.ts';

export const memoryPressure: Scenario = {
  id: 'memory-pressure',
  title: 'A node runs out of memory',
  level: 'When things break',
  summary: 'When a node is nearly out of memory, its kubelet evicts the pods that use more than they asked for.',
  try: 'Wait some minutes while the pods of leaky grow, until a node reports MemoryPressure and one of them is evicted. '
    + 'Select the evicted pod and read how the kubelet chose it, and see who keeps new pods off the node meanwhile.',
};
