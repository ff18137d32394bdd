import type { KindMap } from '../../api/object.ts';
import type { PodTracking } from '../plugin.ts';
import { priorityOf } from './importance.ts';

/** The priorities of the pods on nodes. */
export interface PriorityTally extends PodTracking {
  /** Infinity when there are no pods. */
  lowest(): number;
}

export function createPriorityTally(): PriorityTally {
  const pods = new Map<number, number>();

  function count(pod: KindMap['Pod'], by: 1 | -1): void {
    const priority = priorityOf(pod);
    const next = (pods.get(priority) ?? 0) + by;
    if (next > 0) pods.set(priority, next);
    else pods.delete(priority);
  }

  return {
    lowest: () => Math.min(...pods.keys()),
    podAdded: (_, pod) => count(pod, 1),
    podRemoved: (_, pod) => count(pod, -1),
    clear: () => pods.clear(),
  };
}
