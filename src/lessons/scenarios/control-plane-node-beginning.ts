import type { MachineSpec } from '../../engine/node/machines.ts';
import { running, type Beginning } from '../beginning.ts';
import { smallMachines } from '../machines.ts';
import objects from './control-plane-node.yaml?objects';

/** One machine for the control plane, and three for everything else. */
const machines: readonly MachineSpec[] = [
  { name: 'control-plane', cpuMillis: 2000, memoryBytes: 4 * 1024 ** 3, zone: 'zone-a', region: 'region-1', controlPlane: true }, ...smallMachines,
];

export const controlPlaneNodeBeginning: Beginning = {
  scenario: 'control-plane-node',
  objects,
  options: { seed: 114, machines },
  steps: running(objects),
};
