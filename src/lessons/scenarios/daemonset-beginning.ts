import { running, type Beginning } from '../beginning.ts';
import objects from './daemonset.yaml?objects';

export const daemonSetBeginning: Beginning = {
  scenario: 'daemonset',
  objects,
  options: { seed: 104 },
  steps: running(objects),
};
