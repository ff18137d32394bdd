import type { Scenario } from '../scenario.ts';

export const disruptionBudget: Scenario = {
  id: 'disruption-budget',
  title: 'A drain that waits',
  level: 'Policies',
  summary: 'A disruption budget says how many pods have to stay ready while nodes are emptied.',
  try: 'Drain node-1: one of its pods leaves, and the next has to stay until the first is ready elsewhere. '
    + 'Then set minAvailable to 6, apply, drain node-2 and read why nothing moves, until you set it back to 5.',
};
