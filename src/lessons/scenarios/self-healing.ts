import { running, type Scenario } from '../scenario.ts';
import objects from './self-healing.yaml?objects';
import manifest from './self-healing.yaml?raw';

export const selfHealing: Scenario = {
  id: 'self-healing',
  title: 'Self-healing',
  level: 'First steps',
  summary: 'Three pods have an owner that replaces them, and one pod has nobody.',
  try: 'Crash the container of a web pod and see the kubelet restart it in place, then delete the pod and see a new one take its place. '
    + 'Now delete the pod “loner”, and see that nothing brings it back.',
  manifest,
  objects,
  options: { seed: 12 },
  beginning: running(objects),
};
