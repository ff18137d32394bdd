import type { KindMap } from '../api/object.ts';
import { countPod, createNodeInfo, describeNode, type NodeInfo } from './node-info.ts';

type Node = KindMap['Node'];
type Pod = KindMap['Pod'];

/** The domains that the values of a label divide the nodes into, numbered from 0. */
export interface Topology {
  /** the domain of each node by its slot; -1 where the label is missing. */
  readonly domainBySlot: Int32Array;
  readonly domains: number;
}

/** All nodes with what runs on them, kept up to date change by change: a change costs what it touches. */
export interface NodeSnapshot {
  /**
   * Nodes that are there, zone by zone in turn as upstream's node tree lists them (pkg/scheduler/backend/cache/node_tree.go),
   * by name within a zone. A new array whenever nodes come, go or move.
   */
  readonly nodes: readonly NodeInfo[];
  /** names of {@link nodes}, a new array when that one is. */
  readonly names: readonly string[];
  /** slots of {@link nodes}. */
  readonly slots: Int32Array;
  /**
   * By slot a number that changes whenever what a node has or what its pods take changes: its labels, taints, allocatable amounts, pods, since when
   * these run, and the pods nominated to it. No node ever had the number of another. Read it anew each time: the array is replaced as the cluster grows.
   */
  readonly generations: Float64Array;
  find(name: string): NodeInfo | undefined;
  /** how many nodes are cordoned, have taints that keep pods away, have taints that make them less liked. */
  readonly unschedulableNodes: number;
  readonly hardTaintedNodes: number;
  readonly softTaintedNodes: number;
  nodesWithImage(name: string): number;
  /** goes up whenever the labels of nodes, or which nodes are there, changed. */
  readonly topologyVersion: number;
  /** Holds until {@link topologyVersion} goes up. */
  topologyOf(label: string): Topology;
  setNode(node: Node): void;
  removeNode(name: string): void;
  /** The node of the pod, which need not be there. */
  addPod(pod: Pod): NodeInfo;
  removePod(pod: Pod): NodeInfo | undefined;
  /** Replaces a pod by a later state of itself that takes the same. */
  replacePod(pod: Pod): NodeInfo | undefined;
  /** every node that pods or a Node object name. */
  all(): Iterable<NodeInfo>;
  /** Other pods wait for the node now. */
  touch(name: string): void;
  clear(): void;
}

