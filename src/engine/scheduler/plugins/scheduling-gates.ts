import type { Plugin } from '../plugin.ts';

/**
 * Keeps a pod out of the queue while it has scheduling gates (pkg/scheduler/framework/plugins/schedulinggates). The API server
 * says so in the pod's status: PodScheduled is False with reason SchedulingGated.
 */
export function createSchedulingGates(): Plugin {
  return {
    name: 'SchedulingGates',
    retryOn: {},
    preEnqueue({ spec: { schedulingGates = [] } }) {
      return schedulingGates.length === 0 ? undefined : `waiting for scheduling gates: [${schedulingGates.map(({ name }) => name).join(' ')}]`;
    },
  };
}
