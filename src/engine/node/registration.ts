import { isStatus } from '../api/errors.ts';
import type { KindMap } from '../api/object.ts';
import { formatTime } from '../time-format.ts';
import { nodeAddress, podRangeOf } from './addresses.ts';
import type { KubeletContext } from './kubelet-context.ts';
import { longDigest } from './long-digest.ts';
import type { Machine } from './state.ts';
import { DISK_BYTES } from './usage.ts';

type Node = KindMap['Node'];
type NodeStatus = NonNullable<Node['status']>;
type Condition = NonNullable<NodeStatus['conditions']>[number];

const KUBELET_VERSION = 'v1.36.0';
const MIB = 1024 ** 2;
const EVICTION_RESERVE_BYTES = 100 * MIB;
/** `nodefs.available<10%` keeps this share of the disk from pods. */
const DISK_SHARE = 0.9;
const MAX_PODS = 110;
/** status.images tells of so many, the biggest (`nodeStatusMaxImages`). */
const IMAGES_TOLD = 50;

interface Verdict {
  readonly reason: string;
  readonly message: string;
}
/** Conditions that say what a node runs short of: first while it has enough, then while it has not. */
const PRESSURES: readonly { readonly type: string; readonly resource?: 'memory' | 'disk'; readonly relaxed: Verdict; readonly pressed: Verdict }[] = [
  {
    type: 'MemoryPressure', resource: 'memory',
    relaxed: { reason: 'KubeletHasSufficientMemory', message: 'kubelet has sufficient memory available' },
    pressed: { reason: 'KubeletHasInsufficientMemory', message: 'kubelet has insufficient memory available' },
  },
  {
    type: 'DiskPressure', resource: 'disk',
    relaxed: { reason: 'KubeletHasNoDiskPressure', message: 'kubelet has no disk pressure' }, pressed: { reason: 'KubeletHasDiskPressure', message: 'kubelet has disk pressure' },
  },
  {
    type: 'PIDPressure',
    relaxed: { reason: 'KubeletHasSufficientPID', message: 'kubelet has sufficient PID available' }, pressed: { reason: 'KubeletHasInsufficientPID', message: 'kubelet has insufficient PID available' },
  },
];
const NETWORK_NOT_READY = 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';

/** Makes the machine's Node, or takes over the one that is there. Source: pkg/kubelet/kubelet_node_status.go registerWithAPIServer. */
export function registerNode(context: KubeletContext, machine: Machine): void {
  const client = context.client(machine);
  const nowMs = context.kernel.now();
  const existing = client.get('Node', '', machine.spec.name);
  if (existing) {
    const labels = { ...existing.metadata.labels, ...labelsOf(machine) };
    client.update({ ...existing, metadata: { ...existing.metadata, labels } });
  } else client.create(initialNode(machine, nowMs));
  machine.registered = true;
  machine.reportDue = true;
  reportNode(context, machine);
}

/** The Node as the kubelet sees it: from the API, or as it would register it. */
export function nodeAsKnown(context: KubeletContext, machine: Machine): Node {
  const client = context.client(machine);
  const known = client.reachable() ? client.get('Node', '', machine.spec.name) : undefined;
  return known ?? initialNode(machine, context.kernel.now());
}

/** Posts the node's status when it is due: something changed, or nothing was told for so long (nodeStatusReportFrequency). */
export function reportNode(context: KubeletContext, machine: Machine): void {
  const nowMs = context.kernel.now();
  if (!machine.reportDue && nowMs - machine.reportedMs < context.kernel.timings.nodeStatusReportMs) return;
  const client = context.client(machine);
  const node = client.get('Node', '', machine.spec.name);
  // Without its Node the kubelet goes on as it is: it registers only when it starts.
  if (!node) return;
  const status = statusOf(machine, node.status, nowMs);
  const becameReady = readyText(status) === 'True' && readyText(node.status) !== 'True';
  try {
    client.updateStatus({ ...node, status });
  } catch (error) {
    if (!isStatus(error, 'Conflict') && !isStatus(error, 'NotFound')) throw error;
    return;
  }
  machine.reportDue = false;
  machine.reportedMs = nowMs;
  tellOfPressures(context, machine, node.status, status);
  if (becameReady) tellOfNode(context, machine, 'NodeReady', `Node ${machine.spec.name} status is now: NodeReady`);
}

/** An event about the Node itself; its uid is the node's name, as upstream's node events have it. */
export function tellOfNode(context: KubeletContext, machine: Machine, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
  const { name } = machine.spec;
  context.recorder(machine).event({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name } }, type, reason, message);
}

/** Whether the node takes new pods, told with the heartbeat after somebody changed that (kubelet_node_status.go recordNodeSchedulableEvent). */
export function tellOfCordon(context: KubeletContext, machine: Machine): void {
  delete machine.cordonNews;
  const { name } = machine.spec;
  const reason = context.client(machine).get('Node', '', name)?.spec.unschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable';
  tellOfNode(context, machine, reason, `Node ${name} status is now: ${reason}`);
}

/** An event for each pressure that began or ended (nodestatus/setters.go): its condition's reason, said of the node. */
function tellOfPressures(context: KubeletContext, machine: Machine, before: NodeStatus | undefined, after: NodeStatus): void {
  for (const { type, status, reason = '' } of after.conditions ?? []) {
    const old = before?.conditions?.find((condition) => condition.type === type);
    if (old === undefined || old.status === status || old.status === 'Unknown' || !PRESSURES.some((pressure) => pressure.type === type)) continue;
    const told = reason.replace('Kubelet', 'Node');
    tellOfNode(context, machine, told, `Node ${machine.spec.name} status is now: ${told}`);
  }
}

function readyText(status: NodeStatus | undefined): string | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status;
}

