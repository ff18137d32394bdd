import type { KindMap } from '../../api/object.ts';
import { isPodReady } from '../../api/pod-readiness.ts';
import { isGoneButForName, isTerminating, isUpdated, oldestFirst } from './daemon-pod.ts';
import { isAvailable, type DaemonNode, type Rules } from './standing.ts';

type Pod = KindMap['Pod'];

/** What has to be done on a node, whether there is an update or not. */
export interface NodePlan {
  readonly needsPod: boolean;
  /** pods that should not be there. */
  readonly excess: readonly Pod[];
  /** pods that have ended, which a daemon's never should. */
  readonly finished: readonly Pod[];
}

const NOTHING: NodePlan = { needsPod: false, excess: [], finished: [] };

/** Source: pkg/controller/daemon podsShouldBeOnNode, getUnscheduledPodsWithoutNode. */
export function planNode({ fit, pods }: DaemonNode, rules: Rules, nowMs: number): NodePlan {
  const present = [...pods.values()].filter((pod) => !isGoneButForName(pod));
  const live = oldestFirst(present.filter((pod) => !isTerminating(pod)));
  // No such node: the pods that were on it are the pod garbage collector's, but those that never were can go nowhere.
  if (fit === undefined) return { ...NOTHING, excess: live.filter(({ spec }) => !spec.nodeName) };
  if (fit === 'excluded') return { ...NOTHING, excess: live };
  if (fit === 'runs' && present.length === 0) return { ...NOTHING, needsPod: true };
  const finished = live.filter(isFinished);
  const running = live.filter((pod) => !isFinished(pod));
  if (!rules.surging) return { needsPod: false, excess: running.slice(1), finished };
  // Where upstream makes a pod beside one that failed, and so without end on a node that evicts them (kubernetes/kubernetes#124388), the back-off is waited for.
  return { needsPod: live.length === 0 && fit === 'runs', excess: excessWhileSurging(running, rules, nowMs), finished };
}

/** A new pod and an old one may be on a node, as long as the new one is not available and the old one is ready. */
function excessWhileSurging(running: readonly Pod[], rules: Rules, nowMs: number): readonly Pod[] {
  if (running.length <= 1) return [];
  const newest = running.find((pod) => isUpdated(pod, rules));
  const old = running.find((pod) => !isUpdated(pod, rules));
  const excess = running.filter((pod) => pod !== newest && pod !== old);
  const isOldDone = newest && old && (!isPodReady(old) || isAvailable(newest, rules, nowMs));
  return isOldDone ? [...excess, old] : excess;
}

function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}
