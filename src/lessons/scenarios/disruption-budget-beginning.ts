import { running, type Beginning } from '../beginning.ts';
import objects from './disruption-budget.yaml?objects';

export const disruptionBudgetBeginning: Beginning = {
  scenario: 'disruption-budget',
  objects,
  options: { seed: 107 },
  steps: running(objects),
};
