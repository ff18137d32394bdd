import type { KubeletContext } from './kubelet-context.ts';
import type { PodWorker } from './pod-worker.ts';
import type { Machine } from './state.ts';
import { capacityOf, type PressedResource } from './usage.ts';

/**
 * Keeps machines from running out of memory and disk: notes the pressure, removes images that nobody uses, and evicts pods one by one.
 * As upstream does, it looks every ten seconds, but only when there will be something to see. Source: pkg/kubelet/eviction.
 */
export interface EvictionManager {
  /** What the machine's pods and images take up has changed: plans the next look. */
  reconsider(machine: Machine): void;
  look(machine: Machine): void;
  /** Nothing of what was noted outlives the kubelet. */
  forget(machine: Machine): void;
}

export const EVICTION_HANDLER = 'kubelet.eviction';
export const REPORT_HANDLER = 'kubelet.report';
const MIB = 1024 ** 2;
/** `memory.available<100Mi` and `imagefs.available<15%`, which on a machine's only disk is met before `nodefs.available<10%` (DefaultEvictionHard). */
const MEMORY_THRESHOLD_BYTES = 100 * MIB;
const DISK_THRESHOLD = Math.fround(0.15);

export function thresholdBytes(machine: Machine, resource: PressedResource): number {
  return resource === 'memory' ? MEMORY_THRESHOLD_BYTES : Math.trunc(capacityOf(machine, 'disk') * DISK_THRESHOLD);
}

type CreateEvictionManager = (context: KubeletContext, worker: PodWorker) => EvictionManager;

let createManager: CreateEvictionManager | undefined;

/** How eviction is managed; `late-models.ts` says it. */
export function teachEviction(create: CreateEvictionManager): void {
  createManager = create;
}

/** Without the whole engine nothing is noted: what a cluster begins with has room enough. */
export function createEvictionManager(context: KubeletContext, worker: PodWorker): EvictionManager {
  let manager: EvictionManager | undefined;
  const whole = (): EvictionManager | undefined => (manager ??= createManager?.(context, worker));
  return {
    reconsider: (machine) => whole()?.reconsider(machine),
    look: (machine) => whole()?.look(machine),
    forget: (machine) => whole()?.forget(machine),
  };
}
