import type { KindMap } from '../api/object.ts';
import { podCondition } from '../api/pod-readiness.ts';
import { formatTime } from '../time-format.ts';

type Pod = KindMap['Pod'];
type PodStatus = NonNullable<Pod['status']>;
type PodCondition = NonNullable<PodStatus['conditions']>[number];

/**
 * The pod's status with a condition set, in its old place when it has one; `undefined` when nothing would change
 * (pkg/api/v1/pod/util.go UpdatePodCondition). `lastTransitionTime` moves only with the status.
 */
export function withPodCondition(pod: Pod, wanted: Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>, nowMs: number): PodStatus | undefined {
  const before = podCondition(pod, wanted.type);
  if (before && before.status === wanted.status && before.reason === wanted.reason && before.message === wanted.message) return undefined;
  const lastTransitionTime = before?.status === wanted.status ? before.lastTransitionTime : formatTime(nowMs);
  // metav1.Time writes its zero as null.
  const condition = { ...(before ?? { lastProbeTime: null }), ...wanted, lastTransitionTime, observedGeneration: pod.metadata.generation } as PodCondition;
  const conditions = pod.status?.conditions ?? [];
  return { ...pod.status, conditions: before ? conditions.map((one) => (one === before ? condition : one)) : [...conditions, condition] };
}

/** The condition of a pod that is being deleted for no fault of its own. */
export function disruptionTarget(reason: string, message: string): Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'> {
  return { type: 'DisruptionTarget', status: 'True', reason, message };
}
