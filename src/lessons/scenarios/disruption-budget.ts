import type { Scenario } from '../scenario.ts';

export const disruptionBudget: Scenario = {
  id: 'disruption-budget',
  title: 'A drain that waits',
  level: 'Policies',
  summary: 'A disruption budget says how many pods must stay while nodes are emptied.',
  try: 'Drain node-1 and then node-2: where a pod would be one too many, the drain waits until another is ready elsewhere. '
    + 'Set minAvailable to 4, drain a node, and see who is held back and why.',
};
