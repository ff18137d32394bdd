import { applied, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import objects from './memory-pressure.yaml?objects';

/** Opens when the leak has nearly filled its node: waiting until all is calm would not do, for it grows for ever. */
export const memoryPressureBeginning: Beginning = {
  scenario: 'memory-pressure',
  objects,
  options: { seed: 112, machines: smallMachines },
  steps: [...applied(objects), { do: 'advance', ms: 270_000 }],
};
