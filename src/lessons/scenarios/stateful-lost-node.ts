import type { Scenario } from '../scenario.ts';

export const statefulLostNode: Scenario = {
  id: 'stateful-lost-node',
  title: 'Stuck on a lost node',
  level: 'When things break',
  summary: 'A pod with a number is not replaced while the old one may still be running somewhere.',
  try: 'Kill the node of db-1 and wait: six minutes later the pod is Terminating, and no other takes its place. '
    + 'Start the node again, or remove it for good, and see what frees the name.',
};
