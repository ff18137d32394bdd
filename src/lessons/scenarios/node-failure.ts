import type { Scenario } from '../scenario.ts';

export const nodeFailure: Scenario = {
  id: 'node-failure',
  title: 'Node failure',
  level: 'When things break',
  summary: 'A node loses its power, and nobody tells the cluster.',
  try: 'Kill a node and follow what time waits for: 50 seconds of silence, then the patience of its pods, then new pods elsewhere. '
    + 'Start it again while the cluster still waits, and see which pods come back to life.',
};
