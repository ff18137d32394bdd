import { running, type Beginning } from '../beginning.ts';
import objects from './statefulset.yaml?objects';

export const statefulSetBeginning: Beginning = {
  scenario: 'statefulset',
  objects,
  options: { seed: 101 },
  steps: running(objects),
};
