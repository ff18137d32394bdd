import type { MachineSpec } from '../engine/node/machines.ts';

const GIB = 1024 ** 3;

/** Three machines in three zones, so small that one pod of half a CPU is a quarter of one. */
export const smallMachines: readonly MachineSpec[] = ['a', 'b', 'c'].map((letter, index) => ({
  name: `node-${index + 1}`, cpuMillis: 2000, memoryBytes: 4 * GIB, zone: `zone-${letter}`, region: 'region-1',
}));
