import { running, type Beginning } from '../beginning.ts';
import objects from './drain.yaml?objects';

export const drainBeginning: Beginning = {
  scenario: 'drain',
  objects,
  options: { seed: 61 },
  steps: running(objects),
};
