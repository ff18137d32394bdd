import type { Scenario } from '../scenario.ts';

export const selfHealing: Scenario = {
  id: 'self-healing',
  title: 'Self-healing',
  level: 'First steps',
  summary: 'Three pods have an owner that replaces them, and one pod has nobody.',
  try: 'Crash the container of a web pod and see the kubelet restart it in place, then delete the pod and see a new one take its place. '
    + 'Now delete the pod “loner”, and see that nothing brings it back.',
};
