import { isCriticalPod } from '../api/pod-spec/mirror-pods.ts';
import { parseImageReference } from './image-reference.ts';
import { EVICTION_HANDLER, REPORT_HANDLER, thresholdBytes, type EvictionManager } from './eviction-manager.ts';
import { evictionMessage, nextOverrunMs, rankForEviction, RESOURCE_NAMES, storageLimitProblem } from './eviction-ranking.ts';
import type { KubeletContext } from './kubelet-context.ts';
import type { PodWorker } from './pod-worker.ts';
import { tellOfNode } from './registration.ts';
import { oomVictim, processName } from './system-oom.ts';
import { specOf, type Machine, type PodRecord } from './state.ts';
import { availableBytes, countedApart, machineGrowth, PRESSED_RESOURCES, type PressedResource } from './usage.ts';

/** An image is kept for so long (`imageMinimumGCAge`). */
const IMAGE_MIN_AGE_MS = 120_000;
const EVICTED = 'Evicted';
/** What is waited for: the next look, or, while there is enough yet, the threshold as `--eviction-hard` names it. */
const MONITORING = 'eviction-monitoring-period';
const THRESHOLDS: Readonly<Record<PressedResource, string>> = { memory: 'memory.available<100Mi', disk: 'imagefs.available<15%' };

interface Look {
  readonly atMs: number;
  readonly label: string;
}
/** Exit code of a process that is killed. */
const KILLED = 137;

