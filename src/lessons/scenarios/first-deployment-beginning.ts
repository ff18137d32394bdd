import { applied, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import objects from './first-deployment.yaml?objects';

/** Opens in the moment in which its manifest has been applied, so that the first thing to be seen is pods being born. */
export const firstDeploymentBeginning: Beginning = {
  scenario: 'first-deployment',
  objects,
  options: { seed: 11, machines: smallMachines },
  steps: applied(objects),
};
