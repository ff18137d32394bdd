import { kindNameOf } from '../../engine/api/kind-name.ts';
import { controllerOf, type KindMap, type KubeObject } from '../../engine/api/object.ts';
import { isPodActive, isPodReady, podCondition } from '../../engine/api/pod-readiness.ts';
import type { ObjectReference } from '../../engine/api/reference.ts';
import type { Change } from '../../engine/api/store.ts';
import { parseTime } from '../../engine/time-format.ts';
import type { ClusterMirror } from './cluster-mirror.ts';
import { lastHeartbeatOf, LEASE_NAMESPACE, readyStatusOf, taintText } from './node-view.ts';
import { partOfOwner, wantedBy } from './pod-creation.ts';
import { oneLine, troubleOf, troubleWords, type ContainerStatus } from './pod-shape.ts';
import { specFact, statusFact as workloadStatusFact, type WorkloadFact } from './workload-facts.ts';

type Pod = KindMap['Pod'];
type Node = KindMap['Node'];

/** What a write did, as far as a person would want to be told. */
export type WriteFact =
  | WorkloadFact
  /** `had` of `wanted` pods its owner had before; `part` says which of them it is, where they are told apart. */
  | { readonly what: 'pod-created'; readonly owner: ObjectReference | null; readonly had: number; readonly wanted: number | null; readonly node: string | null; readonly part: string }
  | { readonly what: 'pod-bound'; readonly node: string }
  | { readonly what: 'pod-unschedulable'; readonly message: string }
  | { readonly what: 'pod-started'; readonly node: string; readonly containers: readonly string[]; readonly again: boolean; readonly ready: boolean }
  | { readonly what: 'pod-ready' | 'pod-unready'; readonly node: string; readonly message: string }
  | { readonly what: 'pod-trouble'; readonly node: string; readonly container: string; readonly reason: string; readonly message: string }
  | { readonly what: 'pod-over'; readonly node: string; readonly phase: string; readonly reason: string; readonly message: string }
  /** `taint`: what drove it out, and for how long it was there. */
  | { readonly what: 'pod-evicted'; readonly node: string | null; readonly taint: string | null; readonly taintedMs: number | null }
  | { readonly what: 'pod-preempted'; readonly node: string | null }
  | { readonly what: 'pod-nominated'; readonly node: string }
  | { readonly what: 'pod-leaving' | 'pod-gone'; readonly node: string | null; readonly owner: ObjectReference | null }
  | { readonly what: 'node-joined' | 'node-ready' | 'node-gone' | 'node-cordoned' | 'node-uncordoned' }
  | { readonly what: 'node-unready'; readonly message: string }
  | { readonly what: 'node-lost'; readonly silentMs: number }
  | { readonly what: 'node-taints'; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly what: 'made' | 'changed' | 'leaving' | 'gone'; readonly owner: ObjectReference | null };

/** What facts are read from beside the change itself. */
export interface FactSources {
  readonly mirror: ClusterMirror;
  /** pods of an owner that count, before the change. */
  activePods(ownerUid: string): number;
}

/** What a change did; `null` for what tells nothing: heartbeats, Events, bookkeeping in a status. */
export function factOf(change: Change, sources: FactSources): WriteFact | null {
  switch (change.kind) {
    case 'Lease':
    case 'Event':
      return null;
    case 'Pod':
      return podFact(change as Change<'Pod'>, sources);
    case 'Node':
      return nodeFact(change as Change<'Node'>, sources.mirror);
    default:
      return plainFact(change);
  }
}

function plainFact(change: Change): WriteFact | null {
  const { type, kind, object, previous } = change;
  const owner = ownerOf(object);
  if (type === 'DELETED') return { what: 'gone', owner };
  if (!previous) return { what: 'made', owner };
  if (previous.metadata.deletionTimestamp === undefined && object.metadata.deletionTimestamp !== undefined) return { what: 'leaving', owner };
  const next = object as KubeObject;
  const last = previous as KubeObject;
  if (next.spec !== last.spec && (kind === 'Service' || previous.metadata.generation !== object.metadata.generation)) {
    return specFact(kind, next, last, owner) ?? { what: 'changed', owner };
  }
  return CONTENT.has(kind) ? { what: 'changed', owner } : workloadStatusFact(change);
}

