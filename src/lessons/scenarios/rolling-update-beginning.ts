import { running, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import objects from './rolling-update.yaml?objects';

export const rollingUpdateBeginning: Beginning = {
  scenario: 'rolling-update',
  objects,
  options: { seed: 31, machines: smallMachines },
  steps: running(objects),
};