export function isReadyIn(node: Node): boolean {
  return readyText(node.status) === 'True';
}

function labelsOf({ spec }: Machine): Readonly<Record<string, string>> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': spec.name,
    'kubernetes.io/os': 'linux',
    ...(spec.region === undefined ? {} : { 'topology.kubernetes.io/region': spec.region }),
    ...(spec.zone === undefined ? {} : { 'topology.kubernetes.io/zone': spec.zone }),
    ...spec.labels,
  };
}

function initialNode(machine: Machine, nowMs: number): Node {
  const { spec } = machine;
  const podCIDR = podRangeOf(machine.index);
  const taints = [...(spec.taints ?? [])];
  // Admission gives a node that is not ready this taint; the node lifecycle controller takes it away.
  if (!machine.networkReady) taints.push({ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: spec.name, labels: labelsOf(machine), annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' } },
    spec: { podCIDR, podCIDRs: [podCIDR], ...(taints.length > 0 ? { taints } : {}) },
    status: statusOf(machine, undefined, nowMs),
  };
}

/** Source: pkg/kubelet/nodestatus/setters.go. Parts that stay the same are the same objects, so that nobody reads them again. */
function statusOf(machine: Machine, before: NodeStatus | undefined, nowMs: number): NodeStatus {
  const { capacity, allocatable, addresses } = (machine.links.frame ??= frameOf(machine));
  return {
    capacity,
    allocatable,
    conditions: conditionsOf(machine, before, nowMs),
    addresses,
    daemonEndpoints: DAEMON_ENDPOINTS,
    nodeInfo: nodeInfoOf(machine),
    images: imagesOf(machine),
  };
}

const DAEMON_ENDPOINTS = { kubeletEndpoint: { Port: 10250 } };

function frameOf({ spec, index }: Machine): NonNullable<Machine['links']['frame']> {
  const capacity = {
    cpu: cpuQuantity(spec.cpuMillis),
    'ephemeral-storage': `${DISK_BYTES / 1024}Ki`,
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: `${Math.floor(spec.memoryBytes / 1024)}Ki`,
    pods: String(spec.maxPods ?? MAX_PODS),
  };
  const allocatable = {
    ...capacity,
    'ephemeral-storage': String(Math.floor(DISK_BYTES * DISK_SHARE)),
    memory: `${Math.max(0, Math.floor((spec.memoryBytes - EVICTION_RESERVE_BYTES) / 1024))}Ki`,
  };
  return { capacity, allocatable, addresses: [{ type: 'InternalIP', address: nodeAddress(index) }, { type: 'Hostname', address: spec.name }] };
}

/** What a machine says of itself: the same from one boot to the next. */
function nodeInfoOf(machine: Machine): NonNullable<NodeStatus['nodeInfo']> {
  const { links, boots, spec: { name } } = machine;
  if (links.infoOfBoot?.boots === boots) return links.infoOfBoot.info;
  const info = {
    machineID: longDigest(`machine/${name}`).slice(0, 32),
    systemUUID: asUuid(longDigest(`system/${name}`)),
    bootID: bootIdOf(machine),
    kernelVersion: '6.8.0-90-generic',
    osImage: 'Ubuntu 24.04.3 LTS',
    containerRuntimeVersion: 'containerd://2.2.1',
    kubeletVersion: KUBELET_VERSION,
    kubeProxyVersion: '',
    operatingSystem: 'linux',
    architecture: 'amd64',
  };
  links.infoOfBoot = { boots, info };
  return info;
}

function cpuQuantity(cpuMillis: number): string {
  return cpuMillis % 1000 === 0 ? String(cpuMillis / 1000) : `${cpuMillis}m`;
}

export function bootIdOf({ spec, boots }: Machine): string {
  return asUuid(longDigest(`boot/${spec.name}/${boots}`));
}

function asUuid(digits: string): string {
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

function conditionsOf(machine: Machine, before: NodeStatus | undefined, nowMs: number): Condition[] {
  const make = (type: string, status: 'True' | 'False', reason: string, message: string): Condition => {
    const old = before?.conditions?.find((condition) => condition.type === type);
    return {
      type, status,
      lastHeartbeatTime: formatTime(nowMs),
      lastTransitionTime: old?.status === status && old.lastTransitionTime !== undefined ? old.lastTransitionTime : formatTime(nowMs),
      reason, message,
    };
  };
  const kept = (before?.conditions ?? []).filter(({ type }) => type !== 'Ready' && !PRESSURES.some((pressure) => pressure.type === type));
  const ready = machine.networkReady ? make('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status') : make('Ready', 'False', 'KubeletNotReady', NETWORK_NOT_READY);
  const pressures = PRESSURES.map(({ type, resource, relaxed, pressed }) => {
    const isPressed = resource !== undefined && machine.pressure[resource] !== undefined;
    const { reason, message } = isPressed ? pressed : relaxed;
    return make(type, isPressed ? 'True' : 'False', reason, message);
  });
  return [...kept, ...pressures, ready];
}

/** As many as before are the same as before; who removes some forgets what was told. */
function imagesOf(machine: Machine): NonNullable<NodeStatus['images']> {
  const { images, links } = machine;
  if (links.toldImages?.count === images.length) return links.toldImages.images;
  const listed = [...images]
    .sort((a, b) => b.bytes - a.bytes || (a.canonical < b.canonical ? -1 : 1))
    .slice(0, IMAGES_TOLD)
    .map(({ canonical, digest, bytes }) => {
      const repository = canonical.replace(/(@sha256:.*|:[^:/]*)$/, '');
      return { names: [...new Set([`${repository}@${digest}`, canonical])], sizeBytes: Math.round(bytes) };
    });
  links.toldImages = { count: images.length, images: listed };
  return listed;
}
