import { running, type Beginning } from '../beginning.ts';
import { controlPlaneMachines } from '../machines.ts';
import objects from './control-plane-node.yaml?objects';

export const controlPlaneNodeBeginning: Beginning = {
  scenario: 'control-plane-node',
  objects,
  options: { seed: 114, machines: controlPlaneMachines },
  steps: running(objects),
};
