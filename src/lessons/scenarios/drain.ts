import type { Scenario } from '../scenario.ts';

export const drain: Scenario = {
  id: 'drain',
  title: 'Drain for maintenance',
  level: 'Every day',
  summary: 'A node must be rebooted, so its pods are asked to leave first.',
  try: 'Drain a node from its menu, and watch it close for new pods while those that run there finish and start again elsewhere. '
    + 'When the work is done, uncordon it, scale web up, and see new pods come back.',
};
