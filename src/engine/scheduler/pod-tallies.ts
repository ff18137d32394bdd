import type { KindMap } from '../api/object.ts';
import { matchesSelector, type LabelSelector } from '../api/selectors.ts';
import type { NodeInfo } from './node-info.ts';
import type { NodeSnapshot } from './node-snapshot.ts';

type Pod = KindMap['Pod'];

/** Pods of a namespace that all of the selectors match. */
export interface PodSelection {
  readonly namespace: string;
  readonly selectors: readonly LabelSelector[];
}

/** How many pods of a selection are on each node; terminating and finished ones do not count. */
export interface PodTally {
  readonly selection: PodSelection;
  /** by the node's slot; missing where there is none. */
  readonly bySlot: readonly (number | undefined)[];
  /** The same added up over each domain of a label (see the snapshot's `topologyOf`). Shared, and changes with the cluster. */
  byDomain(label: string): Int32Array;
}

/** Tallies that were asked for, kept up to date pod by pod from then on. */
export interface PodTallies {
  tallyOf(selection: PodSelection): PodTally;
  podAdded(info: NodeInfo, pod: Pod): void;
  podRemoved(info: NodeInfo, pod: Pod): void;
  clear(): void;
}

/** The tally made longest ago goes when there are more; it is counted anew should it be asked for again. */
const KEPT_TALLIES = 2_000;

export function createPodTallies(snapshot: NodeSnapshot): PodTallies {
  const bySelection = new WeakMap<PodSelection, LiveTally>();
  const tallies = new Map<string, LiveTally>();
  /** tallies by a label that their pods must have, so that a pod meets only those it may be part of. */
  const byAnchor = new Map<string, Set<LiveTally>>();

  function drop(key: string, tally: LiveTally): void {
    tally.live = false;
    tallies.delete(key);
    const fellows = byAnchor.get(tally.anchor);
    fellows?.delete(tally);
    if (fellows?.size === 0) byAnchor.delete(tally.anchor);
  }
  function create(key: string, selection: PodSelection): LiveTally {
    const tally = createTally(selection, snapshot);
    tallies.set(key, tally);
    const fellows = byAnchor.get(tally.anchor);
    if (fellows) fellows.add(tally);
    else byAnchor.set(tally.anchor, new Set([tally]));
    const oldest = tallies.size > KEPT_TALLIES ? tallies.entries().next().value : undefined;
    if (oldest) drop(...oldest);
    return tally;
  }
  function count(info: NodeInfo, pod: Pod, by: 1 | -1): void {
    if (tallies.size === 0 || pod.metadata.deletionTimestamp) return;
    const { namespace = '', labels } = pod.metadata;
    for (const label in labels) countAt(byAnchor.get(anchorOf(namespace, label, labels[label] ?? '')), info, pod, by);
    countAt(byAnchor.get(namespace), info, pod, by);
  }

  return {
    tallyOf(selection) {
      const known = bySelection.get(selection);
      if (known?.live) return known;
      const key = JSON.stringify([selection.namespace, selection.selectors]);
      const tally = tallies.get(key) ?? create(key, selection);
      bySelection.set(selection, tally);
      return tally;
    },
    podAdded: (info, pod) => count(info, pod, 1),
    podRemoved: (info, pod) => count(info, pod, -1),
    clear() {
      for (const [key, tally] of tallies) drop(key, tally);
    },
  };
}

function countAt(tallies: ReadonlySet<LiveTally> | undefined, info: NodeInfo, pod: Pod, by: 1 | -1): void {
  if (tallies) for (const tally of tallies) if (isSelected(tally.selection, pod)) tally.count(info, by);
}

interface LiveTally extends PodTally {
  live: boolean;
  /** a label every counted pod has, with the namespace; the namespace alone when no label is certain. */
  readonly anchor: string;
  count(info: NodeInfo, by: 1 | -1): void;
}

function createTally(selection: PodSelection, snapshot: NodeSnapshot): LiveTally {
  const bySlot: (number | undefined)[] = [];
  const byLabel = new Map<string, { readonly domainBySlot: Int32Array; readonly sums: Int32Array }>();
  let version = snapshot.topologyVersion;

  for (const info of snapshot.all()) {
    for (const pod of info.pods.values()) {
      if (!pod.metadata.deletionTimestamp && isSelected(selection, pod)) bySlot[info.slot] = (bySlot[info.slot] ?? 0) + 1;
    }
  }
  function addUp(label: string): { readonly domainBySlot: Int32Array; readonly sums: Int32Array } {
    const { domainBySlot, domains } = snapshot.topologyOf(label);
    const sums = new Int32Array(domains);
    for (const { slot } of snapshot.nodes) addTo(sums, domainBySlot[slot], bySlot[slot] ?? 0);
    return { domainBySlot, sums };
  }

  return {
    selection,
    live: true,
    anchor: anchorOfSelection(selection),
    bySlot,
    byDomain(label) {
      if (version !== snapshot.topologyVersion) {
        byLabel.clear();
        version = snapshot.topologyVersion;
      }
      let known = byLabel.get(label);
      if (!known) byLabel.set(label, (known = addUp(label)));
      return known.sums;
    },
    count({ slot }, by) {
      bySlot[slot] = (bySlot[slot] ?? 0) + by;
      if (version !== snapshot.topologyVersion) return;
      for (const { domainBySlot, sums } of byLabel.values()) addTo(sums, domainBySlot[slot], by);
    },
  };
}

function addTo(sums: Int32Array, domain: number | undefined, by: number): void {
  if (domain !== undefined && domain >= 0) sums[domain] = (sums[domain] ?? 0) + by;
}

/** Whether the pod is of the selection's namespace and labels. */
export function isSelected({ namespace, selectors }: PodSelection, { metadata }: Pod): boolean {
  if ((metadata.namespace ?? '') !== namespace) return false;
  for (const selector of selectors) if (!matchesSelector(selector, metadata.labels)) return false;
  return true;
}

/** The most telling label comes first: a ReplicaSet's hash names its pods alone. */
function anchorOfSelection({ namespace, selectors }: PodSelection): string {
  const pairs = selectors.flatMap(({ matchLabels }) => Object.entries(matchLabels ?? {}));
  const [label, value] = pairs.find(([name]) => name === 'pod-template-hash') ?? pairs[0] ?? [];
  return label === undefined || value === undefined ? namespace : anchorOf(namespace, label, value);
}

function anchorOf(namespace: string, label: string, value: string): string {
  return `${namespace}/${label}=${value}`;
}
