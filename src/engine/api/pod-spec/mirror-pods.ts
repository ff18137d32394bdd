import type { KindMap } from '../object.ts';

type Pod = KindMap['Pod'];

/** Tells a pod that the API has of a kubelet's static pod; its value is the hash of the manifest. */
export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
export const SOURCE_ANNOTATION = 'kubernetes.io/config.source';
const SYSTEM_CRITICAL_PRIORITY = 2_000_000_000;

export function isMirrorPod({ metadata: { annotations } }: Pod): boolean {
  return annotations?.[MIRROR_ANNOTATION] !== undefined;
}

/** Whether a kubelet runs the pod at any cost (pkg/kubelet/types/pod_update.go IsCriticalPod). */
export function isCriticalPod({ metadata: { annotations }, spec }: Pod): boolean {
  return (spec.priority ?? 0) >= SYSTEM_CRITICAL_PRIORITY || annotations?.[MIRROR_ANNOTATION] !== undefined || annotations?.[SOURCE_ANNOTATION] === 'file';
}
