import { isSame } from '../../api/equality.ts';
import type { KindMap } from '../../api/object.ts';
import type { PluginArgs } from '../configuration.ts';
import type { RetryHints } from '../cluster-events.ts';
import type { NodeInfo } from '../node-info.ts';
import type { Topology } from '../node-snapshot.ts';
import { MAX_NODE_SCORE, NOT_SCORED, type Plugin, type PluginHandle } from '../plugin.ts';
import { isSelected, type PodTally } from '../pod-tallies.ts';
import { PASS } from '../refusals.ts';
import { constraintsOf, countsEveryNode, countsNode, createDefaultConstraints, hasAllLabels, hasOwn, HOSTNAME, type SpreadConstraint } from './spread-constraints.ts';

type Pod = KindMap['Pod'];
type Node = KindMap['Node'];

const NAME = 'PodTopologySpread';
const MISMATCH = "node(s) didn't match pod topology spread constraints";

/** A constraint that must hold, with what the nodes look like to this pod. */
interface HardCount {
  readonly constraint: SpreadConstraint;
  readonly domainBySlot: Int32Array;
  /** matching pods by domain; shared with others until a dry run changes it. */
  counts: Int32Array;
  isOwn: boolean;
  /** the most matching pods a domain may have before this one joins it; undefined when it has to be worked out anew. */
  limit: number | undefined;
  readonly self: number;
}

/** A constraint that is a preference. */
interface SoftCount {
  readonly domainBySlot: Int32Array;
  /** matching pods by domain; for nodes as domains by slot. */
  readonly counts: ArrayLike<number | undefined>;
  readonly perNode: boolean;
  readonly weight: number;
  readonly offset: number;
}

/** A domain none of whose nodes counts. */
const LEFT_OUT = -1;
const NO_PODS: PodTally['bySlot'] = [];
const NO_CONSTRAINTS: readonly SpreadConstraint[] = [];

/** Spreads pods of a kind over nodes and zones (pkg/scheduler/framework/plugins/podtopologyspread). */
export function createPodTopologySpread({ snapshot, refusals, tallies, selectors }: PluginHandle, args: PluginArgs['PodTopologySpread'] = {}): Plugin {
  const defaults = createDefaultConstraints(args);
  const mismatch = refusals.codeOf({ plugin: NAME, reasons: [MISMATCH], resolvable: true });
  const missingLabel = refusals.codeOf({ plugin: NAME, reasons: [`${MISMATCH} (missing required label)`], resolvable: false });
  let hardConstraints = NO_CONSTRAINTS;
  let hard: readonly HardCount[] = [];
  let soft: readonly SoftCount[] = [];
  /** Constraints that people wrote leave out nodes without their labels; the system's own do not. */
  let needsAllLabels = false;

  /** The pod's own constraints, or else those that hold for pods without any. */
  function constraintsFor(pod: Pod): readonly SpreadConstraint[] {
    if (hasOwn(pod)) return constraintsOf(pod);
    const selection = selectors.selectionFor(pod);
    return selection ? defaults.of(selection) : NO_CONSTRAINTS;
  }
  function hardOf(pod: Pod): readonly SpreadConstraint[] {
    return defaults.areSoft && !hasOwn(pod) ? NO_CONSTRAINTS : constraintsFor(pod).filter(({ hard: isHard }) => isHard);
  }
  function tallyOf({ selection }: SpreadConstraint): PodTally | undefined {
    return selection ? tallies.tallyOf(selection) : undefined;
  }
  /** Matching pods by domain, over the nodes that count; the running tally where all nodes do. */
  function countsOf(constraint: SpreadConstraint, all: readonly SpreadConstraint[], pod: Pod): Int32Array {
    const tally = countsEveryNode(constraint, pod) && (!needsAllLabels || all.length === 1) ? tallyOf(constraint) : undefined;
    return tally ? tally.byDomain(constraint.label) : countDomains(constraint, all, pod);
  }
  function countDomains(constraint: SpreadConstraint, all: readonly SpreadConstraint[], pod: Pod): Int32Array {
    const bySlot = tallyOf(constraint)?.bySlot ?? NO_PODS;
    const everyNode = countsEveryNode(constraint, pod);
    const { domainBySlot, domains } = snapshot.topologyOf(constraint.label);
    const counts = new Int32Array(domains).fill(LEFT_OUT);
    for (const info of snapshot.nodes) {
      const domain = domainBySlot[info.slot] ?? -1;
      if (domain < 0 || (needsAllLabels && all.length > 1 && !hasAllLabels(info.labels, all))) continue;
      if (!everyNode && !countsNode(constraint, pod, info)) continue;
      counts[domain] = Math.max(0, counts[domain] ?? 0) + (bySlot[info.slot] ?? 0);
    }
    return counts;
  }
  function prepareHard(constraint: SpreadConstraint, all: readonly SpreadConstraint[], pod: Pod): HardCount {
    const { domainBySlot } = snapshot.topologyOf(constraint.label);
    const self = constraint.selection && isSelected(constraint.selection, pod) ? 1 : 0;
    return { constraint, domainBySlot, counts: countsOf(constraint, all, pod), isOwn: false, limit: undefined, self };
  }
  function limitOf({ constraint, counts, self }: HardCount): number {
    let domains = 0;
    let fewest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < counts.length; i++) {
      const count = counts[i] ?? LEFT_OUT;
      if (count === LEFT_OUT) continue;
      domains++;
      if (count < fewest) fewest = count;
    }
    if (domains < constraint.minDomains) fewest = 0;
    return constraint.maxSkew + fewest - self;
  }
  /** Takes a pod as there or gone while nodes are filtered for `pod`. */
  function change(pod: Pod, other: Pod, info: NodeInfo, by: 1 | -1): void {
    if (other.metadata.deletionTimestamp || !hasAllLabels(info.labels, hardConstraints)) return;
    for (const one of hard) {
      const { constraint, domainBySlot } = one;
      const domain = domainBySlot[info.slot] ?? -1;
      if (domain < 0 || !constraint.selection || !isSelected(constraint.selection, other)) continue;
      if (!countsEveryNode(constraint, pod) && !countsNode(constraint, pod, info)) continue;
      if (!one.isOwn) one.counts = one.counts.slice();
      one.isOwn = true;
      one.counts[domain] = (one.counts[domain] ?? 0) + by;
      one.limit = undefined;
    }
  }
  function prepareSoft(constraint: SpreadConstraint, all: readonly SpreadConstraint[], pod: Pod, feasible: readonly NodeInfo[]): SoftCount {
    const topology = snapshot.topologyOf(constraint.label);
    const perNode = constraint.label === HOSTNAME;
    const ranked = needsAllLabels ? feasible.filter(({ labels }) => hasAllLabels(labels, all)) : feasible;
    const size = perNode ? ranked.length : distinctDomains(topology, ranked);
    const counts = perNode ? tallyOf(constraint)?.bySlot : countsOf(constraint, all, pod);
    return { domainBySlot: topology.domainBySlot, counts: counts ?? NO_PODS, perNode, weight: Math.log(size + 2), offset: constraint.maxSkew - 1 };
  }

  return {
    name: NAME,
    preFilter({ pod }) {
      hardConstraints = hardOf(pod);
      if (hardConstraints.length === 0) return 'skip';
      needsAllLabels = true;
      hard = hardConstraints.map((constraint) => prepareHard(constraint, hardConstraints, pod));
      return 'all';
    },
    addPod: ({ pod }, other, info) => change(pod, other, info, 1),
    removePod: ({ pod }, other, info) => change(pod, other, info, -1),
    filter(_, { slot }) {
      for (const one of hard) {
        const domain = one.domainBySlot[slot] ?? -1;
        if (domain < 0) return missingLabel;
        if (Math.max(0, one.counts[domain] ?? 0) > (one.limit ??= limitOf(one))) return mismatch;
      }
      return PASS;
    },
    scoring: {
      preScore({ pod }, feasible) {
        needsAllLabels = hasOwn(pod) || !defaults.areSystem;
        const constraints = constraintsFor(pod).filter(({ hard: isHard }) => !isHard);
        if (constraints.length === 0) return 'skip';
        soft = constraints.map((constraint) => prepareSoft(constraint, constraints, pod, feasible));
        return 'each';
      },
      score(_, { slot }) {
        let sum = 0;
        for (const { domainBySlot, counts, perNode, weight, offset } of soft) {
          const domain = domainBySlot[slot] ?? -1;
          if (domain >= 0) sum += Math.max(0, counts[perNode ? slot : domain] ?? 0) * weight + offset;
          else if (needsAllLabels) return NOT_SCORED;
        }
        return Math.round(sum);
      },
      normalize: normalizeByFewest,
    },
    retryOn: spreadHints(hardOf),
  };
}

