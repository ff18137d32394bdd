import { StatusError } from '../../api/errors.ts';
import type { KindMap } from '../../api/object.ts';
import { templateOfRevision } from '../history.ts';
import { slowStart } from '../replicaset/slow-start.ts';
import { isAvailable, isFinished, isRunningAndReady, isTerminating, isUnavailable } from './health.ts';
import { hasIdentity, newPod, ordinalOf, replicasOf, startOrdinal } from './identity.ts';
import type { PodControl } from './pod-control.ts';
import type { Revisions } from './revisions.ts';
import { podsToReplace } from './rolling-update.ts';

type Pod = KindMap['Pod'];
type StatefulSet = KindMap['StatefulSet'];

/** Pods made in one sync; the change of the last one leads to the next (MaxBatchSize). */
const MOST_CREATED = 500;

export interface SyncResult {
  /** pods that were deleted to be made anew from the update's template. */
  readonly replaced: number;
  readonly failure?: StatusError;
}

interface Sync {
  readonly set: StatefulSet;
  readonly revisions: Revisions;
  /** by ordinal, those that there should be; what is missing is not in it. */
  readonly replicas: Map<number, Pod>;
  /** those that there should not be, highest ordinal first. */
  readonly condemned: readonly Pod[];
  readonly control: PodControl;
  readonly nowMs: number;
}

/**
 * One step of a StatefulSet towards what is wanted: missing pods are made, then superfluous ones deleted, then old ones replaced
 * (pkg/controller/statefulset/stateful_set_control.go updateStatefulSet). With OrderedReady whatever has to be waited for ends the step.
 */
export function syncReplicas(set: StatefulSet, pods: readonly Pod[], revisions: Revisions, control: PodControl, nowMs: number): SyncResult {
  const start = startOrdinal(set);
  const replicas = new Map<number, Pod>();
  const condemned: Pod[] = [];
  for (const pod of pods) {
    const ordinal = ordinalOf(pod);
    if (ordinal >= start && ordinal < start + replicasOf(set)) replicas.set(ordinal, pod);
    else condemned.push(pod);
  }
  condemned.sort((a, b) => ordinalOf(b) - ordinalOf(a));
  const sync: Sync = { set, revisions, replicas, condemned, control, nowMs };
  try {
    const isDone = set.spec.podManagementPolicy === 'Parallel' ? scaleAtOnce(sync) : scaleInOrder(sync);
    if (!isDone || set.spec.updateStrategy?.type === 'OnDelete') return { replaced: 0 };
    return replaceOld(sync);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { replaced: 0, failure: error };
  }
}

/** False while a pod has to be waited for. */
function scaleInOrder(sync: Sync): boolean {
  const { set, replicas, condemned, nowMs } = sync;
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const start = startOrdinal(set);
  for (let ordinal = start; ordinal < start + replicasOf(set); ordinal++) {
    const pod = replicas.get(ordinal);
    if (!pod) {
      create(sync, ordinal);
      return false;
    }
    if (isFinished(pod)) {
      deleteFinished(sync, pod);
      return false;
    }
    if (isTerminating(pod) || !isRunningAndReady(pod) || !isAvailable(pod, minReadySeconds, nowMs)) return false;
    keepIdentity(sync, pod, ordinal);
  }
  const [last] = condemned;
  if (!last) return true;
  if (isTerminating(last)) return false;
  // All that should be there are up by now, so that the first that is not is the lowest of the others.
  const firstDown = condemned.findLast((pod) => isUnavailable(pod, minReadySeconds, nowMs));
  const isUp = isRunningAndReady(last) && isAvailable(last, minReadySeconds, nowMs);
  if (isUp || last === firstDown) scaleDown(sync, last);
  return false;
}

/** False when there is more to create than one step may. */
function scaleAtOnce(sync: Sync): boolean {
  const { set, replicas, condemned } = sync;
  const start = startOrdinal(set);
  for (const [ordinal, pod] of [...replicas].sort(([a], [b]) => a - b)) {
    if (!isFinished(pod)) keepIdentity(sync, pod, ordinal);
    else deleteFinished(sync, pod);
  }
  const missing = replicasOf(set) - replicas.size;
  let ordinal = start - 1;
  const failure = slowStart(Math.min(missing, MOST_CREATED), () => {
    do ordinal++;
    while (replicas.has(ordinal));
    return attempt(() => create(sync, ordinal));
  });
  if (failure) throw failure;
  if (missing > MOST_CREATED) return false;
  for (const pod of condemned) if (!isTerminating(pod)) scaleDown(sync, pod);
  return true;
}

function attempt(work: () => void): StatusError | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  return undefined;
}

function replaceOld({ set, revisions, replicas, control, nowMs }: Sync): SyncResult {
  const inOrder = [...replicas].sort(([a], [b]) => a - b).map(([, pod]) => pod);
  // Finished ones have just been deleted.
  const old = podsToReplace(set, inOrder, revisions.update.metadata.name ?? '', nowMs).filter((pod) => !isFinished(pod));
  for (const pod of old) control.delete(set, pod, `to be updated to ${revisions.update.metadata.name ?? ''}`);
  return { replaced: old.length };
}

/** Below the partition pods are made of the template before the update (newVersionedStatefulSetPod). */
function create({ set, revisions, replicas, control }: Sync, ordinal: number): void {
  const { updateStrategy = {} } = set.spec;
  const { rollingUpdate } = updateStrategy;
  const kept = rollingUpdate ? (rollingUpdate.partition ?? 0) : updateStrategy.type === 'RollingUpdate' ? (set.status?.currentReplicas ?? 0) : 0;
  const revision = ordinal < startOrdinal(set) + kept ? revisions.current : revisions.update;
  const template = templateOfRevision(revision) ?? set.spec.template;
  replicas.set(ordinal, control.create(set, newPod(set, template, revision.metadata.name ?? '', ordinal)));
}

/** The pod that takes its place is made when it is gone. */
function deleteFinished({ set, control }: Sync, pod: Pod): void {
  if (!isTerminating(pod)) control.delete(set, pod, `${pod.status?.phase ?? ''}, to be made anew`);
}

function scaleDown({ set, control }: Sync, pod: Pod): void {
  control.delete(set, pod, `StatefulSet ${set.metadata.name ?? ''} scaled down to ${replicasOf(set)}`);
}

function keepIdentity({ set, control }: Sync, pod: Pod, ordinal: number): void {
  if (!hasIdentity(pod)) control.restoreIdentity(set, pod, ordinal);
}
