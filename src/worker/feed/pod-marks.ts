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

/** Characters of a caption that a cell has room for. */
const CAPTION_ROOM = 7;

/** The caption of a pod that has a number says it, `db-0`, and that of a static pod what it carries. */
export function captionOf(pod: Pod, workload: string): string {
  const { name = '', labels } = pod.metadata;
  const ordinal = labels?.['apps.kubernetes.io/pod-index'];
  const index = labels?.['batch.kubernetes.io/job-completion-index'];
  if (ordinal !== undefined) return numbered(name.slice(0, -ordinal.length - 1), ordinal);
  if (index !== undefined) return numbered(workload, index);
  return isMirrorPod(pod) ? (labels?.component ?? name).replace(/^kube-/, '') : workload;
}

/** The number must be seen, whatever else has no room. */
function numbered(name: string, number: string): string {
  const whole = `${name}-${number}`;
  return whole.length <= CAPTION_ROOM ? whole : `${name.slice(0, Math.max(1, CAPTION_ROOM - number.length - 2))}…-${number}`;
}
