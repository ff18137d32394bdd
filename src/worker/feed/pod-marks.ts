import type { KindMap } from '../../engine/api/object.ts';
import { isMirrorPod } from '../../engine/api/pod-spec/mirror-pods.ts';
import type { PodMark } from '../protocol.ts';

type Pod = KindMap['Pod'];

const ROLE = 'kubarium.dev/role';
/** Priorities from here on are the system's own. */
const SYSTEM_PRIORITY = 2_000_000_000;

/** What sets a pod apart from its fellows, by the one sign that says most. */
export function markOf({ metadata, spec }: Pod): PodMark | null {
  if (metadata.labels?.[ROLE] === 'primary') return 'primary';
  const priority = spec.priority ?? 0;
  if (priority > 0 && priority < SYSTEM_PRIORITY) return 'priority';
  if (metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return 'static';
  return metadata.ownerReferences?.some(({ kind, controller }) => kind === 'DaemonSet' && controller) ? 'daemon' : null;
}

/** The same and the rest in words, for who rests on the pod. */
export function traitsOf(pod: Pod): string {
  const { metadata, spec, status } = pod;
  const role = metadata.labels?.[ROLE];
  const priority = spec.priority ?? 0;
  return [
    ...(role ? [role] : []),
    ...(isMirrorPod(pod) ? ['static pod of its kubelet'] : []),
    ...(metadata.ownerReferences?.some(({ kind, controller }) => kind === 'DaemonSet' && controller) ? ['one on every node'] : []),
    ...(priority > 0 && priority < SYSTEM_PRIORITY ? [`priority ${priority}${spec.priorityClassName ? ` (${spec.priorityClassName})` : ''}`] : []),
    ...(status?.nominatedNodeName && !spec.nodeName ? [`waits for its place on ${status.nominatedNodeName}`] : []),
  ].join(', ');
}

/** The caption of a pod that has a number says it: `db-0`, `work-4`. */
export function captionOf({ metadata }: Pod, workload: string): string {
  if (metadata.labels?.['apps.kubernetes.io/pod-index'] !== undefined) return metadata.name ?? workload;
  const index = metadata.labels?.['batch.kubernetes.io/job-completion-index'];
  return index === undefined ? workload : `${workload}-${index}`;
}
