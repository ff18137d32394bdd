import type { Timings } from '../../timings.ts';
import type { Pod } from './job-types.ts';
import { finishedAtMs } from './pod-standing.ts';

/** How often pods have failed since one last succeeded, and when the last of them did, milliseconds. */
export interface BackOff {
  readonly failures: number;
  readonly lastFailureMs: number;
}

export const NO_BACK_OFF: BackOff = { failures: 0, lastFailureMs: 0 };

/** The record with what came to its end since (pkg/controller/job/backoff_utils.go newBackoffRecord). */
export function updatedBackOff(before: BackOff, succeeded: readonly Pod[], failed: readonly Pod[]): BackOff {
  if (succeeded.length + failed.length === 0) return before;
  const lastSuccessMs = Math.max(...succeeded.map(finishedAtMs));
  const failedMs = failed.map(finishedAtMs).filter((atMs) => atMs > lastSuccessMs);
  if (failedMs.length === 0) return NO_BACK_OFF;
  return { failures: failedMs.length + (succeeded.length === 0 ? before.failures : 0), lastFailureMs: Math.max(...failedMs) };
}

/** How long the next pod has to wait, milliseconds: 10 s after the first failure, twice as long after each further one. */
export function remainingMs({ failures, lastFailureMs }: BackOff, nowMs: number, timings: Timings): number {
  if (failures === 0) return 0;
  const delayMs = Math.min(timings.jobBackOffInitialMs * 2 ** (failures - 1), timings.jobBackOffMaxMs);
  return Math.max(0, lastFailureMs + delayMs - nowMs);
}
