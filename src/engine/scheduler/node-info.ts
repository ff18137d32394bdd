import { parseAmount } from '../api/amounts.ts';
import type { KindMap } from '../api/object.ts';
import { demandOf, type HostPort } from './pod-demand.ts';
import { keepsPodsAway, type Taint } from '../api/tolerations.ts';

type Node = KindMap['Node'];
type Pod = KindMap['Pod'];
export type Labels = Readonly<Record<string, string>>;

/**
 * What the scheduler knows of one node, added up as pods come and go (pkg/scheduler/framework/types.go, NodeInfo). It outlives
 * the Node object while pods still name it.
 */
export interface NodeInfo {
  readonly name: string;
  /** a small number of its own, for tallies kept in arrays. */
  readonly slot: number;
  /** absent while pods are bound to a node that is not there. */
  node: Node | undefined;
  labels: Labels;
  unschedulable: boolean;
  /** taints that keep pods away, and those that only make a node less liked. */
  hardTaints: readonly Taint[];
  softTaints: readonly Taint[];
  cpuMillis: number;
  memoryBytes: number;
  storageBytes: number;
  podLimit: number;
  extended: ReadonlyMap<string, number>;
  /** bytes of each image the node reports, by each of its names. */
  images: ReadonlyMap<string, number>;

  /** pods that run or will run here, by uid; finished ones are not among them. */
  readonly pods: Map<string, Pod>;
  usedCpuMillis: number;
  usedMemoryBytes: number;
  usedStorageBytes: number;
  scoredCpuMillis: number;
  scoredMemoryBytes: number;
  readonly usedExtended: Map<string, number>;
  /** pods on each address of each port, such as `TCP/8080`. */
  readonly usedPorts: Map<string, Map<string, number>>;
}

const NO_LABELS: Labels = {};
const NO_TAINTS: readonly Taint[] = [];
const NOTHING: ReadonlyMap<string, number> = new Map();
const NATIVE: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods']);

export function createNodeInfo(name: string, slot: number): NodeInfo {
  return {
    name, slot, node: undefined, labels: NO_LABELS, unschedulable: false, hardTaints: NO_TAINTS, softTaints: NO_TAINTS,
    cpuMillis: 0, memoryBytes: 0, storageBytes: 0, podLimit: 0, extended: NOTHING, images: NOTHING,
    pods: new Map(), usedCpuMillis: 0, usedMemoryBytes: 0, usedStorageBytes: 0, scoredCpuMillis: 0, scoredMemoryBytes: 0,
    usedExtended: new Map(), usedPorts: new Map(),
  };
}

/** Takes over a new state of the Node object; only what differs is read again. */
export function describeNode(info: NodeInfo, node: Node | undefined): void {
  const before = info.node;
  info.node = node;
  info.labels = node?.metadata.labels ?? NO_LABELS;
  info.unschedulable = node?.spec?.unschedulable ?? false;
  const taints = node?.spec?.taints;
  if (taints !== before?.spec?.taints) {
    info.hardTaints = taints?.some(keepsPodsAway) ? taints.filter(keepsPodsAway) : NO_TAINTS;
    info.softTaints = taints?.filter(({ effect }) => effect === 'PreferNoSchedule') ?? NO_TAINTS;
  }
  if (node?.status?.allocatable !== before?.status?.allocatable) readAllocatable(info, node?.status?.allocatable ?? {});
  if (node?.status?.images !== before?.status?.images) info.images = imagesOf(node);
}

function readAllocatable(info: NodeInfo, allocatable: Readonly<Record<string, string>>): void {
  info.cpuMillis = (parseAmount(allocatable.cpu) ?? 0) * 1000;
  info.memoryBytes = parseAmount(allocatable.memory) ?? 0;
  info.storageBytes = parseAmount(allocatable['ephemeral-storage']) ?? 0;
  info.podLimit = parseAmount(allocatable.pods) ?? 0;
  const others = Object.entries(allocatable).filter(([name]) => !NATIVE.has(name));
  info.extended = others.length === 0 ? NOTHING : new Map(others.map(([name, amount]) => [name, parseAmount(amount) ?? 0]));
}

function imagesOf(node: Node | undefined): ReadonlyMap<string, number> {
  const images = new Map<string, number>();
  for (const { names = [], sizeBytes = 0 } of node?.status?.images ?? []) for (const name of names) images.set(name, sizeBytes);
  return images;
}

/** Counts a pod in (`sign` 1) or out (-1). */
export function countPod(info: NodeInfo, pod: Pod, sign: 1 | -1): void {
  const demand = demandOf(pod.spec);
  const uid = pod.metadata.uid ?? '';
  if (sign > 0) info.pods.set(uid, pod);
  else info.pods.delete(uid);
  info.usedCpuMillis += sign * demand.cpuMillis;
  info.usedMemoryBytes += sign * demand.memoryBytes;
  info.usedStorageBytes += sign * demand.storageBytes;
  info.scoredCpuMillis += sign * demand.scoredCpuMillis;
  info.scoredMemoryBytes += sign * demand.scoredMemoryBytes;
  if (demand.extended) for (const [name, amount] of demand.extended) info.usedExtended.set(name, (info.usedExtended.get(name) ?? 0) + sign * amount);
  for (const port of demand.hostPorts) countPort(info, port, sign);
}

function countPort({ usedPorts }: NodeInfo, { ip, port }: HostPort, sign: 1 | -1): void {
  const users = usedPorts.get(port) ?? new Map<string, number>();
  const count = (users.get(ip) ?? 0) + sign;
  if (count > 0) users.set(ip, count);
  else users.delete(ip);
  if (users.size > 0) usedPorts.set(port, users);
  else usedPorts.delete(port);
}

/** Whether a port is taken: the wildcard address clashes with every other. */
export function isPortTaken({ usedPorts }: NodeInfo, { ip, port }: HostPort): boolean {
  const users = usedPorts.get(port);
  return users !== undefined && (ip === '0.0.0.0' || users.has(ip) || users.has('0.0.0.0'));
}
