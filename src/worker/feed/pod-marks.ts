import type { KindMap } from '../../engine/api/object.ts';
import { isMirrorPod } from '../../engine/api/pod-spec/mirror-pods.ts';
import type { PodMark } from '../protocol.ts';

type Pod = KindMap['Pod'];

const ROLE = 'kubarium.dev/role';
/** Priorities from here on are the system's own. */
const SYSTEM_PRIORITY = 2_000_000_000;

/** What sets a pod apart from its fellows, by the one sign that says most. */
export function markOf(pod: Pod): PodMark | null {
  const { metadata, spec } = pod;
  if (isPreempted(pod)) return 'preempted';
  if (metadata.labels?.[ROLE] === 'primary') return 'primary';
  const priority = spec.priority ?? 0;
  if (priority > 0 && priority < SYSTEM_PRIORITY) return 'priority';
  if (metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return 'static';
  return isDaemon(pod) ? 'daemon' : null;
}

/** Whether a DaemonSet keeps it on its node. */
export function isDaemon({ metadata: { ownerReferences } }: Pod): boolean {
  return ownerReferences?.some(({ kind, controller }) => kind === 'DaemonSet' && controller) === true;
}

/** Whether it leaves so that another gets its place. */
export function isPreempted(pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp === undefined) return false;
  return pod.status?.conditions?.some(({ type, status, reason }) => type === 'DisruptionTarget' && status === 'True' && reason === 'PreemptionByScheduler') === true;
}

/** The ordinal of a StatefulSet's pod, the index of a Job's; empty for those that have none. */
export function numberOf({ metadata: { labels } }: Pod): string {
  return labels?.['apps.kubernetes.io/pod-index'] ?? labels?.['batch.kubernetes.io/job-completion-index'] ?? '';
}

/** The same and the rest in words, for who rests on the pod. */
export function traitsOf(pod: Pod): string {
  const { metadata, spec, status } = pod;
  const role = metadata.labels?.[ROLE];
  const priority = spec.priority ?? 0;
  return [
    ...(role ? [role] : []),
    ...(isMirrorPod(pod) ? ['static pod of its kubelet'] : []),
    ...(isDaemon(pod) ? ['one on every node'] : []),
    ...(priority > 0 && priority < SYSTEM_PRIORITY ? [`priority ${priority}${spec.priorityClassName ? ` (${spec.priorityClassName})` : ''}`] : []),
    ...(status?.nominatedNodeName && !spec.nodeName ? [`waits for its place on ${status.nominatedNodeName}`] : []),
  ].join(', ');
}

/** What the control plane's pods are called where there is little room. */
const SHORT_COMPONENTS: Readonly<Record<string, string>> = { 'kube-apiserver': 'api', 'kube-controller-manager': 'ctrl', 'kube-scheduler': 'sched', 'kube-proxy': 'proxy' };

/** Characters of a caption that a cell has room for. */
const CAPTION_ROOM = 6;

/** The caption of a pod that has a number says it, `db-0`, and that of a static pod what it carries. */
export function captionOf(pod: Pod, workload: string): string {
  const { name = '', labels } = pod.metadata;
  const ordinal = labels?.['apps.kubernetes.io/pod-index'];
  const index = labels?.['batch.kubernetes.io/job-completion-index'];
  if (ordinal !== undefined) return numbered(name.slice(0, -ordinal.length - 1), ordinal);
  if (index !== undefined) return numbered(workload, index);
  const component = isMirrorPod(pod) ? (labels?.component ?? name) : workload;
  return SHORT_COMPONENTS[component] ?? component;
}

/** Where there is no room for the number, the cell shows it at its corner all the same. */
function numbered(name: string, number: string): string {
  const whole = `${name}-${number}`;
  return whole.length <= CAPTION_ROOM ? whole : name;
}
