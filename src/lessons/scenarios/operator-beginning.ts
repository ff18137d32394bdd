import type { Beginning } from '../beginning.ts';
import before from './operator-before.yaml?objects';
import objects from './operator.yaml?objects';

export const operatorBeginning: Beginning = {
  scenario: 'operator',
  objects,
  options: { seed: 31 },
  steps: [
    { do: 'act', action: { type: 'apply', objects: before } },
    { do: 'settle' },
    { do: 'act', action: { type: 'apply', objects } },
    { do: 'advance', ms: 90_000 },
  ],
};
