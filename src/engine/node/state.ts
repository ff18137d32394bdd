import type { Client } from '../api/api-server.ts';
import type { KindMap } from '../api/object.ts';
import type { EventRecorder } from '../events.ts';
import type { HeldResources } from './held-resources.ts';
import type { KnownName } from './process-world.ts';
import type { MachineUsage } from './usage.ts';
import type { MachineSpec, ProbeKind } from './machines.ts';

export type Pod = KindMap['Pod'];
type NodeStatus = NonNullable<KindMap['Node']['status']>;
export type ContainerSpec = NonNullable<Pod['spec']>['containers'][number];

/*
 * What a machine holds on its own: plain data, so that a checkpoint is a copy of it. Optional fields are absent, never
 * undefined-but-present, where that would show in JSON. `event` fields hold ids of pending events, 0 for none.
 */

/** One run of a container. */
export interface Instance {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly image: string;
  /** absent when the process could not be started. */
  startedMs?: number | undefined;
  finishedMs?: number;
  exitCode?: number;
  reason?: string;
  message?: string;
  /** when SIGTERM reached it. */
  signalledMs?: number;
  /** variables from ConfigMaps and Secrets as they were at its start. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** what its volumes held then, by path, where its command line mentions it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Services that it has asked for by name and found, as `namespace/name`. */
  names?: Readonly<Record<string, KnownName>>;
}

/** What a process is given from elsewhere. */
export type Given = Pick<Instance, 'env' | 'files' | 'names'>;

export interface ProbeState {
  readonly kind: ProbeKind;
  /** the first attempt; the others follow every period. */
  readonly baseMs: number;
  /** number of the last attempt made; -1 before the first. */
  lastTick: number;
  result: 'unknown' | 'success' | 'failure';
  lastOk: boolean;
  /** consecutive equal outcomes, counted up to the threshold. */
  run: number;
  event: number;
}

export interface BackOff {
  delayMs: number;
  updatedMs: number;
}

/** Why a container is stopped: to run again, because its postStart hook failed, or because its pod comes to an end. */
export type StopReason = 'restart' | 'postStart' | 'termination';

export const NO_PROBES: readonly ProbeState[] = [];

export interface ContainerRecord {
  readonly name: string;
  readonly init: boolean;
  /** added to a running pod, to look into it: nobody waits for it, and it runs but once. */
  readonly ephemeral?: true;
  state: 'waiting' | 'running' | 'exited';
  /** why it does not run: shown instead of its last state. */
  waiting?: { readonly reason: string; readonly message?: string };
  /** the newest run. */
  current?: Instance | undefined;
  /** the run before it. */
  previous?: Instance;
  restartCount: number;
  backOff?: BackOff;
  imageBackOff?: BackOff & { readonly image: string; readonly error: string };
  /** the image that could not be had: why it waits. */
  imageRefused?: string;
  /** the moment its back-off ends, or the one at which a back-off begins to show. */
  retryEvent: number;
  retryAtMs: number;
  /** its own end, as its behaviour has it. */
  exitEvent: number;
  /** being stopped: when and how it will end. */
  stopping?: { readonly why: StopReason; readonly atMs: number; readonly code: number; readonly event: number };
  /** its preStop hook has begun: when it ends, and what then tells that it failed. */
  preStop?: { readonly endMs: number; readonly event: number };
  /** the kubelet ended its last run itself in order to restart it. */
  restarting?: boolean;
  probes: readonly ProbeState[];
}

/** What a pod's worker is busy with. */
export type PodStep = 'react' | 'sandbox' | 'pull' | 'start' | 'mount' | 'hook';

/** Why a pod ends although nobody deleted it: told in its status once nothing of it runs any more. */
export interface PodEnding {
  readonly reason: string;
  readonly message: string;
  /** evicted: because the node needs what it holds, which the condition DisruptionTarget tells, or for what it has done itself. */
  readonly evicted?: 'for others' | 'for itself';
}

export interface PodRecord {
  readonly uid: string;
  /** the pod as the kubelet last saw it. */
  pod: Pod;
  life: 'new' | 'admitted' | 'rejected' | 'finished' | 'terminating' | 'terminated';
  rejection?: { readonly reason: string; readonly message: string };
  startedMs?: number | undefined;
  /** its sandbox: there is one while it has an address. */
  ip?: string | undefined;
  sandboxes: number;
  /** a new sandbox replaces one that was lost. */
  sandboxLost?: boolean;
  /** set to undefined, not deleted, as the fields above: an object that loses a field in its middle takes up twice the room. */
  step?: { readonly kind: PodStep; readonly event: number; readonly container?: number } | undefined;
  mountFailures: number;
  /** one of its containers proper has been started in the sandbox: its init containers are behind it. */
  initialized?: true;
  /** its manifest lies on the machine: the API only has an image of it. */
  readonly isStatic?: true;
  /** init containers, containers, ephemeral containers, each in the order of the spec. */
  readonly containers: ContainerRecord[];
  /** its status could not be written; it is when the API can be reached again. */
  unsaved?: boolean;
  /** when the pod's grace period is over, while it is being terminated. */
  killAtMs?: number;
  failing?: ProbeKind[];
  /** when its activeDeadlineSeconds will have passed. */
  deadline?: { readonly atMs: number; readonly event: number };
  /** one of its containers has ended so that all of them are restarted: they are stopped first. */
  restartsAll?: 'stopping' | 'starting';
  /** whatever it does, it fails. */
  ending?: PodEnding;
}

