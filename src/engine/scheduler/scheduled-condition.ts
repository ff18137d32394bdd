import type { KindMap } from '../api/object.ts';
import { formatTime } from '../time-format.ts';

type Pod = KindMap['Pod'];
type Condition = NonNullable<NonNullable<Pod['status']>['conditions']>[number];

/** The pod with its PodScheduled condition saying why it is not; undefined when it says so already. */
export function withNotScheduled(pod: Pod, reason: 'Unschedulable' | 'SchedulerError', message: string, nowMs: number): Pod | undefined {
  const conditions = pod.status?.conditions ?? [];
  const index = conditions.findIndex(({ type }) => type === 'PodScheduled');
  const before = conditions[index];
  const { generation } = pod.metadata;
  if (before?.status === 'False' && before.reason === reason && before.message === message && before.observedGeneration === generation) return undefined;
  const lastTransitionTime = before?.status === 'False' ? before.lastTransitionTime : formatTime(nowMs);
  const condition = {
    type: 'PodScheduled', status: 'False', lastProbeTime: null, lastTransitionTime, reason, message,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  } as unknown as Condition;
  const next = index < 0 ? [...conditions, condition] : conditions.with(index, condition);
  return { ...pod, status: { ...pod.status, conditions: next } };
}
