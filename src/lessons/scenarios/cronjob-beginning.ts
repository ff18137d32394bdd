import { applied, type Beginning } from '../beginning.ts';
import objects from './cronjob.yaml?objects';

export const cronJobBeginning: Beginning = {
  scenario: 'cronjob',
  objects,
  options: { seed: 106 },
  steps: [...applied(objects), { do: 'advance', ms: 130_000 }],
};
