import { isSame } from '../api/equality.ts';
import type { KindMap, KindName, KubeObject } from '../api/object.ts';
import { demandOf } from './pod-demand.ts';

type Node = KindMap['Node'];
type Pod = KindMap['Pod'];

/** Changes of nodes as queueing hints tell them apart (kube-scheduler/framework ActionType). */
export type NodeEvent = 'NodeAdd' | 'NodeDelete' | 'UpdateNodeAllocatable' | 'UpdateNodeLabel' | 'UpdateNodeTaint';
/** Changes of pods that are on a node, and of the waiting pod itself (`Target…`). */
export type PodEvent =
  | 'AssignedPodAdd' | 'AssignedPodDelete' | 'AssignedPodLabel' | 'AssignedPodScaleDown'
  | 'TargetPodLabel' | 'TargetPodToleration' | 'TargetPodScaleDown';
/** Changes of other kinds, such as `PersistentVolumeClaimUpdate`; a plugin names the kinds in its `watches`. */
export type ObjectEvent = `${Exclude<KindName, 'Node' | 'Pod'>}${'Add' | 'Update' | 'Delete'}`;
export type ClusterEvent = NodeEvent | PodEvent | ObjectEvent;

/** Whether the change may make `pod` schedulable; for additions there is no `before`, for deletions no `after`. */
export type NodeHint = (pod: Pod, before: Node | undefined, after: Node | undefined) => boolean;
export type PodHint = (pod: Pod, before: Pod | undefined, after: Pod | undefined) => boolean;
export type ObjectHint = (pod: Pod, before: KubeObject | undefined, after: KubeObject | undefined) => boolean;
export type RetryHints = { readonly [E in NodeEvent]?: NodeHint } & { readonly [E in PodEvent]?: PodHint } & { readonly [E in ObjectEvent]?: ObjectHint };

/** Every change of the kind may help. */
export const ALWAYS = (): boolean => true;

/** What of a node changed that scheduling depends on (pkg/scheduler/framework/events.go NodeSchedulingPropertiesChange). */
export function nodeEventsOf(before: Node, after: Node): readonly NodeEvent[] {
  const events: NodeEvent[] = [];
  if (!isSame(before.status?.allocatable, after.status?.allocatable)) events.push('UpdateNodeAllocatable');
  if (!isSame(before.metadata.labels, after.metadata.labels)) events.push('UpdateNodeLabel');
  const cordoned = (before.spec?.unschedulable ?? false) !== (after.spec?.unschedulable ?? false);
  if (cordoned || !isSame(before.spec?.taints, after.spec?.taints)) events.push('UpdateNodeTaint');
  return events;
}

/** What of a pod changed that its own or others' scheduling depends on (PodSchedulingPropertiesChange). */
export function podEventsOf(before: Pod, after: Pod, assigned: boolean): readonly PodEvent[] {
  const events: PodEvent[] = [];
  if (!isSame(before.metadata.labels, after.metadata.labels)) events.push(assigned ? 'AssignedPodLabel' : 'TargetPodLabel');
  if (isScaledDown(before, after)) events.push(assigned ? 'AssignedPodScaleDown' : 'TargetPodScaleDown');
  if (!assigned && !isSame(before.spec.tolerations, after.spec.tolerations)) events.push('TargetPodToleration');
  return events;
}

function isScaledDown(before: Pod, after: Pod): boolean {
  if (before.spec === after.spec) return false;
  const was = demandOf(before.spec);
  const is = demandOf(after.spec);
  return is !== was && (is.cpuMillis < was.cpuMillis || is.memoryBytes < was.memoryBytes || is.storageBytes < was.storageBytes);
}
