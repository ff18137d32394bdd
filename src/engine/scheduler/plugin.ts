import type { Client } from '../api/api-server.ts';
import type { KindMap, KindName } from '../api/object.ts';
import type { EventRecorder } from '../events.ts';
import type { Random } from '../random.ts';
import type { RetryHints } from './cluster-events.ts';
import type { DefaultSelectors } from './default-selector.ts';
import type { NodeInfo } from './node-info.ts';
import type { NodeSnapshot } from './node-snapshot.ts';
import type { Nominations } from './nominations.ts';
import type { Demand } from './pod-demand.ts';
import type { PodTallies } from './pod-tallies.ts';
import type { QueuedPod } from './queue.ts';
import type { Refusals } from './refusals.ts';

type Pod = KindMap['Pod'];

/** The pod of a scheduling cycle. */
export interface Candidate {
  readonly pod: Pod;
  readonly demand: Demand;
}

/** What plugins may look at and act through. All profiles share it. */
export interface PluginHandle {
  readonly snapshot: NodeSnapshot;
  readonly refusals: Refusals;
  readonly tallies: PodTallies;
  readonly selectors: DefaultSelectors;
  /** pods that wait for room on a node that preemption chose. */
  readonly nominations: Nominations;
  /** the API as kube-scheduler sees it. When placements are only tried out, writes change nothing but what the trial sees. */
  readonly client: Client;
  readonly recorder: EventRecorder;
  /** a stream of the scheduler's own for what is left to chance. */
  readonly random: Pick<Random, 'below'>;
  /** simulated time, milliseconds since the Unix epoch. */
  now(): number;
}

/**
 * What a plugin makes of a pod before nodes are filtered: `skip` its filter, filter `all` nodes, only the named ones (a set that
 * may name nodes that are not there), or refuse the pod for every node with a reason. A refusal is final for preemption
 * (UnschedulableAndUnresolvable) unless it is `resolvable`.
 */
export type PreFilterResult =
  | 'skip' | 'all'
  | { readonly names: ReadonlySet<string> }
  | { readonly refused: string; readonly resolvable?: boolean };

/** What a plugin makes of the feasible nodes: `skip` its scoring, score `each`, or give all of them the same raw score. */
export type PreScoreResult = 'skip' | 'each' | number;

/** How a step of the binding of a pod came out: done, failed with a message, or to be asked again after a while. */
export type StepResult = undefined | { readonly refused: string; readonly resolvable?: boolean } | { readonly error: string } | { readonly retryInMs: number };

/**
 * One plugin of the scheduling framework; every method is an extension point of upstream's (k8s.io/kube-scheduler/framework). A cycle is never
 * interrupted, so a plugin keeps what it prepares in `preFilter` and `preScore` in its own closure until the next cycle. `filter` and `score`
 * run once a node and must not allocate. A plugin is made by its factory in `plugins/registry.ts`, one a profile.
 */
export interface Plugin {
  /** as in upstream's default plugins. */
  readonly name: string;
  /** Changes of the cluster that may help a pod this plugin refused: its queueing hints. */
  readonly retryOn: RetryHints;
  /** kinds besides Pod, Node, Service and ReplicaSet whose changes `retryOn` is about. */
  readonly watches?: readonly KindName[];
  /**
   * Says that `filter` and the raw `score` depend on nothing but the candidate's {@link Demand}, tolerations, nodeSelector and nodeAffinity and on the
   * NodeInfo, so that they hold for all pods that are alike in these until the node changes. (What `preFilter` and `preScore` find may still
   * depend on anything; a `skip` must mean that the filter would pass every node.)
   */
  readonly local?: true;
  /** Derived state that is kept up to date with the pods on nodes. Never saved: after a restore all pods are added anew, in any order. */
  readonly tracking?: PodTracking;

