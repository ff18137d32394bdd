import type { KindMap } from '../../api/object.ts';
import type { ControllerContext } from '../controller.ts';
import { maxUnavailable, newSetReplicas, replicasOf, wantedBy } from './replica-arithmetic.ts';
import { cleanUpHistory, createNewReplicaSet } from './replica-sets.ts';
import { activeSets, allSets, scaleSet, type Rollout } from './rollout.ts';
import { isComplete } from './status.ts';

/** One step of a rolling update: the new ReplicaSet up, or else the old ones down (pkg/controller/deployment/rolling.go). */
export function rollOut(context: ControllerContext, rollout: Rollout): void {
  const newSet = rollout.newSet ?? createNewReplicaSet(context, rollout);
  const wanted = replicasOf(rollout.deployment);
  const size = replicasOf(newSet) > wanted ? wanted : newSetReplicas(rollout.deployment, allSets(rollout), replicasOf(newSet));
  if (replicasOf(newSet) !== wanted && scaleSet(context, rollout, newSet, size)) return;
  if (scaleDownOldSets(context, rollout)) return;
  if (isComplete(rollout.deployment, rollout.deployment.status)) cleanUpHistory(context, rollout);
}

/**
 * Takes from the old ReplicaSets what the new one makes superfluous. Pods of the new one that are not available yet count as missing, so that
 * they do not make more room than there is; what is not available in the old ones goes first, or it could hold the rollout up for good.
 */
function scaleDownOldSets(context: ControllerContext, rollout: Rollout): boolean {
  const { deployment, newSet } = rollout;
  if (wantedBy(rollout.oldSets) === 0 || !newSet) return false;
  const least = replicasOf(deployment) - maxUnavailable(deployment);
  const newUnavailable = replicasOf(newSet) - availableOf([newSet]);
  const room = wantedBy(allSets(rollout)) - least - newUnavailable;
  if (room <= 0) return false;
  const cleaned = cleanUpUnhealthy(context, rollout, room);
  const scaledDown = scaleDownAvailable(context, rollout, availableOf(allSets(rollout)) - least);
  return cleaned + scaledDown > 0;
}

function cleanUpUnhealthy(context: ControllerContext, rollout: Rollout, most: number): number {
  let removed = 0;
  for (const set of activeSets(rollout.oldSets)) {
    if (removed >= most) break;
    const unhealthy = replicasOf(set) - availableOf([set]);
    const count = Math.min(most - removed, unhealthy);
    if (count === 0) continue;
    scaleSet(context, rollout, set, replicasOf(set) - count);
    removed += count;
  }
  return removed;
}

function scaleDownAvailable(context: ControllerContext, rollout: Rollout, most: number): number {
  let removed = 0;
  for (const set of activeSets(rollout.oldSets)) {
    if (removed >= most) break;
    const count = Math.min(replicasOf(set), most - removed);
    scaleSet(context, rollout, set, replicasOf(set) - count);
    removed += count;
  }
  return removed;
}

/**
 * Available pods that will stay so. A set whose status has not caught up with its last scaling down still counts pods that are about to go; to
 * rely on them would take too many away.
 */
function availableOf(sets: readonly KindMap['ReplicaSet'][]): number {
  return sets.reduce((sum, set) => sum + Math.min(set.status?.availableReplicas ?? 0, replicasOf(set)), 0);
}
