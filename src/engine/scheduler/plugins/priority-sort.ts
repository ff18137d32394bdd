import type { Plugin } from '../plugin.ts';

/** The higher priority first, then who has waited longer (pkg/scheduler/framework/plugins/queuesort). */
export function createPrioritySort(): Plugin {
  return {
    name: 'PrioritySort',
    retryOn: {},
    queueSort(a, b) {
      if (a.priority !== b.priority) return a.priority > b.priority;
      return a.sinceMs === b.sinceMs ? a.sequence < b.sequence : a.sinceMs < b.sinceMs;
    },
  };
}
