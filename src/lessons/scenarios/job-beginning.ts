import { applied, type Beginning } from '../beginning.ts';
import objects from './job.yaml?objects';

export const jobBeginning: Beginning = {
  scenario: 'job',
  objects,
  options: { seed: 105 },
  steps: [...applied(objects), { do: 'advance', ms: 4_000 }],
};
