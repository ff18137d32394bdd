import type { KindMap } from '../api/object.ts';
import { formatTime } from '../time-format.ts';

type Status = NonNullable<KindMap['PodDisruptionBudget']['status']>;
type Condition = NonNullable<Status['conditions']>[number];

export const DISRUPTION_ALLOWED = 'DisruptionAllowed';
export const SYNC_FAILED = 'SyncFailed';

export function disruptionCondition(status: Status | undefined): Condition | undefined {
  return status?.conditions?.find(({ type }) => type === DISRUPTION_ALLOWED);
}

/** The status with the condition that fits how many disruptions it allows (component-helpers/apps/poddisruptionbudget UpdateDisruptionAllowedCondition). */
export function withDisruptionCondition(status: Status, nowMs: number): Status {
  const isAllowed = (status.disruptionsAllowed ?? 0) > 0;
  return withCondition(status, { status: isAllowed ? 'True' : 'False', reason: isAllowed ? 'SufficientPods' : 'InsufficientPods', message: '' }, nowMs);
}

/** The status of a budget that could not be worked out: nothing is allowed, and why. */
export function withSyncFailure(status: Status, message: string, nowMs: number): Status {
  return withCondition({ ...status, disruptionsAllowed: 0 }, { status: 'False', reason: SYNC_FAILED, message }, nowMs);
}

/** Sets the condition in its place; its time moves only with its status (apimachinery/pkg/api/meta SetStatusCondition). */
function withCondition(status: Status, wanted: Pick<Condition, 'status' | 'reason' | 'message'>, nowMs: number): Status {
  const before = disruptionCondition(status);
  const lastTransitionTime = before?.status === wanted.status ? before.lastTransitionTime : formatTime(nowMs);
  const condition: Condition = { type: DISRUPTION_ALLOWED, ...wanted, lastTransitionTime, observedGeneration: status.observedGeneration ?? 0 };
  const conditions = status.conditions ?? [];
  return { ...status, conditions: before ? conditions.map((one) => (one === before ? condition : one)) : [...conditions, condition] };
}
