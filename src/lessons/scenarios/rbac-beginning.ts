import { running, type Beginning } from '../beginning.ts';
import objects from './rbac.yaml?objects';

export const rbacBeginning: Beginning = {
  scenario: 'rbac',
  objects,
  options: { seed: 113 },
  steps: running(objects),
};
