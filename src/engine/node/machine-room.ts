import { isMirrorPod } from '../api/pod-spec/mirror-pods.ts';
import type { Change } from '../api/store.ts';
import type { Surroundings } from '../component.ts';
import type { Json } from '../json.ts';
import { DEADLINE_HANDLER } from './active-deadline.ts';
import { loadMachines, saveMachines } from './checkpoint.ts';
import { createControlPlaneWatch } from './control-plane-watch.ts';
import { EXIT_HANDLER, HOOK_HANDLER, RETRY_HANDLER, STOP_HANDLER } from './containers.ts';
import { createEvictionManager, EVICTION_HANDLER, REPORT_HANDLER, thresholdBytes } from './eviction-manager.ts';
import { PULL_HANDLER } from './images.ts';
import { behaviourAt, createKubeletContext } from './kubelet-context.ts';
import { BOOT_HANDLER, createKubelets, NETWORK_HANDLER } from './kubelets.ts';
import { LEASE_HANDLER } from './leases.ts';
import { readLogs } from './logs.ts';
import type { Machines, MachineState, MachineUse, ProbeKind } from './machines.ts';
import { NodeConnection } from './node-connection.ts';
import { createPodWorker, STEP_HANDLER } from './pod-worker.ts';
import { createStaticPods, MIRROR_HANDLER } from './static-pods.ts';
import { probeOf, PROBE_HANDLER } from './probes.ts';
import { isReadyIn } from './registration.ts';
import { refersTo } from './references.ts';
import { hasAsked, learnNames } from './service-names.ts';
import type { RegistryService } from './registries.ts';
import { createMachine, isConnected, specOf, type Machine, type PodRecord } from './state.ts';
import { availableBytes, capacityOf, PRESSED_RESOURCES, type PressedResource } from './usage.ts';

const MIB = 1024 ** 2;
/** What is left of a machine's memory when a person takes it, and how much less than the kubelet wants to have is left of its disk. */
const MEMORY_LEFT_BYTES = 60 * MIB;
const DISK_LACK_BYTES = 512 * MIB;

export interface MachineRoomOptions {
  /**
   * A component of the control plane that runs as a static pod (`etcd`, `kube-apiserver`, `kube-controller-manager`, `kube-scheduler`)
   * has come up, or has gone down. Called in an event of its own.
   */
  readonly controlPlaneChanged?: (component: string, running: boolean) => void;
}

