import type { KindMap } from '../../api/object.ts';
import type { ControllerContext } from '../controller.ts';
import { isRecreate, maxSurge, proportionOf, replicasOf, wantedBy } from './replica-arithmetic.ts';
import { desiredReplicas } from './revision.ts';
import { activeSets, allSets, olderFirst, scaleSet, type Rollout } from './rollout.ts';

type ReplicaSet = KindMap['ReplicaSet'];

/** Whether the Deployment has another size than when its ReplicaSets were scaled last (pkg/controller/deployment/sync.go isScalingEvent). */
export function isScalingEvent(rollout: Rollout): boolean {
  return activeSets(allSets(rollout)).some((set) => {
    const desired = desiredReplicas(set);
    return desired !== undefined && desired !== replicasOf(rollout.deployment);
  });
}

/**
 * Follows a change of size. In the middle of a rollout all ReplicaSets take their share, so that neither the new nor the old template gains
 * by it (pkg/controller/deployment/sync.go scale).
 */
export function scale(context: ControllerContext, rollout: Rollout): void {
  const { deployment, newSet, oldSets } = rollout;
  const active = activeSets(allSets(rollout));
  if (active.length <= 1) {
    const only = active[0] ?? newSet ?? oldSets.at(-1);
    if (only) scaleSet(context, rollout, only, replicasOf(deployment));
    return;
  }
  if (newSet && isSaturated(rollout, newSet)) {
    for (const old of activeSets(oldSets)) scaleSet(context, rollout, old, 0);
    return;
  }
  if (!isRecreate(deployment)) scaleProportionally(context, rollout, active);
}

/** The new ReplicaSet alone is all that the Deployment wants. */
function isSaturated({ deployment }: Rollout, newSet: ReplicaSet): boolean {
  const wanted = replicasOf(deployment);
  return replicasOf(newSet) === wanted && desiredReplicas(newSet) === wanted && (newSet.status?.availableReplicas ?? 0) === wanted;
}

function scaleProportionally(context: ControllerContext, rollout: Rollout, active: readonly ReplicaSet[]): void {
  const { deployment } = rollout;
  const most = replicasOf(deployment) > 0 ? replicasOf(deployment) + maxSurge(deployment) : 0;
  const toAdd = most - wantedBy(active);
  // The largest first; of two as large the newer one when growing, the older one when shrinking.
  const ordered = [...active].sort((a, b) => replicasOf(b) - replicasOf(a) || (toAdd > 0 ? olderFirst(b, a) : olderFirst(a, b)));
  const sizes = ordered.map(replicasOf);
  let added = 0;
  ordered.forEach((set, index) => {
    const share = proportionOf(set, deployment, toAdd, added);
    sizes[index] = replicasOf(set) + share;
    added += share;
  });
  // What rounding left over goes to the largest.
  sizes[0] = Math.max(0, (sizes[0] ?? 0) + toAdd - added);
  ordered.forEach((set, index) => void scaleSet(context, rollout, set, sizes[index] ?? 0));
}
