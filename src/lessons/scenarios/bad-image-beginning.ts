import { applied, running, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import before from './bad-image-before.yaml?objects';
import objects from './bad-image.yaml?objects';

/** Opens with a healthy first revision, and a second one that has just begun to fail. */
export const badImageBeginning: Beginning = {
  scenario: 'bad-image',
  objects,
  options: { seed: 41, machines: smallMachines },
  steps: [...running(before), ...applied(objects), { do: 'advance', ms: 3_000 }],
};
