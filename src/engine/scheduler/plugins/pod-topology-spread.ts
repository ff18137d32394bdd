import { isSame } from '../../api/equality.ts';
import type { KindMap } from '../../api/object.ts';
import type { NodeInfo } from '../node-info.ts';
import { MAX_NODE_SCORE, NOT_SCORED, type Candidate, type Plugin, type PluginHandle } from '../plugin.ts';
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
  readonly constraint: SpreadConstraint;
  readonly counts: ReadonlyMap<string, number>;
  /** the most matching pods a domain may have before this one joins it. */
  readonly limit: number;
}

/** A constraint that is a preference; per-node counts come from the tally itself. */
interface SoftCount {
  readonly constraint: SpreadConstraint;
  readonly tally: PodTally | undefined;
  readonly counts: ReadonlyMap<string, number> | undefined;
  readonly weight: number;
}

/** Spreads pods of a kind over nodes and zones (pkg/scheduler/framework/plugins/podtopologyspread). */
export function createPodTopologySpread({ snapshot, refusals, tallies, selectors }: PluginHandle): Plugin {
  const mismatch = refusals.codeOf({ plugin: NAME, reasons: [MISMATCH], resolvable: true });
  const missingLabel = refusals.codeOf({ plugin: NAME, reasons: [`${MISMATCH} (missing required label)`], resolvable: false });
  let hard: readonly HardCount[] = [];
  let soft: readonly SoftCount[] = [];
  let needsAllLabels = false;

  function softOf(pod: Pod): readonly SpreadConstraint[] {
    if (needsAllLabels) return constraintsOf(pod).filter((constraint) => !constraint.hard);
    const selection = selectors.selectionFor(pod);
    return selection ? defaultConstraints(selection) : [];
  }
  function tallyOf({ selection }: SpreadConstraint): PodTally | undefined {
    return selection ? tallies.tallyOf(selection) : undefined;
  }
  /** Matching pods by domain, over the nodes that count; domains without pods are there too. */
  function countDomains(constraint: SpreadConstraint, all: readonly SpreadConstraint[], pod: Pod): Map<string, number> {
    const tally = tallyOf(constraint);
    const everyNode = countsEveryNode(constraint, pod);
    const counts = new Map<string, number>();
    for (const info of snapshot.nodes) {
      if (needsAllLabels && !hasAllLabels(info, all)) continue;
      if (!everyNode && !countsNode(constraint, pod, info)) continue;
      const value = info.labels[constraint.label] ?? '';
      counts.set(value, (counts.get(value) ?? 0) + (tally ? tally.on(info) : 0));
    }
    return counts;
  }
  function prepareHard(constraint: SpreadConstraint, all: readonly SpreadConstraint[], pod: Pod): HardCount {
    const counts = countDomains(constraint, all, pod);
    let fewest = counts.size < constraint.minDomains ? 0 : Number.POSITIVE_INFINITY;
    for (const count of counts.values()) if (count < fewest) fewest = count;
    const self = constraint.selection && isSelected(constraint.selection, pod) ? 1 : 0;
    return { constraint, counts, limit: constraint.maxSkew + fewest - self };
  }
  function prepareSoft(constraint: SpreadConstraint, all: readonly SpreadConstraint[], pod: Pod, feasible: readonly NodeInfo[]): SoftCount {
    const tally = tallyOf(constraint);
    const ranked = needsAllLabels ? feasible.filter((info) => hasAllLabels(info, all)) : feasible;
    if (constraint.label === HOSTNAME) return { constraint, tally, counts: undefined, weight: Math.log(ranked.length + 2) };
    const values = new Set<string>();
    for (const info of ranked) values.add(info.labels[constraint.label] ?? '');
    const shared = countsEveryNode(constraint, pod) && (!needsAllLabels || all.length === 1);
    const counts = shared ? tally?.byValue(constraint.label) : countDomains(constraint, all, pod);
    return { constraint, tally, counts, weight: Math.log(values.size + 2) };
  }

  return {
    name: NAME,
    preFilter({ pod }) {
      const constraints = constraintsOf(pod).filter((constraint) => constraint.hard);
      if (constraints.length === 0) return 'skip';
      needsAllLabels = true;
      hard = constraints.map((constraint) => prepareHard(constraint, constraints, pod));
      return 'all';
    },
    filter(_, info) {
      for (const { constraint, counts, limit } of hard) {
        const value = info.labels[constraint.label];
        if (value === undefined) return missingLabel;
        if ((counts.get(value) ?? 0) > limit) return mismatch;
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
      score(_, info) {
        let sum = 0;
        for (const { constraint, tally, counts, weight } of soft) {
          const value = info.labels[constraint.label];
          if (value === undefined) {
            if (needsAllLabels) return NOT_SCORED;
            continue;
          }
          const count = constraint.label === HOSTNAME ? (tally?.on(info) ?? 0) : (counts?.get(value) ?? 0);
          sum += count * weight + (constraint.maxSkew - 1);
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

function hardOf(pod: Candidate['pod']): readonly SpreadConstraint[] {
  return constraintsOf(pod).filter((constraint) => constraint.hard);
}

function isRelevant(pod: Pod, node: Node | undefined): boolean {
  return node !== undefined && hasAllLabels({ labels: node.metadata.labels ?? {} }, hardOf(pod));
}

function haveDomainsChanged(pod: Pod, before: Node | undefined, after: Node | undefined): boolean {
  if (isRelevant(pod, before) !== isRelevant(pod, after)) return true;
  return isRelevant(pod, after) && hardOf(pod).some(({ label }) => !isSame(before?.metadata.labels?.[label], after?.metadata.labels?.[label]));
}

function isCounted(pod: Pod, other: Pod | undefined): boolean {
  return other !== undefined && hardOf(pod).some(({ selection }) => selection !== null && isSelected(selection, other));
}
