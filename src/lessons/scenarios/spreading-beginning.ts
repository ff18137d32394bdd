import { running, type Beginning } from '../beginning.ts';
import objects from './spreading.yaml?objects';

export const spreadingBeginning: Beginning = {
  scenario: 'spreading',
  objects,
  options: { seed: 109 },
  steps: running(objects),
};