/** Nodes without the label are one domain, too. */
function distinctDomains({ domainBySlot, domains }: Topology, infos: readonly NodeInfo[]): number {
  const seen = new Uint8Array(domains + 1);
  let count = 0;
  for (const { slot } of infos) {
    const domain = (domainBySlot[slot] ?? -1) + 1;
    if (seen[domain]) continue;
    seen[domain] = 1;
    count++;
  }
  return count;
}

/** The fewest matching pods get most, the most get `100 * fewest / most`. */
function normalizeByFewest(scores: Float64Array, count: number): void {
  let fewest = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < count; i++) {
    const score = scores[i] ?? 0;
    if (score === NOT_SCORED) continue;
    fewest = Math.min(fewest, score);
    most = Math.max(most, score);
  }
  for (let i = 0; i < count; i++) {
    const score = scores[i] ?? 0;
    if (score === NOT_SCORED) scores[i] = 0;
    else scores[i] = most === 0 ? MAX_NODE_SCORE : Math.floor((MAX_NODE_SCORE * (most + fewest - score)) / most);
  }
}

type HardOf = (pod: Pod) => readonly SpreadConstraint[];

/** Changes that may make room for a pod: of domains it has a say about, or of pods it counts. */
function spreadHints(hardOf: HardOf): RetryHints {
  const isRelevant = (pod: Pod, node: Node | undefined): boolean => node !== undefined && hasAllLabels(node.metadata.labels ?? {}, hardOf(pod));
  const isCounted = (pod: Pod, other: Pod | undefined): boolean =>
    other !== undefined && hardOf(pod).some(({ selection }) => selection !== null && isSelected(selection, other));
  return {
    NodeAdd: (pod, _, after) => isRelevant(pod, after),
    NodeDelete: (pod, before) => isRelevant(pod, before),
    UpdateNodeLabel(pod, before, after) {
      if (isRelevant(pod, before) !== isRelevant(pod, after)) return true;
      return isRelevant(pod, after) && hardOf(pod).some(({ label }) => !isSame(before?.metadata.labels?.[label], after?.metadata.labels?.[label]));
    },
    UpdateNodeTaint: (pod, _, after) => isRelevant(pod, after) && hardOf(pod).some(({ honorsTaints }) => honorsTaints),
    AssignedPodAdd: (pod, _, after) => isCounted(pod, after),
    AssignedPodDelete: (pod, before) => isCounted(pod, before),
    AssignedPodLabel: (pod, before, after) => isCounted(pod, before) !== isCounted(pod, after),
    TargetPodLabel: (pod, before, after) => isCounted(pod, before) !== isCounted(pod, after),
  };
}
