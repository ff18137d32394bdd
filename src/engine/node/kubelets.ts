import { isSame } from '../api/equality.ts';
import { isStatus, UnreachableError } from '../api/errors.ts';
import { isPodReady } from '../api/pod-readiness.ts';
import { isMirrorPod } from '../api/pod-spec/mirror-pods.ts';
import type { ControlPlaneWatch } from './control-plane-watch.ts';
import type { EvictionManager } from './eviction-manager.ts';
import type { KubeletContext } from './kubelet-context.ts';
import { renewLease, scheduleHeartbeat } from './leases.ts';
import type { PodWorker } from './pod-worker.ts';
import { bootIdOf, registerNode, reportNode, tellOfCordon, tellOfNode } from './registration.ts';
import { recount } from './held-resources.ts';
import type { StaticPods } from './static-pods.ts';
import { addEphemeralContainers, createPodRecord, isConnected, type Machine, type Pod, type PodRecord } from './state.ts';

/** The kubelet of each machine: its life with the machine, its heartbeat, and what it learns of its pods. */
export interface Kubelets {
  /** Turns the machine on; `instant` skips the boot and finds everything set up. */
  powerOn(machine: Machine, instant: boolean): void;
  /** Everything on the machine stops, without a word. */
  powerOff(machine: Machine): void;
  boot(machine: Machine): void;
  networkUp(machine: Machine): void;
  heartbeat(machine: Machine): void;
  /** Posts the node's status, if there is anything new. */
  report(machine: Machine): void;
  start(machine: Machine): void;
  halt(machine: Machine): void;
  /** The API can be reached again: compares what runs with what it wants, and tells what could not be told. */
  catchUp(machine: Machine): void;
  podSeen(machine: Machine, pod: Pod, isOwnWrite: boolean): void;
  podGone(machine: Machine, uid: string): void;
}

export const BOOT_HANDLER = 'kubelet.boot';
export const NETWORK_HANDLER = 'kubelet.network';
/** From the first start of a new machine's kubelet until its network plugin is set up. */
const NETWORK_SETUP_MS = 3_000;
const LOST_EXIT_CODE = 255;

/** What else a kubelet consists of. */
export interface KubeletParts {
  readonly worker: PodWorker;
  readonly eviction: EvictionManager;
  readonly staticPods: StaticPods;
  readonly controlPlane: ControlPlaneWatch;
}

