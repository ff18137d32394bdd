import { running, type Beginning } from '../beginning.ts';
import objects from './init-and-sidecar.yaml?objects';

export const initAndSidecarBeginning: Beginning = {
  scenario: 'init-and-sidecar',
  objects,
  options: { seed: 111 },
  steps: running(objects),
};
