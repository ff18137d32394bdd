import type { KindMap } from '../../api/object.ts';

/**
 * Keeps a pod out of the queue while it has scheduling gates (pkg/scheduler/framework/plugins/schedulinggates). The API server
 * says so in the pod's status: PodScheduled is False with reason SchedulingGated.
 */
export function isGated({ spec }: KindMap['Pod']): boolean {
  return (spec.schedulingGates?.length ?? 0) > 0;
}
