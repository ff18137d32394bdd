import type { KindMap } from '../../api/object.ts';
import type { Fleet } from './fleet.ts';

type DaemonSet = KindMap['DaemonSet'];

export interface RollingPlan {
  /** nodes whose old pod goes. */
  readonly replaced: readonly string[];
  /** nodes that get a new pod beside the old one. */
  readonly overlapped: readonly string[];
}

/** Whether there may be two pods on a node for a while (pkg/controller/daemon/util AllowsSurge). */
export function isSurging(daemonSet: DaemonSet): boolean {
  return surgeCount(daemonSet, 1) > 0;
}

function surgeCount({ spec: { updateStrategy } }: DaemonSet, nodes: number): number {
  return updateStrategy?.type === 'RollingUpdate' ? scaledUp(updateStrategy.rollingUpdate?.maxSurge ?? 0, nodes) : 0;
}

/** Were neither surge nor unavailability allowed, nothing would ever move. */
function unavailableCount({ spec: { updateStrategy } }: DaemonSet, nodes: number): number {
  return scaledUp(updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, nodes) || Math.min(1, nodes);
}

function scaledUp(share: number | string, total: number): number {
  return typeof share === 'number' ? share : Math.ceil((Number.parseInt(share, 10) * total) / 100);
}

/** The next nodes of a rolling update, by name (pkg/controller/daemon/update.go rollingUpdate, which takes them in no order). */
export function planRollingUpdate(daemonSet: DaemonSet, { counts, steps }: Fleet): RollingPlan {
  const replaced = steps.replace.first(steps.replace.size);
  if (!isSurging(daemonSet)) {
    const room = unavailableCount(daemonSet, counts.desired) - counts.held;
    return { replaced: [...replaced, ...steps.candidate.first(room)], overlapped: [] };
  }
  const room = surgeCount(daemonSet, counts.desired) - counts.held;
  return {
    // Who surges expects to miss nothing: a pod that is at the wrong node goes when there are enough without it.
    replaced: [...replaced, ...steps.retire.first(counts.serving - counts.desired)],
    overlapped: [...steps.overlap.first(steps.overlap.size), ...steps.candidate.first(room)],
  };
}
