import { formatTime } from '../../time-format.ts';
import type { Job, JobCondition } from './job-types.ts';

export type JobConditionType = 'SuccessCriteriaMet' | 'FailureTarget' | 'Complete' | 'Failed' | 'Suspended';

export function jobCondition(type: JobConditionType, status: 'True' | 'False', reason: string, message: string, nowMs: number): JobCondition {
  const time = formatTime(nowMs);
  return { type, status, lastProbeTime: time, lastTransitionTime: time, ...(reason ? { reason } : {}), ...(message ? { message } : {}) };
}

/** The condition of that type, if it holds. */
export function trueCondition({ status }: Job, type: JobConditionType): JobCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

/** The condition that says how the Job ended (pkg/controller/job/util IsJobFinished). */
export function finishedCondition(job: Job): JobCondition | undefined {
  return job.status?.conditions?.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True');
}

/**
 * The conditions with one set, in its old place when it has one; the very same list when nothing changes. That something does not hold
 * which never did is not said (ensureJobConditionStatus).
 */
export function withCondition(conditions: readonly JobCondition[], wanted: JobCondition): readonly JobCondition[] {
  const before = conditions.find(({ type }) => type === wanted.type);
  if (!before) return wanted.status === 'False' ? conditions : [...conditions, wanted];
  const isSame = before.status === wanted.status && before.reason === wanted.reason && before.message === wanted.message;
  return isSame ? conditions : conditions.map((condition) => (condition === before ? wanted : condition));
}
