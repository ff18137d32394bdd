import { isSame } from '../../api/equality.ts';
import type { KindMap } from '../../api/object.ts';
import type { NodeInfo } from '../node-info.ts';
import type { Topology } from '../node-snapshot.ts';
import { MAX_NODE_SCORE, NOT_SCORED, type Plugin, type PluginHandle } from '../plugin.ts';
import { isSelected, type PodTally } from '../pod-tallies.ts';
import { PASS } from '../refusals.ts';
import { constraintsOf, countsEveryNode, countsNode, defaultConstraints, hasAllLabels, HOSTNAME, type SpreadConstraint } from './spread-constraints.ts';

type Pod = KindMap['Pod'];
type Node = KindMap['Node'];

const NAME = 'PodTopologySpread';
const WEIGHT = 2;
const MISMATCH = "node(s) didn't match pod topology spread constraints";

/** A constraint that must hold, with what the nodes look like to this pod. */
interface HardCount {
  readonly domainBySlot: Int32Array;
  /** matching pods by domain. */
  readonly counts: Int32Array;
  /** the most matching pods a domain may have before this one joins it. */
  readonly limit: number;
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

/** Spreads pods of a kind over nodes and zones (pkg/scheduler/framework/plugins/podtopologyspread). */
export function createPodTopologySpread({ snapshot, refusals, tallies, selectors }: PluginHandle): Plugin {
  const mismatch = refusals.codeOf({ plugin: NAME, reasons: [MISMATCH], resolvable: true });
  const missingLabel = refusals.codeOf({ plugin: NAME, reasons: [`${MISMATCH} (missing required label)`], resolvable: false });
  let hard: readonly HardCount[] = [];
  let soft: readonly SoftCount[] = [];
  /** A pod's own constraints leave out nodes without their labels; the default ones do not. */
  let needsAllLabels = false;

  function softOf(pod: Pod): readonly SpreadConstraint[] {
    if (needsAllLabels) return constraintsOf(pod).filter((constraint) => !constraint.hard);
    const selection = selectors.selectionFor(pod);
    return selection ? defaultConstraints(selection) : [];
  }
  function tallyOf({ selection }: SpreadConstraint): PodTally | undefined {
    return selection ? tallies.tallyOf(selection) : undefined;
  }
  /** Matching pods by domain, over the nodes that count. */
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
    const counts = countDomains(constraint, all, pod);
    let domains = 0;
    let fewest = Number.POSITIVE_INFINITY;
    for (const count of counts) {
      if (count === LEFT_OUT) continue;
      domains++;
      fewest = Math.min(fewest, count);
    }
    if (domains < constraint.minDomains) fewest = 0;
    const self = constraint.selection && isSelected(constraint.selection, pod) ? 1 : 0;
    return { domainBySlot: snapshot.topologyOf(constraint.label).domainBySlot, counts, limit: constraint.maxSkew + fewest - self };
  }
  function prepareSoft(constraint: SpreadConstraint, all: readonly SpreadConstraint[], pod: Pod, feasible: readonly NodeInfo[]): SoftCount {
    const topology = snapshot.topologyOf(constraint.label);
    const perNode = constraint.label === HOSTNAME;
    const ranked = needsAllLabels ? feasible.filter(({ labels }) => hasAllLabels(labels, all)) : feasible;
    const size = perNode ? ranked.length : distinctDomains(topology, ranked);
    const tally = tallyOf(constraint);
    const shared = countsEveryNode(constraint, pod) && (!needsAllLabels || all.length === 1);
    const counts = perNode ? tally?.bySlot : shared ? tally?.byDomain(constraint.label) : countDomains(constraint, all, pod);
    return { domainBySlot: topology.domainBySlot, counts: counts ?? NO_PODS, perNode, weight: Math.log(size + 2), offset: constraint.maxSkew - 1 };
  }

  return {
    name: NAME,
    preFilter({ pod }) {
      const constraints = hardOf(pod);
      if (constraints.length === 0) return 'skip';
      needsAllLabels = true;
      hard = constraints.map((constraint) => prepareHard(constraint, constraints, pod));
      return 'all';
    },
    filter(_, { slot }) {
      for (const { domainBySlot, counts, limit } of hard) {
        const domain = domainBySlot[slot] ?? -1;
        if (domain < 0) return missingLabel;
        if (Math.max(0, counts[domain] ?? 0) > limit) return mismatch;
      }
      return PASS;
    },
    scoring: {
      weight: WEIGHT,
      preScore({ pod }, feasible) {
        needsAllLabels = (pod.spec.topologySpreadConstraints?.length ?? 0) > 0;
        const constraints = softOf(pod);
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
    retryOn: {
      NodeAdd: (pod, _, after) => isRelevant(pod, after),
      NodeDelete: (pod, before) => isRelevant(pod, before),
      UpdateNodeLabel: haveDomainsChanged,
      UpdateNodeTaint: (pod, _, after) => isRelevant(pod, after) && constraintsOf(pod).some(({ honorsTaints }) => honorsTaints),
      AssignedPodAdd: (pod, _, after) => isCounted(pod, after),
      AssignedPodDelete: (pod, before) => isCounted(pod, before),
      AssignedPodLabel: (pod, before, after) => isCounted(pod, before) !== isCounted(pod, after),
      TargetPodLabel: (pod, before, after) => isCounted(pod, before) !== isCounted(pod, after),
    },
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

function hardOf(pod: Pod): readonly SpreadConstraint[] {
  return constraintsOf(pod).filter((constraint) => constraint.hard);
}

function isRelevant(pod: Pod, node: Node | undefined): boolean {
  return node !== undefined && hasAllLabels(node.metadata.labels ?? {}, hardOf(pod));
}

function haveDomainsChanged(pod: Pod, before: Node | undefined, after: Node | undefined): boolean {
  if (isRelevant(pod, before) !== isRelevant(pod, after)) return true;
  return isRelevant(pod, after) && hardOf(pod).some(({ label }) => !isSame(before?.metadata.labels?.[label], after?.metadata.labels?.[label]));
}

function isCounted(pod: Pod, other: Pod | undefined): boolean {
  return other !== undefined && hardOf(pod).some(({ selection }) => selection !== null && isSelected(selection, other));
}