export interface NodeImage {
  readonly canonical: string;
  /** the digest by which it is told from others. */
  readonly digest: string;
  readonly bytes: number;
  readonly pulledMs: number;
}

export interface PullRequest {
  readonly uid: string;
  readonly container: number;
  readonly askedMs: number;
  readonly cause: number;
}

/** An image being pulled, or waiting for its turn. */
export interface Pull {
  readonly canonical: string;
  readonly name: string;
  readonly declaredBytes?: number;
  startedMs?: number;
  event: number;
  readonly requests: PullRequest[];
}

export interface Machine {
  readonly spec: MachineSpec;
  /** number of the machine, from 0; its addresses follow from it. */
  readonly index: number;
  power: 'off' | 'booting' | 'on';
  partitioned: boolean;
  boots: number;
  /** the Node object was made, or taken over, since the kubelet started. */
  registered: boolean;
  networkReady: boolean;
  bootEvent: number;
  leaseEvent: number;
  reportedMs: number;
  /** something in the node's status changed; it is told with the next heartbeat. */
  reportDue: boolean;
  /** the node was cordoned, or uncordoned, since its kubelet told of it last. */
  cordonNews?: boolean;
  lastAddress: number;
  /** what processes outside of any pod have taken: a person's doing. */
  readonly taken: { memory: number; disk: number };
  /** when each eviction threshold was last seen to be met, as long as that counts. */
  readonly pressure: { memory?: number; disk?: number };
  /**
   * The next look at what is left of its resources; there is none while they are plenty. The kubelet's own, unless it is for a pod that
   * was evicted and is still there, or the kernel's because memory is used up.
   */
  look?: { readonly atMs: number; readonly event: number; readonly why?: 'cleanup' | 'oom' } | undefined;
  images: NodeImage[];
  pulls: Pull[];
  readonly pods: Map<string, PodRecord>;
  /** the lease as it wrote it last; it is read again only when somebody else wrote it since (lease controller's latestLease). No part of its state. */
  lease: KindMap['Lease'] | undefined;
  /** No part of its state, like {@link links}; here, since each heartbeat asks for it. */
  renewLease: ((lease: KindMap['Lease']) => KindMap['Lease']) | undefined;
  readonly links: MachineLinks;
}

/** What makes up the state of a machine: the rest can be found again. */
export type KeptMachine = Omit<Machine, 'lease' | 'renewLease' | 'links'>;

/** What a machine's kubelet has at hand and can find again: no part of its state. */
export interface MachineLinks {
  client?: Client;
  recorder?: EventRecorder;
  /** parts of the node's status as they were told last. */
  frame?: Pick<NodeStatus, 'capacity' | 'allocatable' | 'addresses'>;
  infoOfBoot?: { readonly boots: number; readonly info: NonNullable<NodeStatus['nodeInfo']> };
  /** what its pods have asked for. */
  held?: HeldResources;
  toldImages?: { readonly count: number; readonly images: NonNullable<NodeStatus['images']> };
  hostIPs?: NonNullable<NonNullable<Pod['status']>['hostIPs']>;
  /** what its containers and images take up. */
  usage?: MachineUsage;
}

export function createMachine(spec: MachineSpec, index: number): Machine {
  return {
    spec, index, power: 'off', partitioned: false, boots: 0, registered: false, networkReady: false, bootEvent: 0, leaseEvent: 0, reportedMs: 0, reportDue: false,
    lastAddress: 1, taken: { memory: 0, disk: 0 }, pressure: {}, images: [], pulls: [], pods: new Map(), lease: undefined, renewLease: undefined, links: {},
  };
}

export function createPodRecord(pod: Pod): PodRecord {
  const { initContainers, containers } = pod.spec;
  const inits = initContainers?.map(({ name }) => createContainerRecord(name, true));
  const mains = containers.map(({ name }) => createContainerRecord(name, false));
  const record: PodRecord = { uid: pod.metadata.uid ?? '', pod, life: 'new', startedMs: undefined, ip: undefined, step: undefined, sandboxes: 0, mountFailures: 0, containers: inits ? inits.concat(mains) : mains };
  addEphemeralContainers(record);
  return record;
}

/** Takes note of ephemeral containers that the pod has got meanwhile: they are never taken away. */
export function addEphemeralContainers({ pod: { spec }, containers }: PodRecord): void {
  const { ephemeralContainers } = spec;
  if (!ephemeralContainers) return;
  const known = containers.length - (spec.initContainers?.length ?? 0) - spec.containers.length;
  for (const { name } of ephemeralContainers.slice(known)) containers.push({ ...createContainerRecord(name, false), ephemeral: true });
}

function createContainerRecord(name: string, init: boolean): ContainerRecord {
  // Fields that nearly every container comes to have are there from the start: objects that grow take up more room.
  return { name, init, state: 'waiting', current: undefined, restartCount: 0, retryEvent: 0, retryAtMs: 0, exitEvent: 0, probes: NO_PROBES };
}

/** The spec of a record's container, which stands at the same place. */
export function specOf(record: PodRecord, index: number): ContainerSpec | undefined {
  const { spec } = record.pod;
  const inits = spec.initContainers?.length ?? 0;
  if (index < inits) return spec.initContainers?.[index];
  return spec.containers[index - inits] ?? spec.ephemeralContainers?.[index - inits - spec.containers.length];
}

export function isConnected(machine: Machine): boolean {
  return machine.power === 'on' && !machine.partitioned;
}