  /** Why the pod is to stay out of the queue; undefined lets it in. */
  preEnqueue?(pod: Pod): string | undefined;
  /** Whether `a` is to be tried before `b`. One plugin sorts the queue of all profiles. */
  queueSort?(a: QueuedPod, b: QueuedPod): boolean;
  preFilter?(candidate: Candidate): PreFilterResult;
  /** preFilter's extensions: bring what it found in line with a pod that is counted in or out of a node in a dry run. Each undoes the other exactly. */
  addPod?(candidate: Candidate, added: Pod, info: NodeInfo): void;
  removePod?(candidate: Candidate, removed: Pod, info: NodeInfo): void;
  /** `PASS`, or the code of a refusal. */
  filter?(candidate: Candidate, info: NodeInfo): number;
  /** After a cycle that found no node. The first that nominates a node ends the round. */
  postFilter?(candidate: Candidate, search: FailedSearch): PostFilterResult;
  readonly scoring?: Scoring;
  /** The pod is about to go to the node: a refusal or error takes it back. Called again, like `unreserve`, for each plugin in turn. */
  reserve?(candidate: Candidate, info: NodeInfo): StepResult;
  unreserve?(candidate: Candidate, info: NodeInfo): void;
  /**
   * Steps before binding. While one asks to be called again the pod counts as being on its node; `sinceMs` is when it was reserved there. What a step
   * did before must be read from the API: the wait outlives a checkpoint, the plugin's closure does not.
   */
  permit?(candidate: Candidate, info: NodeInfo, sinceMs: number): StepResult;
  preBind?(candidate: Candidate, info: NodeInfo, sinceMs: number): StepResult;
  /** Binds, or throws what the API answers; false leaves it to the next plugin. */
  bind?(candidate: Candidate, info: NodeInfo): boolean;
  postBind?(candidate: Candidate, info: NodeInfo): void;
}

export interface PodTracking {
  /** The pod is on the node now: bound, or about to be. For a change of labels or of the deletion mark it is removed and added. */
  podAdded(info: NodeInfo, pod: Pod): void;
  podRemoved(info: NodeInfo, pod: Pod): void;
  clear(): void;
}

export interface Scoring {
  /** Without it each node is scored. */
  preScore?(candidate: Candidate, feasible: readonly NodeInfo[]): PreScoreResult;
  /** the raw score as upstream's int64; {@link NOT_SCORED} for a node that is to get 0 whatever the others have. */
  score(candidate: Candidate, info: NodeInfo): number;
  /** Brings the first `count` raw scores into 0 to 100, in place. Without it raw scores are there already. Depends on nothing else. */
  normalize?(scores: Float64Array, count: number): void;
}

/** What a cycle without a feasible node leaves to postFilter plugins. */
export interface FailedSearch {
  /** how many nodes there are. */
  readonly nodeCount: number;
  /** Nodes that were refused, but might do if other pods left them (status Unschedulable), in the snapshot's order from where the search began. */
  resolvableNodes(): readonly NodeInfo[];
  readonly dryRun: DryRun;
  /**
   * The same for pods that all of the cycle's filters see alike, where these look at nothing but the node: what a dry run finds for one of them then
   * holds for the others until the node's generation changes. Undefined where it need not hold.
   */
  readonly alike: object | undefined;
}

/**
 * Tries out the failed cycle's filters with pods put on or taken off nodes. All is done to the live NodeInfo and to what the plugins prepared, so
 * that every change must be undone, by its opposite, before postFilter returns. Order does not matter.
 */
export interface DryRun {
  removePod(pod: Pod, info: NodeInfo): void;
  addPod(pod: Pod, info: NodeInfo): void;
  /** Runs every filter on the node, with and without the pods nominated to it (RunFilterPluginsWithNominatedPods): `PASS` or a refusal's code. */
  filter(info: NodeInfo): number;
}

export interface PostFilterResult {
  /** the node the pod is to wait for; null takes back what was nominated before; undefined leaves it as it is. */
  readonly nominatedNode?: string | null;
  /** pods that were told to leave that node. */
  readonly victims?: readonly Pod[];
  /**
   * Added to the FailedScheduling message, joined with those of other plugins by a comma, such as
   * `preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.`; nothing is added when a node is nominated.
   */
  readonly message?: string;
}

export const MAX_NODE_SCORE = 100;
/** No whole number, so that no score is taken for it. */
export const NOT_SCORED = -0.5;

/** Upstream's DefaultNormalizeScore: the highest becomes 100, or 0 when `reverse` (pkg/scheduler/framework/plugins/helper). */
export function normalizeByHighest(scores: Float64Array, count: number, reverse: boolean): void {
  let highest = 0;
  for (let i = 0; i < count; i++) highest = Math.max(highest, scores[i] ?? 0);
  for (let i = 0; i < count; i++) {
    const scaled = highest === 0 ? 0 : Math.floor((MAX_NODE_SCORE * (scores[i] ?? 0)) / highest);
    scores[i] = reverse ? MAX_NODE_SCORE - scaled : scaled;
  }
}
