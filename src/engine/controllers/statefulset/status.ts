import type { KindMap } from '../../api/object.ts';
import { availableAtMs } from '../../api/pod-readiness.ts';
import { isAvailable, isRunningAndReady, isTerminating } from './health.ts';
import { replicasOf, revisionOfPod } from './identity.ts';
import type { Revisions } from './revisions.ts';

type Pod = KindMap['Pod'];
type StatefulSet = KindMap['StatefulSet'];
type Status = NonNullable<StatefulSet['status']>;

/** What the pods come to, as they were at the start of a sync (computeReplicaStatus). */
export interface Counts {
  readonly replicas: number;
  readonly ready: number;
  readonly available: number;
  readonly current: number;
  readonly updated: number;
}

export function countPods(pods: readonly Pod[], { current, update }: Revisions, minReadySeconds: number, nowMs: number): Counts {
  const counts = { replicas: 0, ready: 0, available: 0, current: 0, updated: 0 };
  for (const pod of pods) {
    counts.replicas++;
    if (isRunningAndReady(pod)) {
      counts.ready++;
      if (isAvailable(pod, minReadySeconds, nowMs)) counts.available++;
    }
    if (isTerminating(pod)) continue;
    const revision = revisionOfPod(pod);
    if (revision === current.metadata.name) counts.current++;
    if (revision === update.metadata.name) counts.updated++;
  }
  return counts;
}

/**
 * The status a StatefulSet should have; `replaced` pods were deleted in this sync to be made anew. An update is complete when all pods are of
 * the update revision and ready: then that is the current one (completeRollingUpdate). Zeros are left out, as on the wire.
 */
export function statefulSetStatus(set: StatefulSet, counts: Counts, { current, update, collisionCount }: Revisions, replaced: number): Status {
  const wanted = replicasOf(set);
  const isComplete = set.spec.updateStrategy?.type === 'RollingUpdate' && counts.updated === wanted && counts.ready === wanted && counts.replicas === wanted;
  const currentReplicas = isComplete ? counts.updated : Math.max(0, counts.current - replaced);
  const { generation } = set.metadata;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    replicas: counts.replicas,
    ...(counts.ready > 0 ? { readyReplicas: counts.ready } : {}),
    ...(currentReplicas > 0 ? { currentReplicas } : {}),
    ...(counts.updated > 0 ? { updatedReplicas: counts.updated } : {}),
    currentRevision: (isComplete ? update : current).metadata.name ?? '',
    updateRevision: update.metadata.name ?? '',
    collisionCount,
    availableReplicas: counts.available,
  };
}

/** When the next pod will have been ready for long enough, milliseconds. */
export function nextAvailableAtMs(pods: readonly Pod[], minReadySeconds: number, nowMs: number): number | undefined {
  let nextAtMs: number | undefined;
  for (const pod of pods) {
    const atMs = minReadySeconds === 0 ? undefined : availableAtMs(pod, minReadySeconds);
    if (atMs !== undefined && atMs > nowMs && atMs < (nextAtMs ?? Number.POSITIVE_INFINITY)) nextAtMs = atMs;
  }
  return nextAtMs;
}
