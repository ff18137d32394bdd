import { running, type Beginning } from '../beginning.ts';
import objects from './scaling.yaml?objects';

export const scalingBeginning: Beginning = {
  scenario: 'scaling',
  objects,
  options: { seed: 51 },
  steps: running(objects),
};
