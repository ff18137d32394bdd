import type { Scenario } from '../scenario.ts';

export const scaling: Scenario = {
  id: 'scaling',
  title: 'Scaling',
  level: 'First steps',
  summary: 'More pods, fewer pods, and what happens when the nodes are full.',
  try: 'Set the replicas to 6 and apply, then to 15: the tanks fill up, and the pods that no longer fit wait above them with the reason. '
    + 'Go back to 2, and see which pods are taken away first.',
};
