import { running, type Beginning } from '../beginning.ts';
import objects from './memory-pressure.yaml?objects';

export const memoryPressureBeginning: Beginning = {
  scenario: 'memory-pressure',
  objects,
  options: { seed: 112 },
  steps: running(objects),
};
