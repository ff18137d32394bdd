import { running, type Beginning } from '../beginning.ts';
import objects from './quota.yaml?objects';

export const quotaBeginning: Beginning = {
  scenario: 'quota',
  objects,
  options: { seed: 110 },
  steps: running(objects),
};
