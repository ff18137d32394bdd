import { running, type Beginning } from '../beginning.ts';
import objects from './stateful-lost-node.yaml?objects';

export const statefulLostNodeBeginning: Beginning = {
  scenario: 'stateful-lost-node',
  objects,
  options: { seed: 103 },
  steps: running(objects),
};
