import { running, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import objects from './drain.yaml?objects';

export const drainBeginning: Beginning = {
  scenario: 'drain',
  objects,
  options: { seed: 61, machines: smallMachines },
  steps: running(objects),
};
