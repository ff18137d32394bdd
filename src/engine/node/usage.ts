import type { Behaviour } from './behaviour.ts';
import { behaviourAt } from './kubelet-context.ts';
import type { Machine, PodRecord } from './state.ts';

export type PressedResource = 'memory' | 'disk';
export const PRESSED_RESOURCES: readonly PressedResource[] = ['memory', 'disk'];

const MIB = 1024 ** 2;
export const DISK_BYTES = 100 * 1024 * MIB;
/** What the system takes of a machine: the kernel, the container runtime, the kubelet; and of its disk. */
const SYSTEM_BYTES: Readonly<Record<PressedResource, number>> = { memory: 96 * MIB, disk: 6 * 1024 * MIB };

/** What a machine's containers and images take up. Added up once, then kept with each container that starts or ends. */
export interface MachineUsage {
  memory: number;
  disk: number;
  /** who grows, or writes to the disk, and is not in the sums. */
  readonly apart: { readonly record: PodRecord; readonly index: number }[];
}

/** Bytes that a running container takes up. */
export function containerUsage(record: PodRecord, index: number, resource: PressedResource, nowMs: number): number {
  const container = record.containers[index];
  const startedMs = container?.current?.startedMs;
  const behaviour = container?.state === 'running' ? behaviourAt(record, index) : undefined;
  if (!behaviour || startedMs === undefined) return 0;
  const [base, growth] = resource === 'memory' ? [behaviour.memoryBytes, behaviour.memoryGrowth] : [behaviour.diskBytes, behaviour.diskGrowth];
  return base + Math.floor((growth * (nowMs - startedMs)) / 1000);
}

export function podUsage(record: PodRecord, resource: PressedResource, nowMs: number): number {
  let sum = 0;
  for (let index = 0; index < record.containers.length; index++) sum += containerUsage(record, index, resource, nowMs);
  return sum;
}

export function capacityOf(machine: Machine, resource: PressedResource): number {
  return resource === 'memory' ? machine.spec.memoryBytes : DISK_BYTES;
}

/** Less than nothing when the machine must do with more than it has. */
export function availableBytes(machine: Machine, resource: PressedResource, nowMs: number): number {
  const usage = (machine.links.usage ??= count(machine));
  let available = capacityOf(machine, resource) - SYSTEM_BYTES[resource] - machine.taken[resource] - usage[resource];
  for (const { record, index } of usage.apart) available -= containerUsage(record, index, resource, nowMs);
  return available;
}

/** Bytes a second by which less is available. */
export function machineGrowth(machine: Machine, resource: PressedResource): number {
  let growth = 0;
  for (const { record, index } of countedApart(machine)) growth += containerGrowth(record, index, resource);
  return growth;
}

export function countedApart(machine: Machine): MachineUsage['apart'] {
  return (machine.links.usage ??= count(machine)).apart;
}

export function containerGrowth(record: PodRecord, index: number, resource: PressedResource): number {
  const behaviour = record.containers[index]?.state === 'running' ? behaviourAt(record, index) : undefined;
  return (resource === 'memory' ? behaviour?.memoryGrowth : behaviour?.diskGrowth) ?? 0;
}

/** A container has started (`sign` 1) or ended. */
export function noteUsage(machine: Machine, record: PodRecord, index: number, sign: 1 | -1): void {
  const { usage } = machine.links;
  const behaviour = usage && behaviourAt(record, index);
  if (!behaviour) return;
  if (isApart(behaviour)) delete machine.links.usage;
  else usage.memory += sign * behaviour.memoryBytes;
}

function count(machine: Machine): MachineUsage {
  const usage: MachineUsage = { memory: 0, disk: 0, apart: [] };
  for (const { bytes } of machine.images) usage.disk += Math.round(bytes);
  for (const record of machine.pods.values()) {
    record.containers.forEach(({ state }, index) => {
      const behaviour = state === 'running' ? behaviourAt(record, index) : undefined;
      if (!behaviour) return;
      if (isApart(behaviour)) usage.apart.push({ record, index });
      else usage.memory += behaviour.memoryBytes;
    });
  }
  return usage;
}

function isApart({ memoryGrowth, diskBytes, diskGrowth }: Behaviour): boolean {
  return memoryGrowth > 0 || diskBytes > 0 || diskGrowth > 0;
}
