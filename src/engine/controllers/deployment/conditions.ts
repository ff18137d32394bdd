import type { KindMap } from '../../api/object.ts';
import { formatTime } from '../../time-format.ts';

export type DeploymentStatus = NonNullable<KindMap['Deployment']['status']>;
export type DeploymentCondition = NonNullable<DeploymentStatus['conditions']>[number];
type ConditionType = 'Available' | 'Progressing' | 'ReplicaFailure';

export function conditionOf(status: DeploymentStatus | undefined, type: ConditionType): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

export function condition(type: ConditionType, status: 'True' | 'False' | 'Unknown', reason: string, message: string, nowMs: number): DeploymentCondition {
  const time = formatTime(nowMs);
  return { type, status, lastUpdateTime: time, lastTransitionTime: time, reason, message };
}

/** Sets a condition unless one of the same status and reason is there (pkg/controller/deployment/util SetDeploymentCondition). */
export function withCondition(status: DeploymentStatus, next: DeploymentCondition): DeploymentStatus {
  const before = status.conditions?.find(({ type }) => type === next.type);
  return before?.status === next.status && before.reason === next.reason ? status : withRenewedCondition(status, next);
}

/** The same even when status and reason are as they were, so that `lastUpdateTime` moves. */
export function withRenewedCondition(status: DeploymentStatus, next: DeploymentCondition): DeploymentStatus {
  const before = status.conditions?.find(({ type }) => type === next.type);
  const lastTransitionTime = before?.status === next.status ? before.lastTransitionTime : next.lastTransitionTime;
  const others = status.conditions?.filter(({ type }) => type !== next.type) ?? [];
  return { ...status, conditions: [...others, { ...next, ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }) }] };
}

export function withoutCondition(status: DeploymentStatus, type: ConditionType): DeploymentStatus {
  if (!status.conditions?.some((one) => one.type === type)) return status;
  return { ...status, conditions: status.conditions.filter((one) => one.type !== type) };
}
