import { isPodActive, isPodReady } from '../../api/pod-readiness.ts';
import { updatedBackOff, type BackOff } from './back-off.ts';
import { failsIndex, podsToReplace } from './index-failures.ts';
import { countIndexes, parseIndexes, unite, withIndexes, type Indexes } from './indexes.ts';
import type { Job, Pod } from './job-types.ts';
import { judgeFailure } from './pod-failure-policy.ts';
import { completionIndex, isPodFailed, isTerminating, isTracked } from './pod-standing.ts';

/** A Job and its pods as one sync finds them. */
export interface JobPicture {
  readonly job: Job;
  /** by name. */
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: number;
  /** counted, and about to be. */
  readonly succeeded: number;
  readonly failed: number;
  /** with the pods that have ended since the last sync. */
  readonly backOff: BackOff;
  /** of an Indexed Job. */
  readonly indexed: IndexedPicture | undefined;
}

export interface IndexedPicture {
  readonly completions: number;
  /** indexes whose success is in the status already. */
  readonly recorded: Indexes;
  readonly succeeded: Indexes;
  /** of a Job with a limit for each index. */
  readonly failed: Indexes | undefined;
  /** the failed pod to be replaced, by index; only with a limit for each index. */
  readonly replaced: ReadonlyMap<number, Pod>;
}

/** Source of the arithmetic: pkg/controller/job/job_controller.go syncJob. */
export function lookAt(job: Job, pods: readonly Pod[], backOffBefore: BackOff): JobPicture {
  const { status } = job;
  const uncountedSucceeded = new Set(status?.uncountedTerminatedPods?.succeeded);
  const uncountedFailed = new Set(status?.uncountedTerminatedPods?.failed);
  const active = pods.filter(isPodActive);
  const fresh = pods.filter((pod) => isTracked(pod) && hasValidIndex(job, pod));
  const newSucceeded = fresh.filter((pod) => pod.status?.phase === 'Succeeded' && !uncountedSucceeded.has(pod.metadata.uid ?? ''));
  const newFailed = fresh.filter((pod) => isPodFailed(pod, job) && !uncountedFailed.has(pod.metadata.uid ?? ''));
  const indexed = job.spec.completionMode === 'Indexed' ? lookAtIndexes(job, pods, active) : undefined;
  return {
    job, pods, active, indexed,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isTerminating).length,
    succeeded: indexed ? countIndexes(indexed.succeeded) : (status?.succeeded ?? 0) + newSucceeded.length + uncountedSucceeded.size,
    failed: (status?.failed ?? 0) + newFailed.filter((pod) => judgeFailure(job, pod).counts).length + uncountedFailed.size,
    backOff: updatedBackOff(backOffBefore, newSucceeded, newFailed),
  };
}

/** A pod of an Indexed Job counts only with an index that the Job has. */
export function hasValidIndex({ spec }: Job, pod: Pod): boolean {
  return spec.completionMode !== 'Indexed' || (completionIndex(pod) ?? Number.POSITIVE_INFINITY) < (spec.completions ?? 0);
}

/** The completion indexes of pods that have one. */
export function indexesOf(pods: readonly Pod[]): Set<number> {
  return new Set(pods.flatMap((pod) => completionIndex(pod) ?? []));
}

function lookAtIndexes(job: Job, pods: readonly Pod[], active: readonly Pod[]): IndexedPicture {
  const { spec: { completions = 0, backoffLimitPerIndex }, status } = job;
  const valid = pods.filter((pod) => hasValidIndex(job, pod));
  const recorded = parseIndexes(status?.completedIndexes, completions);
  const succeeded = withIndexes(recorded, indexesOf(valid.filter((pod) => pod.status?.phase === 'Succeeded' && isTracked(pod))));
  if (backoffLimitPerIndex === undefined) return { completions, recorded, succeeded, failed: undefined, replaced: new Map() };
  const failed = withIndexes(parseIndexes(status?.failedIndexes, completions), indexesOf(valid.filter((pod) => failsIndex(job, pod))));
  return { completions, recorded, succeeded, failed, replaced: podsToReplace(job, pods, unite(succeeded, failed), indexesOf(active)) };
}
