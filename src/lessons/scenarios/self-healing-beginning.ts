import { running, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import objects from './self-healing.yaml?objects';

export const selfHealingBeginning: Beginning = {
  scenario: 'self-healing',
  objects,
  options: { seed: 12, machines: smallMachines },
  steps: running(objects),
};
