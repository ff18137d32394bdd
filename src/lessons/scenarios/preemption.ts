import type { Scenario } from '../scenario.ts';

export const preemption: Scenario = {
  id: 'preemption',
  title: 'Who goes first',
  level: 'Placement',
  summary: 'The nodes are full, and something more important has to run.',
  try: 'Set the replicas of urgent to 3 and apply: three pods with a lower priority are asked to leave, and while they finish, a node is reserved for each of the new ones. '
    + 'Select a new pod and read whom it pushes out and why there, then see those that were pushed out wait for room.',
};
