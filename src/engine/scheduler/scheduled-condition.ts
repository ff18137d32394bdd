import type { KindMap } from '../api/object.ts';
import { formatTime } from '../time-format.ts';

type Pod = KindMap['Pod'];
type Condition = NonNullable<NonNullable<Pod['status']>['conditions']>[number];

/**
 * The pod with its PodScheduled condition saying why it is not, and the node it is to wait for: null for none, undefined for what it was. Itself
 * undefined when the pod says all that already.
 */
export function withNotScheduled(
  pod: Pod, reason: 'Unschedulable' | 'SchedulerError', message: string, nominated: string | null | undefined, nowMs: number,
): Pod | undefined {
  const next = withNomination(pod, nominated);
  const conditions = pod.status?.conditions ?? [];
  const index = conditions.findIndex(({ type }) => type === 'PodScheduled');
  const before = conditions[index];
  const { generation } = pod.metadata;
  if (before?.status === 'False' && before.reason === reason && before.message === message && before.observedGeneration === generation) {
    return next === pod ? undefined : next;
  }
  const lastTransitionTime = before?.status === 'False' ? before.lastTransitionTime : formatTime(nowMs);
  const condition = {
    type: 'PodScheduled', status: 'False', lastProbeTime: null, lastTransitionTime, reason, message,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  } as unknown as Condition;
  return { ...next, status: { ...next.status, conditions: index < 0 ? [...conditions, condition] : conditions.with(index, condition) } };
}

/** The pod waiting for the node, or for none when that is null. */
export function withNomination(pod: Pod, nominated: string | null | undefined): Pod {
  const { nominatedNodeName, ...status } = pod.status ?? {};
  if (nominated === undefined || (nominated ?? '') === (nominatedNodeName ?? '')) return pod;
  return { ...pod, status: nominated === null ? status : { ...status, nominatedNodeName: nominated } } as Pod;
}
