import type { MachineSpec } from '../../engine/node/machines.ts';
import { running, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import objects from './taints.yaml?objects';

/** Two machines for everybody, and one that is kept for some. */
const machines: readonly MachineSpec[] = [
  ...smallMachines.slice(0, 2),
  {
    name: 'gpu-1', cpuMillis: 2000, memoryBytes: 4 * 1024 ** 3, zone: 'zone-c', region: 'region-1',
    labels: { accelerator: 'gpu' }, taints: [{ key: 'dedicated', value: 'training', effect: 'NoSchedule' }],
  },
];

export const taintsBeginning: Beginning = {
  scenario: 'taints',
  objects,
  options: { seed: 116, machines },
  steps: running(objects),
};