/** All machines of the cluster, each with its kubelet and its container runtime: one component that keeps what real nodes keep. */
export function createMachines(surroundings: Surroundings, registries: RegistryService, options: MachineRoomOptions = {}): Machines {
  const { kernel } = surroundings;
  const machines = new Map<string, Machine>();
  const context = createKubeletContext(surroundings, registries);
  const worker = createPodWorker(context, (machine) => {
    eviction.reconsider(machine);
    controlPlane.note(machine);
  });
  const eviction = createEvictionManager(context, worker);
  const staticPods = createStaticPods(context, worker);
  const controlPlane = createControlPlaneWatch(kernel, machines, options.controlPlaneChanged ?? (() => {}));
  const kubelets = createKubelets(context, { worker, eviction, staticPods, controlPlane });
  const apiServer = surroundings.clientFor('kube-apiserver');
  let running = true;
  let nextIndex = 0;
  const byIndex: (Machine | undefined)[] = [];

  function keep(machine: Machine): void {
    machines.set(machine.spec.name, machine);
    byIndex[machine.index] = machine;
  }
  function need(name: string): Machine {
    const machine = machines.get(name);
    if (!machine) throw new Error(`There is no machine named ${name}.`);
    return machine;
  }

  onMachine(BOOT_HANDLER, kubelets.boot);
  onMachine(NETWORK_HANDLER, kubelets.networkUp);
  onMachine(EVICTION_HANDLER, eviction.look);
  onMachine(REPORT_HANDLER, kubelets.report);
  onMachine(MIRROR_HANDLER, staticPods.tell);
  // The one event an idle cluster has many of.
  kernel.on(LEASE_HANDLER, (index) => {
    const machine = byIndex[index as number];
    if (running && machine) kubelets.heartbeat(machine);
  });
  onMachine(PULL_HANDLER, (machine, [, canonical]) => worker.images.finish(machine, String(canonical)));
  onPod(STEP_HANDLER, (machine, record) => worker.step(machine, record));
  onPod(DEADLINE_HANDLER, (machine, record) => worker.expire(machine, record));
  onPod(RETRY_HANDLER, (machine, record, index) => worker.retry(machine, record, index));
  onPod(PROBE_HANDLER, (machine, record, index, kind) => worker.prober.attempt(machine, record, index, kind));
  onPod(EXIT_HANDLER, (machine, record, index) => {
    const exit = behaviourAt(record, index)?.exit;
    if (exit) worker.runtime.end(machine, record, index, exit.code, exit.oomKilled ? 'OOMKilled' : undefined);
  });
  onPod(STOP_HANDLER, (machine, record, index) => {
    const stopping = record.containers[index]?.stopping;
    if (stopping) worker.runtime.end(machine, record, index, stopping.code);
  });

  onPod(HOOK_HANDLER, (machine, record, index) => context.tell(machine, record, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', index));

  /** Events carry the machine's name, alone or first. */
  function onMachine(handler: string, run: (machine: Machine, data: readonly Json[]) => void): void {
    kernel.on(handler, (data) => {
      const parts = typeof data === 'string' ? [data] : (data as readonly Json[]);
      const machine = machines.get(String(parts[0]));
      if (running && machine) run(machine, parts);
    });
  }
  function onPod(handler: string, run: (machine: Machine, record: PodRecord, index: number, kind: ProbeKind) => void): void {
    onMachine(handler, (machine, [, uid, index, kind]) => {
      const record = machine.pods.get(String(uid));
      if (record) run(machine, record, Number(index ?? 0), kind as ProbeKind);
    });
  }

  function observePod(change: Change<'Pod'>): void {
    const { nodeName } = change.object.spec;
    if (nodeName === undefined) return;
    const machine = machines.get(nodeName);
    if (!machine || !isConnected(machine)) return;
    if (isMirrorPod(change.object)) staticPods.mirrorSeen(machine, change.object, change.type === 'DELETED');
    else if (change.type === 'DELETED') kubelets.podGone(machine, change.object.metadata.uid ?? '');
    else kernel.because(change.cause, () => kubelets.podSeen(machine, change.object, change.actor === `kubelet/${nodeName}`));
  }

  /** Somebody else's view of the node is corrected with its next heartbeat. */
  function observeNode({ type, object, previous, actor }: Change<'Node'>): void {
    const name = object.metadata.name ?? '';
    const machine = machines.get(name);
    if (machine && previous && previous.spec !== object.spec && (previous.spec.unschedulable ?? false) !== (object.spec.unschedulable ?? false)) machine.cordonNews = !machine.cordonNews;
    if (type === 'MODIFIED' && machine && machine.networkReady && isConnected(machine) && actor !== `kubelet/${name}` && !isReadyIn(object)) machine.reportDue = true;
  }

  function observeReferred(kind: 'ConfigMap' | 'Secret', { type, object }: Change<'ConfigMap' | 'Secret'>): void {
    if (type === 'DELETED') return;
    for (const [uid, name] of inOrder(context.blocked)) {
      const machine = machines.get(name);
      const record = machine?.pods.get(uid);
      if (!machine || !record || !isBlocked(record)) context.blocked.delete(uid);
      else if (record.pod.metadata.namespace === object.metadata.namespace && refersTo(record.pod, kind, object.metadata.name ?? '')) worker.expectRetry(machine, record);
    }
  }

  /** Processes that wait for a name find it with their next look-up. */
  function tellOfService(): void {
    for (const [uid, name] of inOrder(context.asking)) {
      const machine = machines.get(name);
      const record = machine?.pods.get(uid);
      if (!machine || !record || !hasAsked(record)) context.asking.delete(uid);
      else record.containers.forEach((_container, index) => {
        if (record.containers[index]?.state === 'running' && learnNames(context, machine, record, index)) worker.runtime.reconsider(machine, record, index);
      });
    }
  }

  function find(namespace: string, pod: string): { readonly machine: Machine; readonly record: PodRecord } {
    for (const machine of machines.values()) {
      if (machine.power !== 'on') continue;
      for (const record of machine.pods.values()) {
        const { metadata } = record.pod;
        if (metadata.name === pod && metadata.namespace === namespace) return { machine, record };
      }
    }
    throw new Error(`Pod ${pod} in namespace ${namespace} is on no machine that runs.`);
  }

  function endContainer(namespace: string, pod: string, name: string | undefined, code: number, reason?: string): void {
    const { machine, record } = find(namespace, pod);
    const index = record.containers.findIndex((container) => container.state === 'running' && (name === undefined ? !container.init && !container.ephemeral : container.name === name));
    if (index < 0) throw new Error(name === undefined ? `No container of pod ${pod} is running.` : `Container ${name} of pod ${pod} is not running.`);
    worker.runtime.end(machine, record, index, code, reason);
  }

  return {
    name: 'kubelet',
    watches: ['Pod', 'Node', 'ConfigMap', 'Secret', 'Service'],
    get running() {
      return running;
    },
    start() {
      if (running) return;
      running = true;
      for (const machine of machines.values()) if (machine.power === 'on') kubelets.start(machine);
    },
    stop() {
      if (!running) return;
      for (const machine of machines.values()) if (machine.power === 'on') kubelets.halt(machine);
      running = false;
    },
    observe(change) {
      if (!running) return;
      if (change.kind === 'Pod') observePod(change as Change<'Pod'>);
      else if (change.kind === 'Node') observeNode(change as Change<'Node'>);
      else if (change.kind === 'ConfigMap' || change.kind === 'Secret') observeReferred(change.kind, change as Change<'ConfigMap' | 'Secret'>);
      else if (change.kind === 'Service' && change.type === 'ADDED') kernel.because(change.cause, tellOfService);
    },
    relist() {
      if (!running) return;
      for (const machine of machines.values()) if (isConnected(machine)) kubelets.catchUp(machine);
    },
    save: () => saveMachines({ running, nextIndex, machines: machines.values(), controlPlane: controlPlane.save() }, context.client),
    load(saved) {
      const state = loadMachines(saved, context.client, keep);
      running = state.running;
      nextIndex = state.nextIndex;
      controlPlane.load(state.controlPlane);
      for (const machine of machines.values()) for (const record of machine.pods.values()) {
        if (isBlocked(record)) context.blocked.set(record.uid, machine.spec.name);
        if (hasAsked(record)) context.asking.set(record.uid, machine.spec.name);
      }
    },

    list: () => [...machines.values()].map(stateOf),
    get(name) {
      const machine = machines.get(name);
      return machine && stateOf(machine);
    },
    isConnected(name) {
      const machine = machines.get(name);
      return machine !== undefined && isConnected(machine);
    },
    connectionOf: (name, isServing) => new NodeConnection(machines, name, isServing),
    add(spec, instant) {
      if (machines.has(spec.name)) throw new Error(`There is a machine named ${spec.name} already.`);
      const machine = createMachine(spec, nextIndex++);
      keep(machine);
      kubelets.powerOn(machine, instant);
    },
    remove(name) {
      const machine = need(name);
      kubelets.powerOff(machine);
      machines.delete(name);
      byIndex[machine.index] = undefined;
    },
    powerOff(name) {
      const machine = need(name);
      if (machine.power === 'off') throw new Error(`${name} is off already.`);
      kubelets.powerOff(machine);
    },
    powerOn(name) {
      const machine = need(name);
      if (machine.power !== 'off') throw new Error(`${name} is on already.`);
      kubelets.powerOn(machine, false);
    },
    partition(name) {
      const machine = need(name);
      if (machine.partitioned) throw new Error(`${name} is cut off already.`);
      machine.partitioned = true;
    },
    heal(name) {
      const machine = need(name);
      if (!machine.partitioned) throw new Error(`${name} is not cut off.`);
      machine.partitioned = false;
      if (machine.power === 'on') kubelets.catchUp(machine);
    },
    press(name, resource) {
      const machine = need(name);
      const left = resource === 'memory' ? MEMORY_LEFT_BYTES : thresholdBytes(machine, 'disk') - DISK_LACK_BYTES;
      machine.taken[resource] += Math.max(0, availableBytes(machine, resource, kernel.now()) - left);
      eviction.reconsider(machine);
    },
    relieve(name) {
      const machine = need(name);
      machine.taken.memory = machine.taken.disk = 0;
      eviction.reconsider(machine);
    },
    pressed(name) {
      const taken = machines.get(name)?.taken;
      return PRESSED_RESOURCES.filter((resource) => (taken?.[resource] ?? 0) > 0);
    },
    used(name) {
      const machine = machines.get(name);
      if (!machine || machine.power === 'off') return undefined;
      const inUse = (resource: PressedResource): MachineUse[PressedResource] => {
        const capacityBytes = capacityOf(machine, resource);
        return { capacityBytes, usedBytes: capacityBytes - availableBytes(machine, resource, kernel.now()) };
      };
      return { memory: inUse('memory'), disk: inUse('disk') };
    },
    crashContainer: (namespace, pod, container, exitCode) => endContainer(namespace, pod, container, exitCode),
    oomContainer: (namespace, pod, container) => endContainer(namespace, pod, container, 137, 'OOMKilled'),
    overrideProbe(namespace, pod, probe, failing) {
      const { machine, record } = find(namespace, pod);
      if (!record.containers.some((_container, index) => hasProbe(record, index, probe))) throw new Error(`No container of pod ${pod} has a ${probe} probe.`);
      const others = (record.failing ?? []).filter((kind) => kind !== probe);
      record.failing = failing ? [...others, probe] : others;
      record.containers.forEach((_container, index) => worker.prober.reconsider(machine, record, index));
    },
    hasProbeOverride(namespace, pod, probe) {
      for (const machine of machines.values()) {
        for (const { pod: { metadata }, failing } of machine.pods.values()) {
          if (metadata.name === pod && metadata.namespace === namespace) return failing?.includes(probe) ?? false;
        }
      }
      return false;
    },
    logs: (query) => readLogs(apiServer, machines, query, kernel.now()),
  };
}

function stateOf({ spec: { name }, power, partitioned }: Machine): MachineState {
  return { name, powered: power !== 'off', partitioned };
}

function isBlocked(record: PodRecord): boolean {
  return record.step?.kind === 'mount' || record.containers.some(({ waiting }) => waiting?.reason === 'CreateContainerConfigError');
}

function hasProbe(record: PodRecord, index: number, kind: ProbeKind): boolean {
  const spec = specOf(record, index);
  return spec !== undefined && probeOf(spec, kind) !== undefined;
}

/** Not the order in which they came to wait, which nobody knows any more after a restore. */
function inOrder(pods: ReadonlyMap<string, string>): readonly (readonly [uid: string, machine: string])[] {
  return [...pods].sort(([a], [b]) => (a < b ? -1 : 1));
}
