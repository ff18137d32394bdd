import type { KindMap } from '../../api/object.ts';
import { isTerminating, isUnavailable } from './health.ts';
import { replicasOf, revisionOfPod } from './identity.ts';

type Pod = KindMap['Pod'];
type StatefulSet = KindMap['StatefulSet'];

/**
 * Which pods are deleted now so that they come back with the update's template: from the highest ordinal down, none below the partition.
 * `replicas` are in the order of their ordinals, all that there should be. Empty while something is to be waited for.
 */
export function podsToReplace(set: StatefulSet, replicas: readonly Pod[], updateRevision: string, nowMs: number): readonly Pod[] {
  const { partition = 0, maxUnavailable } = set.spec.updateStrategy?.rollingUpdate ?? {};
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const isDown = (pod: Pod): boolean => isUnavailable(pod, minReadySeconds, nowMs);
  const isOld = (pod: Pod): boolean => revisionOfPod(pod) !== updateRevision && !isTerminating(pod);
  const fromHighest = replicas.slice(partition).reverse();
  if (maxUnavailable === undefined) return oneAtATime(fromHighest, isOld, isDown);

  const most = atOnce(maxUnavailable, replicasOf(set));
  // Those are down already: they come first, and cost nothing (kubernetes/kubernetes#137666).
  const broken = set.spec.podManagementPolicy === 'Parallel' ? fromHighest.filter((pod) => isOld(pod) && isDown(pod)).slice(0, most) : [];
  const down = replicas.filter(isDown).length;
  const others = fromHighest.filter((pod) => isOld(pod) && !broken.includes(pod));
  return [...broken, ...others.slice(0, Math.max(0, most - down))];
}

/** The highest pod that is old, if all above it are up (the last part of updateStatefulSet). */
function oneAtATime(fromHighest: readonly Pod[], isOld: (pod: Pod) => boolean, isDown: (pod: Pod) => boolean): readonly Pod[] {
  for (const pod of fromHighest) {
    if (isOld(pod)) return [pod];
    if (isDown(pod)) return [];
  }
  return [];
}

/** At least one, or a small percentage would stop every update (getStatefulSetMaxUnavailable). */
function atOnce(maxUnavailable: number | string, replicas: number): number {
  const share = typeof maxUnavailable === 'number' ? maxUnavailable : Math.floor((Number.parseInt(maxUnavailable, 10) * replicas) / 100);
  return Math.max(1, share);
}
