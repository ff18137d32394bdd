import { running, type Beginning } from '../beginning.ts';
import objects from './scheduling-gates.yaml?objects';

export const schedulingGatesBeginning: Beginning = {
  scenario: 'scheduling-gates',
  objects,
  options: { seed: 117 },
  steps: running(objects),
};
