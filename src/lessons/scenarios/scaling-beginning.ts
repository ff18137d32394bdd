import { running, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import objects from './scaling.yaml?objects';

export const scalingBeginning: Beginning = {
  scenario: 'scaling',
  objects,
  options: { seed: 51, machines: smallMachines },
  steps: running(objects),
};
