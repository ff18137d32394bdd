import type { KindMap } from '../api/object.ts';
import type { RetryHints } from './cluster-events.ts';
import type { NodeInfo } from './node-info.ts';
import type { NodeSnapshot } from './node-snapshot.ts';
import type { PodTallies } from './pod-tallies.ts';
import type { Demand } from './pod-demand.ts';
import type { Refusals } from './refusals.ts';
import type { DefaultSelectors } from './default-selector.ts';

type Pod = KindMap['Pod'];

/** The pod of a scheduling cycle. */
export interface Candidate {
  readonly pod: Pod;
  readonly demand: Demand;
}

/** What plugins may look at. */
export interface PluginHandle {
  readonly snapshot: NodeSnapshot;
  readonly refusals: Refusals;
  readonly tallies: PodTallies;
  readonly selectors: DefaultSelectors;
}

/**
 * What a plugin makes of a pod before nodes are filtered: `skip` its filter, filter `all` nodes, only the named ones (a set that
 * may name nodes that are not there), or refuse the pod for every node with a reason.
 */
export type PreFilterResult = 'skip' | 'all' | { readonly names: ReadonlySet<string> } | { readonly refused: string };

/** What a plugin makes of the feasible nodes: `skip` its scoring, score `each`, or give all of them the same raw score. */
export type PreScoreResult = 'skip' | 'each' | number;

/**
 * One plugin of the scheduling framework. A cycle is never interrupted, so a plugin keeps what it prepares in `preFilter` and
 * `preScore` in its own closure until the next cycle. `filter` and `score` run once a node and must not allocate.
 */
export interface Plugin {
  /** as in upstream's default plugins. */
  readonly name: string;
  /** Changes of the cluster that may help a pod this plugin refused: its queueing hints. */
  readonly retryOn: RetryHints;
  preFilter?(candidate: Candidate): PreFilterResult;
  /** `PASS`, or the code of a refusal. */
  filter?(candidate: Candidate, info: NodeInfo): number;
  readonly scoring?: Scoring;
}

export interface Scoring {
  readonly weight: number;
  /** Without it each node is scored. */
  preScore?(candidate: Candidate, feasible: readonly NodeInfo[]): PreScoreResult;
  /** the raw score as upstream's int64; {@link NOT_SCORED} for a node that is to get 0 whatever the others have. */
  score(candidate: Candidate, info: NodeInfo): number;
  /** Brings the first `count` raw scores into 0 to 100, in place. Without it raw scores are there already. Depends on nothing else. */
  normalize?(scores: Float64Array, count: number): void;
}

export const MAX_NODE_SCORE = 100;
export const NOT_SCORED = -1;

/** Upstream's DefaultNormalizeScore: the highest becomes 100, or 0 when `reverse` (pkg/scheduler/framework/plugins/helper). */
export function normalizeByHighest(scores: Float64Array, count: number, reverse: boolean): void {
  let highest = 0;
  for (let i = 0; i < count; i++) highest = Math.max(highest, scores[i] ?? 0);
  for (let i = 0; i < count; i++) {
    const scaled = highest === 0 ? 0 : Math.floor((MAX_NODE_SCORE * (scores[i] ?? 0)) / highest);
    scores[i] = reverse ? MAX_NODE_SCORE - scaled : scaled;
  }
}
