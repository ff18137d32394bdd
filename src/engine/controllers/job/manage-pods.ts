import type { StatusError } from '../../api/errors.ts';
import type { Timings } from '../../timings.ts';
import { podsToDelete } from '../replicaset/deletion-rank.ts';
import { remainingMs } from './back-off.ts';
import { allFailuresBefore } from './index-failures.ts';
import { firstMissing, unite, withIndexes } from './indexes.ts';
import type { Job, Pod } from './job-types.ts';
import { newPod } from './new-pod.ts';
import { indexesOf, type IndexedPicture, type JobPicture } from './picture.ts';
import type { PodControl } from './pod-control.ts';
import { completionIndex, finishedAtMs, isTerminating, replacesOnlyFailed } from './pod-standing.ts';

/** How the pods are once the sync has made and removed some. */
export interface Managed {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  /** how long the next pods have to wait for the back-off, milliseconds. */
  readonly waitMs: number | undefined;
  readonly error: StatusError | undefined;
}

/** Pods made or removed in one sync (pkg/controller/job MaxPodCreateDeletePerSync). */
const MOST_AT_ONCE = 500;
const NO_SIBLINGS: ReadonlyMap<string, number> = new Map();

/** What a Job that only goes on counting has. */
export function asFound({ active, ready, terminating }: JobPicture): Managed {
  return { active: active.length, ready, terminating, waitMs: undefined, error: undefined };
}

/** Removes all pods that are left of a Job that ends; they are still counted. */
export function removeAll(picture: JobPicture, control: PodControl): Managed {
  return removePods(picture, picture.active, control, true);
}

/** Sees to it that as many pods run as the Job wants now (pkg/controller/job/job_controller.go manageJob). */
export function managePods(picture: JobPicture, control: PodControl, nowMs: number, timings: Timings): Managed {
  const { job, active } = picture;
  if (job.spec.suspend) return removePods(picture, active, control, false);
  const wanted = wantedActive(picture);
  const excess = podsToRemove(picture, Math.max(0, active.length - wanted), nowMs);
  // Either is done in one sync, and removing comes first.
  if (excess.length > 0) return removePods(picture, excess.slice(0, MOST_AT_ONCE), control, false);
  const missing = wanted - active.length - (replacesOnlyFailed(job) ? picture.terminating : 0);
  return missing > 0 ? createPods(picture, Math.min(missing, MOST_AT_ONCE), control, nowMs, timings) : asFound(picture);
}

function wantedActive({ job: { spec }, active, succeeded }: JobPicture): number {
  const { parallelism = 1, completions } = spec;
  // Of a work queue every pod knows when all is done: after the first that succeeds no other starts.
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(completions - succeeded, parallelism));
}

function removePods(picture: JobPicture, pods: readonly Pod[], control: PodControl, keepTracked: boolean): Managed {
  const { removed, removedReady, error } = control.remove(picture.job, pods, keepTracked);
  const { active, ready, terminating } = asFound(picture);
  return { active: active - removed, ready: ready - removedReady, terminating: terminating + removed, waitMs: undefined, error };
}

function createPods(picture: JobPicture, count: number, control: PodControl, nowMs: number, timings: Timings): Managed {
  const found = asFound(picture);
  const { job, indexed } = picture;
  const perIndex = job.spec.backoffLimitPerIndex !== undefined;
  const waitMs = perIndex ? 0 : remainingMs(picture.backOff, nowMs, timings);
  if (waitMs > 0) return { ...found, waitMs };
  if (!indexed) return created(found, control.create(job, Array.from({ length: count }, () => newPod(job))));
  const pending = pendingIndexes(picture, indexed, count);
  const waits = pending.map((index) => indexWaitMs(indexed.replaced.get(index), nowMs, timings));
  const now = pending.filter((_index, position) => waits[position] === 0);
  if (now.length === 0) return waits.length > 0 ? { ...found, waitMs: Math.min(...waits) } : found;
  const rest = waits.filter((wait) => wait > 0);
  const managed = created(found, control.create(job, now.map((index) => newPod(job, index, indexed.replaced.get(index)))));
  return rest.length > 0 ? { ...managed, waitMs: Math.min(...rest) } : managed;
}

function created(found: Managed, { created: more, error }: ReturnType<PodControl['create']>): Managed {
  return { ...found, active: found.active + more, error };
}

function pendingIndexes({ job, pods, active }: JobPicture, { succeeded, failed = [], completions }: IndexedPicture, count: number): readonly number[] {
  const running = replacesOnlyFailed(job) ? [...active, ...pods.filter(isTerminating)] : active;
  return firstMissing(withIndexes(unite(succeeded, failed), indexesOf(running)), count, completions);
}

/** With a limit for each index, each waits for itself. */
function indexWaitMs(replaced: Pod | undefined, nowMs: number, timings: Timings): number {
  return replaced ? remainingMs({ failures: allFailuresBefore(replaced) + 1, lastFailureMs: finishedAtMs(replaced) }, nowMs, timings) : 0;
}

/** Pods that no index needs, and `least` or more in all: those that have got least far go first (activePodsForRemoval). */
function podsToRemove({ job, active }: JobPicture, least: number, nowMs: number): readonly Pod[] {
  const useless = job.spec.completionMode === 'Indexed' ? uselessPods(job, active, nowMs) : [];
  if (useless.length >= least) return useless;
  const left = active.filter((pod) => !useless.includes(pod));
  return [...useless, ...podsToDelete(left, least - useless.length, NO_SIBLINGS, nowMs)];
}

/** Pods without an index that the Job has, and all but one of each index. */
function uselessPods({ spec: { completions = 0 } }: Job, active: readonly Pod[], nowMs: number): readonly Pod[] {
  const byIndex = new Map<number, Pod[]>();
  const useless: Pod[] = [];
  for (const pod of active) {
    const index = completionIndex(pod);
    if (index === undefined || index >= completions) useless.push(pod);
    else byIndex.set(index, [...(byIndex.get(index) ?? []), pod]);
  }
  for (const pods of byIndex.values()) if (pods.length > 1) useless.push(...podsToDelete(pods, pods.length - 1, NO_SIBLINGS, nowMs));
  return useless;
}
