import type { NodeView, PlacementView, PodView } from '../../worker/protocol.ts';

/** A node as it would be under one configuration. */
export interface TankLevel {
  readonly node: string;
  /** the pods that are placed there. */
  readonly placed: readonly PlacementView[];
  /** how many others are there. */
  readonly others: number;
  /** pods that would have to leave it. */
  readonly leaving: number;
  /** what is requested of it by others, and by all: 0 to 1. */
  readonly cpu: readonly [before: number, after: number];
  readonly memory: readonly [before: number, after: number];
}

export interface ClusterAsItIs {
  readonly nodes: ReadonlyMap<string, NodeView>;
  readonly pods: ReadonlyMap<string, PodView>;
}

/** How full nodes would be: those that are named, once the pods have gone to their new places from where they may be now. */
export function tankLevels({ nodes, pods }: ClusterAsItIs, placements: readonly PlacementView[], names: readonly string[]): readonly TankLevel[] {
  const moving = new Set(placements.map(keyOf));
  const leaving = new Set(placements.flatMap(({ victims }) => victims.map(keyOf)));
  const away = new Map<string, { cpu: number; memory: number; count: number; leaving: number }>();
  for (const key of [...moving, ...leaving]) {
    const pod = pods.get(key);
    if (!pod?.node) continue;
    const sum = away.get(pod.node) ?? { cpu: 0, memory: 0, count: 0, leaving: 0 };
    away.set(pod.node, { cpu: sum.cpu + pod.cpuMillis, memory: sum.memory + pod.memoryBytes, count: sum.count + 1, leaving: sum.leaving + (leaving.has(key) ? 1 : 0) });
  }
  return names.flatMap((name): TankLevel[] => {
    const node = nodes.get(name);
    if (!node) return [];
    const placed = placements.filter((placement) => placement.node === name);
    const gone = away.get(name) ?? { cpu: 0, memory: 0, count: 0, leaving: 0 };
    const asked = (of: (pod: PodView) => number): number => placed.reduce((sum, placement) => sum + amountOf(pods.get(keyOf(placement)), of), 0);
    const share = (before: number, added: number, capacity: number): readonly [number, number] => (capacity === 0 ? [0, 0] : [before / capacity, (before + added) / capacity]);
    return [{
      node: name, placed, leaving: gone.leaving, others: Math.max(0, node.podCount - gone.count),
      cpu: share(node.requestedCpuMillis - gone.cpu, asked((pod) => pod.cpuMillis), node.allocatableCpuMillis),
      memory: share(node.requestedMemoryBytes - gone.memory, asked((pod) => pod.memoryBytes), node.allocatableMemoryBytes),
    }];
  });
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** Nodes worth a picture, by name: all of a few; of many, those that get pods under either. */
export function shownNodes(nodes: ReadonlyMap<string, NodeView>, placements: readonly PlacementView[], most: number): { readonly names: readonly string[]; readonly leftOut: number } {
  const concerned = new Set(placements.flatMap(({ node }) => (node !== null && nodes.has(node) ? [node] : [])));
  const wanted = nodes.size <= most ? [...nodes.keys()] : [...concerned];
  const names = wanted.sort((x, y) => x.localeCompare(y, 'en', { numeric: true })).slice(0, most);
  return { names, leftOut: nodes.size - names.length };
}

function amountOf(pod: PodView | undefined, of: (pod: PodView) => number): number {
  return pod ? of(pod) : 0;
}
