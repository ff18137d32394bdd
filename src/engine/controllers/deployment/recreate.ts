import type { ControllerContext } from '../controller.ts';
import { replicasOf, sumOf } from './replica-arithmetic.ts';
import { cleanUpHistory, createNewReplicaSet } from './replica-sets.ts';
import { activeSets, scaleSet, type Rollout } from './rollout.ts';
import { isComplete } from './status.ts';

/** One step of a rollout that ends all old pods before it starts a new one (pkg/controller/deployment/recreate.go). */
export function recreate(context: ControllerContext, rollout: Rollout): void {
  const active = activeSets(rollout.oldSets);
  for (const set of active) scaleSet(context, rollout, set, 0);
  if (active.length > 0 || hasOldPods(context, rollout)) return;
  const newSet = rollout.newSet ?? createNewReplicaSet(context, rollout);
  scaleSet(context, rollout, newSet, replicasOf(rollout.deployment));
  if (isComplete(rollout.deployment, rollout.deployment.status)) cleanUpHistory(context, rollout);
}

/** Whether a pod of an old ReplicaSet still runs, be it on its way out. */
function hasOldPods({ client }: ControllerContext, { oldSets }: Rollout): boolean {
  if (sumOf(oldSets, 'replicas') > 0) return true;
  return oldSets.some(({ metadata }) => client.select('Pod', { controllerUid: metadata.uid ?? '' }).some(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed'));
}
