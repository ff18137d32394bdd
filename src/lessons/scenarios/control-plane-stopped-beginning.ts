import { running, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import objects from './control-plane-stopped.yaml?objects';

/** Opens with the pods running and the controller manager stopped. */
export const controlPlaneStoppedBeginning: Beginning = {
  scenario: 'control-plane-stopped',
  objects,
  options: { seed: 71, machines: smallMachines },
  steps: [...running(objects), { do: 'act', action: { type: 'fault', fault: 'stop-controller-manager', target: {} } }],
};
