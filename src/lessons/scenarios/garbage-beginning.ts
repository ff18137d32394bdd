import { running, type Beginning } from '../beginning.ts';
import objects from './garbage.yaml?objects';

export const garbageBeginning: Beginning = {
  scenario: 'garbage',
  objects,
  options: { seed: 115 },
  steps: running(objects),
};
