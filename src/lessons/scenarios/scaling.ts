import { running, type Scenario } from '../scenario.ts';
import objects from './scaling.yaml?objects';
import manifest from './scaling.yaml?raw';

export const scaling: Scenario = {
  id: 'scaling',
  title: 'Scaling',
  level: 'First steps',
  summary: 'More pods, fewer pods, and what happens when the nodes are full.',
  try: 'Set the replicas to 6 and apply, then to 30: the tanks fill up, and the pods that no longer fit wait above them with the reason. '
    + 'Go back to 2, and see which pods are taken away first.',
  manifest,
  objects,
  options: { seed: 51 },
  beginning: running(objects),
};
