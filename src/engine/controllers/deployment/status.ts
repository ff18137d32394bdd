import type { KindMap } from '../../api/object.ts';
import type { ControllerContext } from '../controller.ts';
import { splitKey } from '../../api/reference.ts';
import { parseTime } from '../../time-format.ts';
import { condition, conditionOf, withCondition, withoutCondition, withRenewedCondition, type DeploymentCondition, type DeploymentStatus } from './conditions.ts';
import { maxUnavailable, replicasOf, sumOf, wantedBy } from './replica-arithmetic.ts';
import { allSets, type Rollout } from './rollout.ts';

type Deployment = KindMap['Deployment'];
type ReplicaSet = KindMap['ReplicaSet'];

/** The value that means "no limit" in the fields that upstream keeps as 32-bit integers. */
export const NO_LIMIT = 2 ** 31 - 1;

export function hasProgressDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NO_LIMIT;
}

/** Counts and the Available condition (pkg/controller/deployment/sync.go calculateStatus). Zeros are left out, as on the wire. */
export function calculateStatus(rollout: Rollout, nowMs: number): DeploymentStatus {
  const { deployment, newSet } = rollout;
  const sets = allSets(rollout);
  const { generation } = deployment.metadata;
  const available = sumOf(sets, 'availableReplicas');
  const counts = {
    replicas: sumOf(sets, 'replicas'),
    updatedReplicas: newSet ? sumOf([newSet], 'replicas') : 0,
    readyReplicas: sumOf(sets, 'readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wantedBy(sets) - available),
  };
  const terminating = terminatingReplicas(sets);
  const { collisionCount, conditions } = deployment.status ?? {};
  const status: DeploymentStatus = {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    ...(conditions ? { conditions } : {}),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
  const isAvailable = available >= replicasOf(deployment) - maxUnavailable(deployment);
  return withCondition(status, isAvailable
    ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', nowMs)
    : condition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', nowMs));
}

/** `undefined` while a ReplicaSet has not counted its own. */
function terminatingReplicas(sets: readonly ReplicaSet[]): number | undefined {
  let sum = 0;
  for (const { status } of sets) {
    if (status?.terminatingReplicas === undefined) return undefined;
    sum += status.terminatingReplicas;
  }
  return sum;
}

/** Every wanted pod is of the new template and available, and nothing else is there. */
export function isComplete({ metadata, spec }: Deployment, status: DeploymentStatus | undefined): boolean {
  const wanted = spec.replicas ?? 1;
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = status ?? {};
  return updatedReplicas === wanted && replicas === wanted && availableReplicas === wanted && observedGeneration >= (metadata.generation ?? 0);
}

/** Something moved forward since the last status. */
function isProgressing(before: DeploymentStatus | undefined, next: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus | undefined): number => (status?.replicas ?? 0) - (status?.updatedReplicas ?? 0);
  return (next.updatedReplicas ?? 0) > (before?.updatedReplicas ?? 0) || old(next) < old(before) ||
    (next.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) || (next.availableReplicas ?? 0) > (before?.availableReplicas ?? 0);
}

/** When a rollout that has not moved since has failed, milliseconds; `undefined` when it cannot fail any more (DeploymentTimedOut). */
function deadlineMs(deployment: Deployment, progressing: DeploymentCondition | undefined): number | undefined {
  if (!hasProgressDeadline(deployment) || !progressing || progressing.reason === 'NewReplicaSetAvailable' || progressing.reason === 'ProgressDeadlineExceeded') return undefined;
  return parseTime(progressing.lastUpdateTime ?? '') + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000;
}

/** The status of a Deployment that rolls out, with how that goes (pkg/controller/deployment/progress.go syncRolloutStatus). */
export function rolloutStatus(rollout: Rollout, nowMs: number): DeploymentStatus {
  const { deployment, newSet } = rollout;
  let status = calculateStatus(rollout, nowMs);
  if (!hasProgressDeadline(deployment)) status = withoutCondition(status, 'Progressing');
  const before = conditionOf(deployment.status, 'Progressing');
  const wasComplete = status.replicas === status.updatedReplicas && before?.reason === 'NewReplicaSetAvailable';
  if (hasProgressDeadline(deployment) && !wasComplete) {
    const subject = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
    const deadline = deadlineMs(deployment, before);
    if (isComplete(deployment, status)) {
      status = withCondition(status, condition('Progressing', 'True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`, nowMs));
    } else if (isProgressing(deployment.status, status)) {
      status = withRenewedCondition(status, condition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`, nowMs));
    } else if (deadline !== undefined && deadline < nowMs) {
      status = withCondition(status, condition('Progressing', 'False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`, nowMs));
    }
  }
  const failure = replicaFailure(rollout);
  return failure ? withCondition(status, failure) : withoutCondition(status, 'ReplicaFailure');
}

/** A failure of the new ReplicaSet, or else of an old one. */
function replicaFailure(rollout: Rollout): DeploymentCondition | undefined {
  for (const set of [...(rollout.newSet ? [rollout.newSet] : []), ...rollout.oldSets]) {
    const failure = set.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (failure) return failure.lastTransitionTime === undefined ? failure : { ...failure, lastUpdateTime: failure.lastTransitionTime };
  }
  return undefined;
}

/** Writes a status, and looks again when the rollout will have missed its deadline. */
export function writeStatus(context: ControllerContext, key: string, { deployment }: Rollout, status: DeploymentStatus): void {
  context.client.updateStatus({ ...deployment, status });
  context.cancelDelayed(key);
  const deadline = deployment.spec.paused || isComplete(deployment, status) ? undefined : deadlineMs(deployment, conditionOf(status, 'Progressing'));
  if (deadline === undefined) return;
  const { namespace, name } = splitKey(key);
  // A second more, because the condition's time has no milliseconds.
  context.enqueueAfter(key, Math.max(0, deadline - context.now()) + 1000, { label: 'progressDeadlineSeconds', subject: { kind: 'Deployment', namespace, name } });
}