export function createKubelets(context: KubeletContext, { worker, eviction, staticPods, controlPlane }: KubeletParts): Kubelets {
  const { kernel } = context;

  function powerOn(machine: Machine, instant: boolean): void {
    if (instant) {
      machine.power = 'on';
      machine.networkReady = true;
      start(machine, true);
      return;
    }
    machine.power = 'booting';
    const { name } = machine.spec;
    machine.bootEvent = kernel.schedule(kernel.timings.nodeBootMs, BOOT_HANDLER, name, { wait: { label: 'node boot', subject: { kind: 'Node', namespace: '', name } } });
  }

  function boot(machine: Machine): void {
    machine.bootEvent = 0;
    machine.power = 'on';
    start(machine);
    if (!machine.networkReady) machine.bootEvent = kernel.schedule(NETWORK_SETUP_MS, NETWORK_HANDLER, machine.spec.name);
  }

  function start(machine: Machine, instant = false): void {
    machine.boots++;
    scheduleHeartbeat(context, machine);
    eviction.reconsider(machine);
    staticPods.start(machine, instant);
    attempt(() => join(machine));
  }

  /** The kubelet's first requests; repeated with each heartbeat until they arrive. */
  function join(machine: Machine): void {
    const { name } = machine.spec;
    registerNode(context, machine);
    tellOfNode(context, machine, 'Starting', 'Starting kubelet.');
    if (machine.boots > 1) tellOfNode(context, machine, 'Rebooted', `Node ${name} has been rebooted, boot id: ${bootIdOf(machine)}`, 'Warning');
    if (!machine.networkReady) {
      for (const reason of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID']) tellOfNode(context, machine, reason, `Node ${name} status is now: ${reason}`);
    }
    renewLease(context, machine);
    resync(machine);
  }

  function networkUp(machine: Machine): void {
    machine.bootEvent = 0;
    machine.networkReady = true;
    machine.reportDue = true;
    attempt(() => reportNode(context, machine));
  }

  function heartbeat(machine: Machine): void {
    scheduleHeartbeat(context, machine);
    if (machine.partitioned) return;
    try {
      if (!machine.registered) join(machine);
      renewLease(context, machine);
      reportNode(context, machine);
      if (machine.cordonNews) tellOfCordon(context, machine);
      if (machine.spec.staticPods && [...machine.pods.values()].some(({ isStatic, unsaved }) => isStatic && unsaved)) staticPods.tell(machine);
    } catch (error) {
      forgive(error);
    }
  }

  function attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      forgive(error);
    }
  }

  /** The kubelet and every process stop where they are. */
  function halt(machine: Machine): void {
    kernel.cancel(machine.bootEvent);
    kernel.cancel(machine.leaseEvent);
    machine.bootEvent = 0;
    machine.leaseEvent = 0;
    machine.registered = false;
    worker.images.abandon(machine);
    eviction.forget(machine);
    for (const record of machine.pods.values()) lose(machine, record);
    controlPlane.note(machine);
  }

  /** Nothing of a pod survives but what is on the disk: that it ran here, and its last state. */
  function lose(machine: Machine, record: PodRecord): void {
    worker.abandon(machine, record);
    if (record.ip !== undefined && record.life !== 'finished') record.sandboxLost = true;
    if (record.life === 'terminating') record.life = 'admitted';
    record.ip = undefined;
    delete record.killAtMs;
    for (const container of record.containers) {
      delete container.backOff;
      delete container.imageBackOff;
      delete container.imageRefused;
      delete container.restarting;
      delete container.waiting;
      if (container.state === 'running' && container.current) {
        container.state = 'exited';
        Object.assign(container.current, { finishedMs: kernel.now(), exitCode: LOST_EXIT_CODE, reason: 'Unknown' });
      }
      // In a new sandbox every init container runs again.
      if (container.init && record.life === 'admitted') container.state = 'waiting';
    }
    delete record.initialized;
    delete record.restartsAll;
  }

  function resync(machine: Machine): void {
    const client = context.client(machine);
    if (!client.reachable()) return;
    const found = client.list('Pod', { nodeName: machine.spec.name });
    const uids = new Set<string>();
    for (const pod of found) {
      if (isMirrorPod(pod)) continue;
      uids.add(pod.metadata.uid ?? '');
      podSeen(machine, pod, false);
    }
    for (const record of machine.pods.values()) {
      if (record.isStatic) continue;
      if (!uids.has(record.uid)) podGone(machine, record.uid);
      else if (record.unsaved && record.life === 'terminated') worker.termination.look(machine, record);
      else if (record.unsaved) context.writeStatus(machine, record);
    }
    for (const record of machine.pods.values()) if (isIdle(record)) worker.poke(machine, record);
    if (machine.spec.staticPods) staticPods.tell(machine);
  }

  /** Nothing drives the pod forward: it was lost with the machine's power, or its end was never begun. */
  function isIdle({ life, ip, step, pod }: PodRecord): boolean {
    if (step) return false;
    return life === 'new' || (life === 'admitted' && ip === undefined) || (pod.metadata.deletionTimestamp !== undefined && life !== 'terminating' && life !== 'terminated');
  }

  function podSeen(machine: Machine, pod: Pod, isOwnWrite: boolean): void {
    const uid = pod.metadata.uid ?? '';
    const record = machine.pods.get(uid);
    if (!record) {
      const created = createPodRecord(pod);
      machine.pods.set(uid, created);
      worker.poke(machine, created);
      return;
    }
    const before = record.pod;
    record.pod = pod;
    addEphemeralContainers(record);
    if (isOwnWrite || !isConnected(machine)) return;
    const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
    const isEnding = deletionTimestamp !== undefined && (before.metadata.deletionTimestamp === undefined || before.metadata.deletionGracePeriodSeconds !== deletionGracePeriodSeconds);
    // Whoever marked the pod as not ready, because its node was silent, is put right (pkg/kubelet/status needsReconcile).
    const isDoubted = record.life === 'admitted' && record.ip !== undefined && isPodReady(before) !== isPodReady(pod);
    if (isDoubted) record.unsaved = true;
    const isOther = !isSame(before.spec, pod.spec);
    const isAnnotated = !isSame(before.metadata.annotations, pod.metadata.annotations);
    if (isEnding || isDoubted || isOther) worker.poke(machine, record);
    if (isAnnotated) record.containers.forEach((_container, index) => worker.runtime.reconsider(machine, record, index));
    if (isOther || isAnnotated) recountUsage(machine);
  }

  function podGone(machine: Machine, uid: string): void {
    const record = machine.pods.get(uid);
    if (!record) return;
    worker.abandon(machine, record);
    machine.pods.delete(uid);
    recount(machine, record);
    if (record.containers.some(({ state }) => state === 'running')) recountUsage(machine);
  }

  function recountUsage(machine: Machine): void {
    delete machine.links.usage;
    eviction.reconsider(machine);
  }

  return {
    report(machine) {
      if (isConnected(machine)) attempt(() => reportNode(context, machine));
    },
    powerOn, boot, networkUp, heartbeat, start, halt, podSeen, podGone,
    catchUp(machine) {
      // The control plane may have marked the node meanwhile: that is put right with the next heartbeat.
      machine.reportDue = true;
      attempt(() => resync(machine));
    },
    powerOff(machine) {
      halt(machine);
      machine.power = 'off';
    },
  };
}

/** The API could not be reached, or somebody was faster: the next heartbeat tries again. */
function forgive(error: unknown): void {
  const isPassing = error instanceof UnreachableError || isStatus(error, 'Conflict') || isStatus(error, 'AlreadyExists') || isStatus(error, 'NotFound') || isStatus(error, 'Forbidden');
  if (!isPassing) throw error;
}
