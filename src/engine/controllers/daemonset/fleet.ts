import type { KindMap } from '../../api/object.ts';
import { HASH_LABEL } from './daemon-pod.ts';
import type { NodeFit } from './node-fit.ts';
import { createSortedNames, type SortedNames } from './sorted-names.ts';
import { standingOf, type DaemonNode, type Rules, type Standing, type Step } from './standing.ts';

type Pod = KindMap['Pod'];

/** How many nodes stand how. */
export type Counts = { readonly [K in Counted]: number };
type Counted = 'desired' | 'current' | 'misscheduled' | 'ready' | 'available' | 'updated' | 'held' | 'serving';

const COUNTED: readonly Counted[] = ['desired', 'current', 'misscheduled', 'ready', 'available', 'updated', 'held', 'serving'];

/**
 * The nodes of the cluster as one DaemonSet sees them, with its pods on them. What a change touches is looked at anew in {@link refresh}, and
 * nothing else: neither a sync nor a status counts nodes.
 */
export interface Fleet {
  readonly counts: Counts;
  /** names of nodes by what a rolling update may do there. */
  readonly steps: Readonly<Record<Step, SortedNames>>;
  /** Tells what the node is to the DaemonSet, `undefined` when it is gone. Returns whether that makes a difference. */
  setFit(node: string, fit: NodeFit | undefined): boolean;
  setPod(node: string, pod: Pod): void;
  dropPod(node: string, pod: Pod): void;
  /** Brings counts, steps and standings up to date. */
  refresh(rules: Rules, nowMs: number): void;
  /** Nodes that have changed, or whose time has come, since they were {@link settled}, sorted. */
  unsettled(): readonly string[];
  /** There is nothing to do on the node until something changes. */
  settled(node: string): void;
  node(name: string): DaemonNode | undefined;
  oldPod(node: string): Pod | undefined;
  /** Whether there are pods of the template with this hash. */
  hasPodsOf(hash: string): boolean;
  /** When the next pod has been ready for long enough, milliseconds. */
  nextRipeAtMs(): number | undefined;
}

export function createFleet(): Fleet {
  const nodes = new Map<string, DaemonNode>();
  const standings = new Map<string, Standing>();
  const counts: Record<Counted, number> = { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0, held: 0, serving: 0 };
  const steps: Record<Step, SortedNames> = { replace: createSortedNames(), overlap: createSortedNames(), candidate: createSortedNames(), retire: createSortedNames() };
  /** nodes by the moment at which they have to be looked at again: few moments, where there may be thousands of nodes. */
  const ripening = new Map<number, Set<string>>();
  const podsByHash = new Map<string, number>();
  const changed = new Set<string>();
  const unsettled = new Set<string>();
  let rules: Rules | undefined;

  function touch(name: string): DaemonNode {
    let node = nodes.get(name);
    if (!node) nodes.set(name, (node = { fit: undefined, pods: new Map() }));
    changed.add(name);
    return node;
  }
  function countPod({ metadata }: Pod, by: 1 | -1): void {
    const hash = metadata.labels?.[HASH_LABEL];
    if (!hash) return;
    const count = (podsByHash.get(hash) ?? 0) + by;
    if (count === 0) podsByHash.delete(hash);
    else podsByHash.set(hash, count);
  }
  function add(name: string, standing: Standing): void {
    for (const field of COUNTED) if (standing[field]) counts[field]++;
    if (standing.step) steps[standing.step].add(name);
    if (standing.ripensAtMs === undefined) return;
    const names = ripening.get(standing.ripensAtMs);
    if (names) names.add(name);
    else ripening.set(standing.ripensAtMs, new Set([name]));
  }
  function subtract(name: string, standing: Standing): void {
    for (const field of COUNTED) if (standing[field]) counts[field]--;
    if (standing.step) steps[standing.step].delete(name);
    if (standing.ripensAtMs === undefined) return;
    const names = ripening.get(standing.ripensAtMs);
    names?.delete(name);
    if (names?.size === 0) ripening.delete(standing.ripensAtMs);
  }
  function evaluate(name: string, by: Rules, nowMs: number): void {
    const before = standings.get(name);
    if (before) subtract(name, before);
    standings.delete(name);
    const node = nodes.get(name);
    if (!node) return;
    if (node.fit === undefined && node.pods.size === 0) {
      nodes.delete(name);
      unsettled.delete(name);
      return;
    }
    const standing = standingOf(node, by, nowMs);
    standings.set(name, standing);
    add(name, standing);
    unsettled.add(name);
  }

  return {
    counts,
    steps,
    setFit(name, fit) {
      const before = nodes.get(name);
      if (before?.fit === fit) return false;
      const node = touch(name);
      const matters = fit === 'runs' || node.fit === 'runs' || node.pods.size > 0;
      node.fit = fit;
      return matters;
    },
    setPod(name, pod) {
      const { pods } = touch(name);
      const known = pods.get(pod.metadata.name ?? '');
      if (known) countPod(known, -1);
      pods.set(pod.metadata.name ?? '', pod);
      countPod(pod, 1);
    },
    dropPod(name, pod) {
      const { pods } = touch(name);
      const known = pods.get(pod.metadata.name ?? '');
      if (!known) return;
      countPod(known, -1);
      pods.delete(pod.metadata.name ?? '');
    },
    refresh(by, nowMs) {
      if (!rules || !areSame(rules, by)) for (const name of nodes.keys()) changed.add(name);
      rules = by;
      for (const [atMs, names] of ripening) if (atMs <= nowMs) for (const name of names) changed.add(name);
      for (const name of changed) evaluate(name, by, nowMs);
      changed.clear();
    },
    unsettled: () => [...unsettled].sort(),
    settled: (name) => void unsettled.delete(name),
    node: (name) => nodes.get(name),
    oldPod: (name) => standings.get(name)?.old,
    hasPodsOf: (hash) => podsByHash.has(hash),
    nextRipeAtMs() {
      let soonest: number | undefined;
      for (const atMs of ripening.keys()) if (atMs < (soonest ?? Number.POSITIVE_INFINITY)) soonest = atMs;
      return soonest;
    },
  };
}

function areSame(a: Rules, b: Rules): boolean {
  return a.hash === b.hash && a.generation === b.generation && a.minReadySeconds === b.minReadySeconds && a.surging === b.surging;
}
