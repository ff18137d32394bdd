import { parseTime } from '../../time-format.ts';
import { jobCondition, trueCondition } from './conditions.ts';
import { countIndexes } from './indexes.ts';
import type { Job, JobCondition } from './job-types.ts';
import type { JobPicture } from './picture.ts';
import { judgeFailure } from './pod-failure-policy.ts';
import { isPodFailed, restartsOf } from './pod-standing.ts';
import { matchSuccessPolicy } from './success-policy.ts';

/**
 * Whether the Job is to end, and how: SuccessCriteriaMet, FailureTarget, or Failed once FailureTarget has been written. That all
 * completions are there is found out later, when its pods have been looked after (pkg/controller/job/job_controller.go syncJob).
 */
export function verdictOf(picture: JobPicture, startTime: string | undefined, nowMs: number): JobCondition | undefined {
  const { job } = picture;
  const criteriaMet = trueCondition(job, 'SuccessCriteriaMet');
  if (criteriaMet) return criteriaMet;
  const target = trueCondition(job, 'FailureTarget');
  if (target) return jobCondition('Failed', 'True', target.reason ?? '', target.message ?? '', nowMs);
  const failure = policyFailure(picture) ?? limitFailure(picture) ?? deadlineFailure(job, startTime, nowMs) ?? indexFailure(picture);
  if (failure) return jobCondition('FailureTarget', 'True', ...failure, nowMs);
  const success = picture.indexed && matchSuccessPolicy(job, picture.indexed.succeeded);
  return success === undefined ? undefined : jobCondition('SuccessCriteriaMet', 'True', 'SuccessPolicy', success, nowMs);
}

type Failure = readonly [reason: string, message: string];

function policyFailure({ job, pods }: JobPicture): Failure | undefined {
  if (!job.spec.podFailurePolicy) return undefined;
  for (const pod of pods) {
    const { jobFailure } = isPodFailed(pod, job) ? judgeFailure(job, pod) : { jobFailure: undefined };
    if (jobFailure !== undefined) return ['PodFailurePolicy', jobFailure];
  }
  return undefined;
}

function limitFailure(picture: JobPicture): Failure | undefined {
  const isPast = picture.failed > (picture.job.spec.backoffLimit ?? 0) || hasTooManyRestarts(picture);
  return isPast ? ['BackoffLimitExceeded', 'Job has reached the specified backoff limit'] : undefined;
}

/** Where containers restart in their pods, their restarts count instead of failed pods (pastBackoffLimitOnFailure). */
function hasTooManyRestarts({ job: { spec }, pods }: JobPicture): boolean {
  if (spec.template.spec.restartPolicy !== 'OnFailure') return false;
  const running = pods.filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending');
  const restarts = running.reduce((sum, pod) => sum + restartsOf(pod), 0);
  const { backoffLimit = 0 } = spec;
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

function deadlineFailure(job: Job, startTime: string | undefined, nowMs: number): Failure | undefined {
  const deadline = deadlineMs(job, startTime);
  return deadline !== undefined && nowMs >= deadline ? ['DeadlineExceeded', 'Job was active longer than specified deadline'] : undefined;
}

/** When the Job has been active for too long; not while it is suspended. */
export function deadlineMs({ spec }: Job, startTime: string | undefined): number | undefined {
  if (spec.activeDeadlineSeconds === undefined || startTime === undefined || spec.suspend) return undefined;
  return parseTime(startTime) + spec.activeDeadlineSeconds * 1000;
}

function indexFailure({ job: { spec }, indexed }: JobPicture): Failure | undefined {
  if (!indexed?.failed) return undefined;
  const failed = countIndexes(indexed.failed);
  if (spec.maxFailedIndexes !== undefined && failed > spec.maxFailedIndexes) {
    return ['MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes'];
  }
  return failed > 0 && failed + countIndexes(indexed.succeeded) >= indexed.completions ? ['FailedIndexes', 'Job has failed indexes'] : undefined;
}