/** These have no spec: whatever changes of them is content. Slices follow their pods all the time. */
const CONTENT: ReadonlySet<string> = new Set(['ConfigMap', 'Secret', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

function ownerOf(object: KubeObject): ObjectReference | null {
  const owner = controllerOf(object);
  return owner ? { kind: kindNameOf(owner), namespace: object.metadata.namespace ?? '', name: owner.name, uid: owner.uid } : null;
}

function podFact({ type, object: pod, previous }: Change<'Pod'>, { mirror, activePods }: FactSources): WriteFact | null {
  const node = pod.spec.nodeName ?? null;
  const owner = ownerOf(pod);
  if (type === 'DELETED') return { what: 'pod-gone', node, owner };
  if (!previous) {
    return { what: 'pod-created', owner, had: owner?.uid === undefined ? 0 : activePods(owner.uid), wanted: wantedBy(mirror, owner), node, part: partOfOwner(pod, owner) };
  }
  if (pod.metadata.deletionTimestamp !== undefined && previous.metadata.deletionTimestamp === undefined) return leaving(pod, node, owner, mirror);
  if (node === null) {
    const before = podCondition(previous, 'PodScheduled');
    const now = podCondition(pod, 'PodScheduled');
    const place = pod.status?.nominatedNodeName;
    if (place && place !== previous.status?.nominatedNodeName) return { what: 'pod-nominated', node: place };
    return now?.status === 'False' && now.message !== before?.message ? { what: 'pod-unschedulable', message: oneLine(now.message ?? '') } : null;
  }
  if (previous.spec.nodeName === undefined) return { what: 'pod-bound', node };
  return pod.status === previous.status ? null : statusFact(pod, previous, node);
}

function leaving(pod: Pod, node: string | null, owner: ObjectReference | null, mirror: ClusterMirror): WriteFact {
  const disruption = podCondition(pod, 'DisruptionTarget');
  if (disruption?.status !== 'True') return { what: 'pod-leaving', node, owner };
  if (disruption.reason === 'PreemptionByScheduler') return { what: 'pod-preempted', node };
  const byTaint = disruption.reason === 'DeletionByTaintManager';
  const taint = byTaint && node !== null ? mirror.get('Node', node)?.spec?.taints?.find(({ effect }) => effect === 'NoExecute') : undefined;
  const sinceMs = parseTime(taint?.timeAdded ?? '');
  const atMs = parseTime(pod.metadata.deletionTimestamp ?? '') - (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  return { what: 'pod-evicted', node, taint: taint?.key ?? null, taintedMs: Number.isNaN(atMs - sinceMs) ? null : atMs - sinceMs };
}

function statusFact(pod: Pod, previous: Pod, node: string): WriteFact | null {
  // How the containers of a pod that was asked to stop come to their end is no news.
  if (pod.metadata.deletionTimestamp !== undefined) return null;
  const phase = pod.status?.phase ?? '';
  const message = oneLine(pod.status?.message ?? '');
  if (phase !== previous.status?.phase && (phase === 'Succeeded' || phase === 'Failed')) return { what: 'pod-over', node, phase, reason: pod.status?.reason ?? '', message };
  const trouble = newTrouble(pod, previous, node);
  if (trouble) return trouble;
  const wasReady = isPodReady(previous);
  const ready = isPodReady(pod);
  const started = startedContainers(pod, previous);
  if (started.containers.length > 0) return { what: 'pod-started', node, ...started, ready: ready && !wasReady };
  if (ready === wasReady) return null;
  return { what: ready ? 'pod-ready' : 'pod-unready', node, message: ready ? '' : oneLine(podCondition(pod, 'Ready')?.message ?? '') };
}

function newTrouble(pod: Pod, previous: Pod, node: string): WriteFact | null {
  const trouble = troubleOf(pod);
  if (!trouble) return null;
  const reason = troubleReason(trouble);
  const before = troubleOf(previous);
  const known = before?.name === trouble.name && before.restartCount === trouble.restartCount && troubleReason(before) === reason;
  return known ? null : { what: 'pod-trouble', node, container: trouble.name, reason, message: oneLine(troubleWords(trouble)) };
}

function troubleReason({ state }: ContainerStatus): string {
  return state?.waiting?.reason ?? state?.terminated?.reason ?? 'Error';
}

function startedContainers(pod: Pod, previous: Pod): { readonly containers: readonly string[]; readonly again: boolean } {
  const containers: string[] = [];
  let again = false;
  for (const status of pod.status?.containerStatuses ?? []) {
    if (!status.state?.running) continue;
    const before = previous.status?.containerStatuses?.find(({ name }) => name === status.name);
    if (before?.state?.running && before.restartCount === status.restartCount) continue;
    containers.push(status.name);
    again ||= status.restartCount > 0;
  }
  return { containers, again };
}

function nodeFact({ type, object: node, previous, atMs }: Change<'Node'>, mirror: ClusterMirror): WriteFact | null {
  if (type === 'DELETED') return { what: 'node-gone' };
  if (!previous) return { what: 'node-joined' };
  const ready = readyStatusOf(node);
  if (ready !== readyStatusOf(previous)) {
    if (ready === 'True') return { what: 'node-ready' };
    if (ready === 'Unknown') return { what: 'node-lost', silentMs: atMs - lastHeartbeatOf(node, mirror.get('Lease', `${LEASE_NAMESPACE}/${node.metadata.name ?? ''}`)) };
    return { what: 'node-unready', message: oneLine(node.status?.conditions?.find((condition) => condition.type === 'Ready')?.message ?? '') };
  }
  const cordoned = node.spec?.unschedulable === true;
  if (cordoned !== (previous.spec?.unschedulable === true)) return { what: cordoned ? 'node-cordoned' : 'node-uncordoned' };
  if (node.spec?.taints === previous.spec?.taints) return null;
  const before = taintsOf(previous);
  const after = taintsOf(node);
  const added = after.filter((taint) => !before.includes(taint));
  const removed = before.filter((taint) => !after.includes(taint));
  return added.length > 0 || removed.length > 0 ? { what: 'node-taints', added, removed } : null;
}

function taintsOf(node: Node): string[] {
  return (node.spec?.taints ?? []).map(taintText);
}

/** Whether a pod counts for its owner, and which owner that is. */
export function activeOwnerOf(pod: Pod): string | undefined {
  return isPodActive(pod) ? controllerOf(pod)?.uid : undefined;
}
