import { StatusError, UnreachableError } from '../api/errors.ts';
import { rejectionMessage } from './message.ts';
import type { NodeInfo } from './node-info.ts';
import type { Candidate, Plugin, StepResult } from './plugin.ts';
import type { Profile } from './profile.ts';

/** How far a pod has come on its way to a node: it is bound, is to be taken further later, or is not to go there. */
export type BindingResult =
  | { readonly state: 'bound' }
  | { readonly state: 'waiting'; readonly retryInMs: number }
  | { readonly state: 'failed'; readonly reason: 'Unschedulable' | 'SchedulerError'; readonly message: string; readonly refusedBy: readonly string[] };

/** Takes a pod that has a node through reserve, permit, preBind, bind and postBind (schedule_one.go). */
export function startBinding(profile: Profile, candidate: Candidate, info: NodeInfo, nowMs: number): BindingResult {
  const { reserve } = profile.points;
  if (reserve.length > 0) {
    const failed = step(reserve, 'Reserve', (plugin) => plugin.reserve?.(candidate, info));
    if (failed) return undo(profile, candidate, info, failed);
  }
  return continueBinding(profile, candidate, info, nowMs);
}

/** The same for a pod whose turn has come again; it was reserved `sinceMs`. */
export function continueBinding(profile: Profile, candidate: Candidate, info: NodeInfo, sinceMs: number): BindingResult {
  const { permit, preBind } = profile.points;
  const stopped = step(permit, 'Permit', (plugin) => plugin.permit?.(candidate, info, sinceMs))
    ?? step(preBind, 'PreBind', (plugin) => plugin.preBind?.(candidate, info, sinceMs));
  if (stopped?.state === 'waiting') return stopped;
  const failed = stopped ?? bind(profile, candidate, info);
  if (failed) return undo(profile, candidate, info, failed);
  for (const plugin of profile.points.postBind) plugin.postBind?.(candidate, info);
  return { state: 'bound' };
}

function undo({ points }: Profile, candidate: Candidate, info: NodeInfo, failed: BindingResult): BindingResult {
  for (const plugin of points.reserve.toReversed()) plugin.unreserve?.(candidate, info);
  return failed;
}

/** Runs plugins until one stops the pod. */
function step(plugins: readonly Plugin[], point: string, run: (plugin: Plugin) => StepResult): BindingResult | undefined {
  for (const plugin of plugins) {
    const result = run(plugin);
    if (!result) continue;
    if ('retryInMs' in result) return { state: 'waiting', retryInMs: result.retryInMs };
    if ('error' in result) return failure(point, plugin, result.error);
    return { state: 'failed', reason: 'Unschedulable', message: rejectionMessage(result.refused), refusedBy: [plugin.name] };
  }
  return undefined;
}

function bind({ points, schedulerName }: Profile, candidate: Candidate, info: NodeInfo): BindingResult | undefined {
  for (const plugin of points.bind) {
    try {
      if (plugin.bind?.(candidate, info)) return undefined;
    } catch (error) {
      if (!(error instanceof StatusError) && !(error instanceof UnreachableError)) throw error;
      return failure('Bind', plugin, error.message);
    }
  }
  return { state: 'failed', reason: 'SchedulerError', message: `no bind plugin of ${schedulerName} handled the pod`, refusedBy: [] };
}

function failure(point: string, { name }: Plugin, message: string): BindingResult {
  return { state: 'failed', reason: 'SchedulerError', message: `running ${point} plugin "${name}": ${message}`, refusedBy: [] };
}
