import { running, type Beginning } from '../beginning.ts';
import objects from './stateful-canary.yaml?objects';

export const statefulCanaryBeginning: Beginning = {
  scenario: 'stateful-canary',
  objects,
  options: { seed: 102 },
  steps: running(objects),
};
