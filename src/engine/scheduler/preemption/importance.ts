import type { KindMap } from '../../api/object.ts';

type Pod = KindMap['Pod'];

export function priorityOf({ spec }: Pod): number {
  return spec.priority ?? 0;
}

/** When the pod started; a pod that did not yet counts as started after all others (pkg/scheduler/util GetPodStartTime). */
export function startTimeOf({ status }: Pod): string {
  return status?.startTime ?? '~';
}

/**
 * The more important pod comes first: by priority, then the one that has run for longer (MoreImportantPod). Upstream leaves open what follows;
 * here it is age and name.
 */
export function byImportance(a: Pod, b: Pod): number {
  return priorityOf(b) - priorityOf(a) || compare(startTimeOf(a), startTimeOf(b))
    || compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '')
    || compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') || compare(a.metadata.name ?? '', b.metadata.name ?? '');
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
