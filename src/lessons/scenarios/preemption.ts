import type { Scenario } from '../scenario.ts';

export const preemption: Scenario = {
  id: 'preemption',
  title: 'Who goes first',
  level: 'Placement',
  summary: 'The nodes are full, and something more important has to run.',
  try: 'Set the replicas of urgent to 3 and apply: pods with a lower priority are asked to leave, and the new ones take their places. '
    + 'Select a victim and one of the new pods, and read why.',
};
