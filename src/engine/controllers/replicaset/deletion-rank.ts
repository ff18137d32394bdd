import type { KindMap } from '../../api/object.ts';
import { isPodReady, podCondition } from '../../api/pod-readiness.ts';
import { parseTime } from '../../time-format.ts';

type Pod = KindMap['Pod'];

/** What the order of deletion looks at, read once a pod. */
interface Candidate {
  readonly pod: Pod;
  readonly uid: string;
  readonly assigned: boolean;
  readonly phase: number;
  readonly ready: boolean;
  readonly cost: number;
  readonly siblings: number;
  readonly readyMs: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly createdMs: number;
}

const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/**
 * The `count` pods to delete first (pkg/controller/controller_utils.go ActivePodsWithRanks). `siblingsOnNode` counts the active pods of
 * all ReplicaSets of the same owner by node. Where upstream leaves the order open, the uid decides.
 */
export function podsToDelete(pods: readonly Pod[], count: number, siblingsOnNode: ReadonlyMap<string, number>, nowMs: number): Pod[] {
  const candidates = pods.map((pod) => candidateOf(pod, siblingsOnNode)).sort((a, b) => compareUids(a, b));
  // Who goes does not depend on the order when all go.
  if (count < pods.length) candidates.sort((a, b) => compare(a, b, nowMs));
  return candidates.slice(0, count).map(({ pod }) => pod);
}

function candidateOf(pod: Pod, siblingsOnNode: ReadonlyMap<string, number>): Candidate {
  const { metadata, spec, status } = pod;
  const ready = isPodReady(pod);
  const sidecars = new Set(spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
  return {
    pod,
    uid: metadata.uid ?? '',
    assigned: Boolean(spec.nodeName),
    phase: PHASE_ORDER[status?.phase ?? 'Pending'] ?? 0,
    ready,
    cost: deletionCost(metadata.annotations?.[DELETION_COST]),
    siblings: siblingsOnNode.get(spec.nodeName ?? '') ?? 0,
    readyMs: ready ? parseTime(podCondition(pod, 'Ready')?.lastTransitionTime ?? '') : Number.NaN,
    restarts: mostRestarts(status?.containerStatuses),
    sidecarRestarts: mostRestarts(status?.initContainerStatuses?.filter(({ name }) => sidecars.has(name))),
    createdMs: parseTime(metadata.creationTimestamp ?? ''),
  };
}

/** What is no 32-bit integer counts as no cost (pkg/apis/core/helper GetDeletionCostFromPodAnnotations). */
function deletionCost(text: string | undefined): number {
  if (text === undefined || !/^(0|-?[1-9][0-9]*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost === (cost | 0) ? cost : 0;
}

function mostRestarts(statuses: readonly { readonly restartCount: number }[] | undefined): number {
  return statuses?.reduce((most, { restartCount }) => Math.max(most, restartCount), 0) ?? 0;
}

/** Below 0 when `a` is to be deleted before `b`. */
function compare(a: Candidate, b: Candidate, nowMs: number): number {
  if (a.assigned !== b.assigned) return a.assigned ? 1 : -1;
  if (a.phase !== b.phase) return a.phase - b.phase;
  if (a.ready !== b.ready) return a.ready ? 1 : -1;
  if (a.cost !== b.cost) return a.cost - b.cost;
  if (a.siblings !== b.siblings) return b.siblings - a.siblings;
  if (a.ready && a.readyMs !== b.readyMs) return compareAges(a, b, nowMs - a.readyMs, nowMs - b.readyMs);
  if (a.restarts !== b.restarts) return b.restarts - a.restarts;
  if (a.sidecarRestarts !== b.sidecarRestarts) return b.sidecarRestarts - a.sidecarRestarts;
  if (a.createdMs !== b.createdMs) return compareAges(a, b, nowMs - a.createdMs, nowMs - b.createdMs);
  return compareUids(a, b);
}

/** Younger first, but only where the ages differ by a power of two: of about the same age, any may go (logarithmicRankDiff). */
function compareAges(a: Candidate, b: Candidate, ageAMs: number, ageBMs: number): number {
  return ageRank(ageAMs) - ageRank(ageBMs) || compareUids(a, b);
}

/** The whole part of log₂ of the age in nanoseconds, -1 for none. Counted, because Math.log2 need not be the same everywhere. */
function ageRank(ageMs: number): number {
  let rank = -1;
  for (let rest = ageMs * 1e6; rest >= 1; rest /= 2) rank++;
  return rank;
}

function compareUids(a: Candidate, b: Candidate): number {
  return a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0;
}