/** The manager itself: {@link ./eviction-manager.ts} stands for it. */
export function createEvictionManager(context: KubeletContext, worker: PodWorker): EvictionManager {
  const { kernel } = context;
  const { evictionMonitoringPeriodMs: periodMs, evictionPressureTransitionMs: transitionMs, evictionCleanupPollMs: pollMs } = kernel.timings;

  function isMet(machine: Machine, resource: PressedResource): boolean {
    return availableBytes(machine, resource, kernel.now()) < thresholdBytes(machine, resource);
  }

  /** The first of the kubelet's looks at or after a moment. */
  function tickAt(atMs: number): number {
    return Math.ceil(atMs / periodMs) * periodMs;
  }

  /** When there is something to see next, and what is waited for until then; `undefined` when there never is. */
  function nextLook(machine: Machine, afterMs: number): Look | undefined {
    let next: Look | undefined;
    const offer = (atMs: number, label: string): void => {
      const tickMs = tickAt(Math.max(atMs, afterMs));
      if (next === undefined || tickMs < next.atMs) next = { atMs: tickMs, label };
    };
    for (const resource of PRESSED_RESOURCES) {
      const leftBytes = availableBytes(machine, resource, kernel.now()) - thresholdBytes(machine, resource);
      const growth = machineGrowth(machine, resource);
      if (leftBytes < 0) offer(0, MONITORING);
      else if (growth > 0) offer(kernel.now() + Math.floor((leftBytes / growth) * 1000) + 1, THRESHOLDS[resource]);
      const observedMs = machine.pressure[resource];
      if (observedMs !== undefined && leftBytes >= 0) offer(observedMs + transitionMs, 'eviction-pressure-transition-period');
    }
    for (const { record } of countedApart(machine)) {
      const atMs = record.life === 'admitted' && !record.ending ? nextOverrunMs(record, kernel.now()) : undefined;
      if (atMs !== undefined) offer(atMs, 'ephemeral-storage limit');
    }
    return next;
  }

  /** When the memory is used up, and somebody is there to be killed for it. */
  function exhaustionMs(machine: Machine, afterMs: number): number | undefined {
    const freeBytes = availableBytes(machine, 'memory', kernel.now());
    const growth = machineGrowth(machine, 'memory');
    if ((freeBytes >= 0 && growth <= 0) || !oomVictim(machine, kernel.now())) return undefined;
    return Math.max(afterMs, freeBytes < 0 ? 0 : kernel.now() + Math.floor((freeBytes / growth) * 1000) + 1);
  }

  /** The next look of whichever sort comes first. */
  function planNext(machine: Machine, afterMs: number): void {
    const next = nextLook(machine, afterMs);
    const oomMs = exhaustionMs(machine, afterMs);
    if (oomMs !== undefined && oomMs < (next?.atMs ?? Number.POSITIVE_INFINITY)) plan(machine, { atMs: oomMs, label: 'memory to run out' }, 'oom');
    else plan(machine, next);
  }

  function plan(machine: Machine, next: Look | undefined, why?: 'cleanup' | 'oom'): void {
    const atMs = next?.atMs;
    if (machine.look?.atMs === atMs && machine.look?.why === why) return;
    if (machine.look) kernel.cancel(machine.look.event);
    machine.look = undefined;
    if (!next || atMs === undefined) return;
    const subject = { kind: 'Node', namespace: '', name: machine.spec.name };
    const isCalm = PRESSED_RESOURCES.every((resource) => !isMet(machine, resource));
    // Nobody waits for a pressure to end that nothing will end.
    const idle = why === undefined && !isCalm && candidates(machine).length === 0;
    const event = kernel.schedule(atMs - kernel.now(), EVICTION_HANDLER, machine.spec.name, idle ? { routine: true } : { wait: { label: next.label, subject } });
    machine.look = { atMs, event, ...(why ? { why } : {}) };
  }

  function candidates(machine: Machine): PodRecord[] {
    return [...machine.pods.values()].filter((record) => record.life === 'admitted' && !record.ending && !isCriticalPod(record.pod));
  }

  /** The kernel does not wait for the kubelet, which learns of it from the kernel's log (pkg/kubelet/oom). */
  function killForMemory(machine: Machine): void {
    while (availableBytes(machine, 'memory', kernel.now()) < 0) {
      const victim = oomVictim(machine, kernel.now());
      if (!victim) return;
      const pid = 1000 + kernel.random.below(30_000);
      tellOfNode(context, machine, 'SystemOOM', `System OOM encountered, victim process: ${processName(victim.record, victim.index)}, pid: ${pid}`, 'Warning');
      worker.runtime.end(machine, victim.record, victim.index, KILLED, 'OOMKilled');
    }
  }

  function look(machine: Machine): void {
    const isOom = machine.look?.why === 'oom';
    machine.look = undefined;
    killForMemory(machine);
    if (isOom) {
      planNext(machine, kernel.now() + 1);
      return;
    }
    if ([...machine.pods.values()].some(({ life, ending }) => life === 'admitted' && ending?.evicted)) {
      plan(machine, { atMs: kernel.now() + pollMs, label: MONITORING }, 'cleanup');
      return;
    }
    const evicted = synchronize(machine);
    if (evicted) plan(machine, { atMs: kernel.now() + pollMs, label: MONITORING }, 'cleanup');
    else planNext(machine, kernel.now() + 1);
  }

  /** true when a pod was evicted. */
  function synchronize(machine: Machine): boolean {
    const nowMs = kernel.now();
    const met = PRESSED_RESOURCES.filter((resource) => isMet(machine, resource));
    for (const resource of PRESSED_RESOURCES) observe(machine, resource, met.includes(resource), nowMs);
    if (evictOverrunning(machine, nowMs)) return true;
    const [resource] = met;
    if (resource === undefined) return false;
    tellOfNode(context, machine, 'EvictionThresholdMet', `Attempting to reclaim ${RESOURCE_NAMES[resource]}`, 'Warning');
    if (resource === 'disk' && removeUnusedImages(machine, nowMs) && PRESSED_RESOURCES.every((each) => !isMet(machine, each))) return false;
    const [record] = rankForEviction(candidates(machine), resource, nowMs);
    if (!record) return false;
    evict(machine, record, evictionMessage(record, resource, thresholdBytes(machine, resource), availableBytes(machine, resource, nowMs), nowMs), true);
    return true;
  }

  function observe(machine: Machine, resource: PressedResource, isPressed: boolean, nowMs: number): void {
    const before = machine.pressure[resource];
    if (isPressed) machine.pressure[resource] = nowMs;
    else if (before !== undefined && nowMs - before >= transitionMs) delete machine.pressure[resource];
    if ((before === undefined) === (machine.pressure[resource] === undefined)) return;
    machine.reportDue = true;
    // Somebody waits for the node's next status, which a heartbeat would bring unnoticed.
    const wait = { label: 'node-status-update-frequency', subject: { kind: 'Node', namespace: '', name: machine.spec.name } };
    kernel.schedule(1 + kernel.random.below(kernel.timings.nodeStatusUpdateMs), REPORT_HANDLER, machine.spec.name, { wait });
  }

  function evictOverrunning(machine: Machine, nowMs: number): boolean {
    let any = false;
    for (const record of new Set(countedApart(machine).map((counted) => counted.record))) {
      const problem = record.life === 'admitted' && !record.ending && !isCriticalPod(record.pod) ? storageLimitProblem(record, nowMs) : undefined;
      if (problem === undefined) continue;
      evict(machine, record, problem, false);
      any = true;
    }
    return any;
  }

  function evict(machine: Machine, record: PodRecord, message: string, isDisruption: boolean): void {
    context.tell(machine, record, 'Warning', EVICTED, message);
    worker.bringToEnd(machine, record, { reason: EVICTED, message, evicted: isDisruption ? 'for others' : 'for itself' });
  }

  /** true when any could be removed. */
  function removeUnusedImages(machine: Machine, nowMs: number): boolean {
    const used = new Set(machine.pulls.map(({ canonical }) => canonical));
    for (const record of machine.pods.values()) {
      if (record.life === 'finished' || record.life === 'rejected') continue;
      record.containers.forEach((_container, index) => used.add(parseImageReference(specOf(record, index)?.image ?? '')?.canonical ?? ''));
    }
    const kept = machine.images.filter(({ canonical, pulledMs }) => used.has(canonical) || nowMs - pulledMs < IMAGE_MIN_AGE_MS);
    if (kept.length === machine.images.length) return false;
    machine.images = kept;
    machine.reportDue = true;
    delete machine.links.toldImages;
    delete machine.links.usage;
    return true;
  }

  return {
    look,
    reconsider(machine) {
      if (machine.power === 'on' && machine.look?.why !== 'cleanup') planNext(machine, kernel.now());
    },
    forget(machine) {
      if (machine.look) kernel.cancel(machine.look.event);
      machine.look = undefined;
      machine.taken.memory = 0;
      for (const resource of PRESSED_RESOURCES) delete machine.pressure[resource];
      delete machine.links.usage;
    },
  };
}
