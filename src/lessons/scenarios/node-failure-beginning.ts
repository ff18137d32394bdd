import { running, type Beginning } from '../beginning.ts';
import objects from './node-failure.yaml?objects';

export const nodeFailureBeginning: Beginning = {
  scenario: 'node-failure',
  objects,
  options: { seed: 21 },
  steps: running(objects),
};
