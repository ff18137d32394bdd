import { requestsOf, type PodRequests } from '../api/pod-resources.ts';
import type { Machine, PodRecord } from './state.ts';

/** What the pods that a machine runs have asked for, together. Added up once, then kept with each pod that comes or goes. */
export interface HeldResources {
  pods: number;
  cpuMillis: number;
  memoryBytes: number;
  storageBytes: number;
  /** what each pod counts as, by its record. */
  readonly counted: Map<PodRecord, PodRequests>;
}

export function isHolding({ life }: PodRecord): boolean {
  return life === 'admitted' || life === 'terminating';
}

/** What all pods but this one hold. */
export function heldByOthers(machine: Machine, record: PodRecord): Omit<HeldResources, 'counted'> {
  const held = (machine.links.held ??= sumOf(machine));
  const own = held.counted.get(record);
  if (!own) return held;
  return {
    pods: held.pods - 1, cpuMillis: held.cpuMillis - own.cpuMillis, memoryBytes: held.memoryBytes - own.memoryBytes, storageBytes: held.storageBytes - own.storageBytes,
  };
}

/** To be called when a pod's life has changed, or its record has gone. */
export function recount(machine: Machine, record: PodRecord): void {
  const { held } = machine.links;
  if (!held) return;
  const holds = isHolding(record) && machine.pods.get(record.uid) === record;
  const counted = held.counted.get(record);
  if (holds === (counted !== undefined)) return;
  if (holds) count(held, record);
  else if (counted) {
    held.counted.delete(record);
    add(held, counted, -1);
  }
}

function sumOf(machine: Machine): HeldResources {
  const held: HeldResources = { pods: 0, cpuMillis: 0, memoryBytes: 0, storageBytes: 0, counted: new Map() };
  for (const record of machine.pods.values()) if (isHolding(record)) count(held, record);
  return held;
}

function count(held: HeldResources, record: PodRecord): void {
  const requests = requestsOf(record.pod.spec);
  held.counted.set(record, requests);
  add(held, requests, 1);
}

function add(held: HeldResources, { cpuMillis, memoryBytes, storageBytes }: PodRequests, sign: 1 | -1): void {
  held.pods += sign;
  held.cpuMillis += sign * cpuMillis;
  held.memoryBytes += sign * memoryBytes;
  held.storageBytes += sign * storageBytes;
}