export function createNodeSnapshot(): NodeSnapshot {
  const infos = new Map<string, NodeInfo>();
  const nodesByImage = new Map<string, number>();
  const freeSlots: number[] = [];
  let nextSlot = 0;
  let listing: Pick<NodeSnapshot, 'nodes' | 'names' | 'slots'> | undefined;
  let generations = new Float64Array(16);
  let generation = 0;
  let unschedulableNodes = 0;
  let hardTaintedNodes = 0;
  let softTaintedNodes = 0;
  let topologyVersion = 0;
  const topologies = new Map<string, Topology>();

  function topologyChanged(): void {
    topologyVersion++;
    topologies.clear();
  }
  function infoOf(name: string): NodeInfo {
    let info = infos.get(name);
    if (!info) infos.set(name, (info = createNodeInfo(name, freeSlots.pop() ?? nextSlot++)));
    return info;
  }
  function changed({ slot }: NodeInfo): void {
    if (slot >= generations.length) {
      const before = generations;
      generations = new Float64Array(2 * slot);
      generations.set(before);
    }
    generations[slot] = ++generation;
  }
  function forgetIfEmpty(info: NodeInfo): void {
    if (info.node || info.pods.size > 0) return;
    infos.delete(info.name);
    freeSlots.push(info.slot);
  }
  function tally(info: NodeInfo, sign: 1 | -1): void {
    if (info.unschedulable) unschedulableNodes += sign;
    if (info.hardTaints.length > 0) hardTaintedNodes += sign;
    if (info.softTaints.length > 0) softTaintedNodes += sign;
  }
  function tallyImages(images: ReadonlyMap<string, number>, sign: 1 | -1): void {
    for (const name of images.keys()) {
      const count = (nodesByImage.get(name) ?? 0) + sign;
      if (count > 0) nodesByImage.set(name, count);
      else nodesByImage.delete(name);
    }
  }
  function describe(info: NodeInfo, node: Node | undefined): void {
    const { node: before, labels, images } = info;
    if (!before || !node || !isSameToPods(before, node)) changed(info);
    tally(info, -1);
    describeNode(info, node);
    tally(info, 1);
    if (info.images !== images) {
      tallyImages(images, -1);
      tallyImages(info.images, 1);
    }
    const moved = !before || !node || zoneOf(labels) !== zoneOf(info.labels);
    if (moved) listing = undefined;
    if (moved || labels !== info.labels) topologyChanged();
  }
  function list(): NonNullable<typeof listing> {
    if (!listing) {
      const nodes = inTurn([...infos.values()].filter(({ node }) => node));
      listing = { nodes, names: nodes.map(({ name }) => name), slots: Int32Array.from(nodes, ({ slot }) => slot) };
    }
    return listing;
  }

  return {
    get nodes() {
      return list().nodes;
    },
    get names() {
      return list().names;
    },
    get slots() {
      return list().slots;
    },
    get generations() {
      return generations;
    },
    find(name) {
      const info = infos.get(name);
      return info?.node ? info : undefined;
    },
    get unschedulableNodes() {
      return unschedulableNodes;
    },
    get hardTaintedNodes() {
      return hardTaintedNodes;
    },
    get softTaintedNodes() {
      return softTaintedNodes;
    },
    nodesWithImage: (name) => nodesByImage.get(name) ?? 0,
    get topologyVersion() {
      return topologyVersion;
    },
    topologyOf(label) {
      let topology = topologies.get(label);
      if (!topology) topologies.set(label, (topology = divide(list().nodes, label, nextSlot)));
      return topology;
    },
    setNode: (node) => describe(infoOf(node.metadata.name ?? ''), node),
    removeNode(name) {
      const info = infos.get(name);
      if (!info?.node) return;
      describe(info, undefined);
      forgetIfEmpty(info);
    },
    addPod(pod) {
      const info = infoOf(pod.spec.nodeName ?? '');
      countPod(info, pod, 1);
      changed(info);
      return info;
    },
    removePod(pod) {
      const info = infos.get(pod.spec.nodeName ?? '');
      const counted = info?.pods.get(pod.metadata.uid ?? '');
      if (!info || !counted) return undefined;
      countPod(info, counted, -1);
      changed(info);
      forgetIfEmpty(info);
      return info;
    },
    replacePod(pod) {
      const info = infos.get(pod.spec.nodeName ?? '');
      if (info && info.pods.get(pod.metadata.uid ?? '')?.status?.startTime !== pod.status?.startTime) changed(info);
      info?.pods.set(pod.metadata.uid ?? '', pod);
      return info;
    },
    touch(name) {
      const info = infos.get(name);
      if (info) changed(info);
    },
    all: () => infos.values(),
    clear() {
      infos.clear();
      nodesByImage.clear();
      freeSlots.length = 0;
      nextSlot = 0;
      listing = undefined;
      unschedulableNodes = hardTaintedNodes = softTaintedNodes = 0;
      topologyChanged();
    },
  };
}

/** A heartbeat changes nothing that counts here. */
function isSameToPods(before: Node, after: Node): boolean {
  return before.metadata.labels === after.metadata.labels && before.spec === after.spec && before.status?.allocatable === after.status?.allocatable;
}

function divide(nodes: readonly NodeInfo[], label: string, slots: number): Topology {
  const domainBySlot = new Int32Array(slots).fill(-1);
  const domains = new Map<string, number>();
  for (const { labels, slot } of nodes) {
    const value = labels[label];
    if (value === undefined) continue;
    let domain = domains.get(value);
    if (domain === undefined) domains.set(value, (domain = domains.size));
    domainBySlot[slot] = domain;
  }
  return { domainBySlot, domains: domains.size };
}

function zoneOf(labels: Readonly<Record<string, string>>): string {
  return `${labels['topology.kubernetes.io/region'] ?? ''}/${labels['topology.kubernetes.io/zone'] ?? ''}`;
}

/** One of each zone, then the next of each; zones in the order of their first node's name. */
function inTurn(infos: NodeInfo[]): NodeInfo[] {
  infos.sort((a, b) => (a.name < b.name ? -1 : 1));
  const zones = new Map<string, NodeInfo[]>();
  for (const info of infos) {
    const zone = zoneOf(info.labels);
    const members = zones.get(zone);
    if (members) members.push(info);
    else zones.set(zone, [info]);
  }
  if (zones.size <= 1) return infos;
  const lists = [...zones.values()];
  const ordered: NodeInfo[] = [];
  for (let round = 0; ordered.length < infos.length; round++) {
    for (const members of lists) {
      const info = members[round];
      if (info) ordered.push(info);
    }
  }
  return ordered;
}
