import { running, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import objects from './preemption.yaml?objects';

export const preemptionBeginning: Beginning = {
  scenario: 'preemption',
  objects,
  options: { seed: 108, machines: smallMachines },
  steps: running(objects),
};
