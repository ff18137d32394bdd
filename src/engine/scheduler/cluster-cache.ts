import type { Client } from '../api/api-server.ts';
import { isSame } from '../api/equality.ts';
import type { KindMap, KubeObject } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { nodeEventsOf, podEventsOf, type NodeEvent, type ObjectEvent, type PodEvent } from './cluster-events.ts';
import type { PluginHandle, PodTracking } from './plugin.ts';

type Pod = KindMap['Pod'];
type Node = KindMap['Node'];

/** What the cache makes of changes. */
export interface CacheListener {
  podWaits(pod: Pod): void;
  podWaitsNoMore(uid: string): void;
  podDeleted(uid: string): void;
  /** Something that other pods' scheduling may depend on. */
  nodeChanged(event: NodeEvent, before: Node | undefined, after: Node | undefined): void;
  assignedPodChanged(event: PodEvent, before: Pod | undefined, after: Pod | undefined): void;
  /** Something of a waiting pod itself. */
  waitingPodChanged(event: PodEvent, before: Pod, after: Pod): void;
  objectChanged(event: ObjectEvent, before: KubeObject | undefined, after: KubeObject | undefined): void;
}

/** What the cache asks and keeps up to date besides. */
export interface CacheSurroundings extends Pick<PluginHandle, 'snapshot' | 'tallies' | 'selectors' | 'nominations'> {
  /** whether the pod is one for this scheduler to place, now. */
  isOurs(pod: Pod): boolean;
  readonly tracking: readonly PodTracking[];
}

/** The scheduler's view of the cluster: which pods wait, and through the plugins' handle the nodes with what runs on them. */
export interface ClusterCache {
  /** pods to be scheduled, by uid. */
  readonly waiting: ReadonlyMap<string, Pod>;
  observe(change: Change): void;
  /** Counts a waiting pod as being on a node already, until it is, or {@link forgetAssumed}. */
  assume(pod: Pod, node: string): void;
  forgetAssumed(uid: string): void;
  /** the pod as it is in the API, while it is assumed. */
  assumed(uid: string): Pod | undefined;
  /** Reads everything anew; tells nobody. Returns the uids of all pods. */
  build(client: Client): ReadonlySet<string>;
  clear(): void;
}

export function createClusterCache({ snapshot, tallies, selectors, nominations, isOurs, tracking }: CacheSurroundings, listener: CacheListener): ClusterCache {
  const waiting = new Map<string, Pod>();
  /** pods that count as being on a node: as they would look there, and as they are. */
  const assumed = new Map<string, { readonly supposed: Pod; readonly pod: Pod }>();
  const trackers: readonly Omit<PodTracking, 'clear'>[] = [tallies, ...tracking];

  function assign(pod: Pod): void {
    const info = snapshot.addPod(pod);
    for (const tracker of trackers) tracker.podAdded(info, pod);
  }
  function unassign(pod: Pod): void {
    const info = snapshot.removePod(pod);
    if (info) for (const tracker of trackers) tracker.podRemoved(info, pod);
  }
  function isWaiting(pod: Pod): boolean {
    const { spec, metadata, status } = pod;
    if (spec.nodeName || metadata.deletionTimestamp || assumed.has(metadata.uid ?? '')) return false;
    return status?.phase !== 'Succeeded' && status?.phase !== 'Failed' && isOurs(pod);
  }
  function reassign(before: Pod, after: Pod): void {
    const kept = before.spec === after.spec && isTalliedAlike(before, after);
    if (kept) {
      snapshot.replacePod(after);
      return;
    }
    unassign(before);
    assign(after);
    for (const event of podEventsOf(before, after, true)) listener.assignedPodChanged(event, before, after);
  }
  /** An assumed pod is bound now, or leaves; else nothing about it matters yet. Returns whether it was assumed. */
  function observeAssumed(after: Pod | undefined, uid: string): boolean {
    const known = assumed.get(uid);
    if (!known) return false;
    const { supposed } = known;
    if (after && !after.spec.nodeName && !after.metadata.deletionTimestamp) {
      assumed.set(uid, { supposed, pod: after });
      return true;
    }
    assumed.delete(uid);
    unassign(supposed);
    if (after && isAssigned(after)) {
      assign(after);
      listener.assignedPodChanged('AssignedPodAdd', undefined, after);
    } else listener.assignedPodChanged('AssignedPodDelete', supposed, undefined);
    listener.podWaitsNoMore(uid);
    return true;
  }
  function observeAssigned(before: Pod | undefined, after: Pod | undefined): void {
    const was = before !== undefined && isAssigned(before) ? before : undefined;
    const is = after !== undefined && isAssigned(after) ? after : undefined;
    if (was && is) reassign(was, is);
    else if (is) {
      assign(is);
      listener.assignedPodChanged('AssignedPodAdd', undefined, is);
    } else if (was) {
      unassign(was);
      listener.assignedPodChanged('AssignedPodDelete', was, undefined);
    }
  }
  function observeWaiting(before: Pod | undefined, after: Pod | undefined): void {
    const was = before !== undefined && waiting.has(before.metadata.uid ?? '');
    if (after && isWaiting(after)) {
      waiting.set(after.metadata.uid ?? '', after);
      if (!was) listener.podWaits(after);
      else if (before) for (const event of podEventsOf(before, after, false)) listener.waitingPodChanged(event, before, after);
    } else if (was) {
      const uid = before.metadata.uid ?? '';
      waiting.delete(uid);
      listener.podWaitsNoMore(uid);
    }
  }
  function observePod({ type, object, previous }: Change<'Pod'>): void {
    const after = type === 'DELETED' ? undefined : object;
    const { uid = '' } = object.metadata;
    if (assumed.size === 0 || !observeAssumed(after, uid)) {
      // An assumed pod counts on its node already.
      if (after && !after.spec.nodeName) nominations.set(after);
      else if (nominations.size > 0) nominations.remove(uid);
      observeWaiting(previous, after);
      observeAssigned(previous, after);
    }
    if (previous && gaveUpItsNode(previous, after)) listener.assignedPodChanged('AssignedPodDelete', previous, undefined);
    if (!after) listener.podDeleted(uid);
  }
  function observeNode({ type, object, previous }: Change<'Node'>): void {
    if (type === 'DELETED') {
      snapshot.removeNode(object.metadata.name ?? '');
      listener.nodeChanged('NodeDelete', object, undefined);
      return;
    }
    snapshot.setNode(object);
    if (!previous) listener.nodeChanged('NodeAdd', undefined, object);
    else for (const event of nodeEventsOf(previous, object)) listener.nodeChanged(event, previous, object);
  }
  function observeOther({ type, kind, object, previous }: Change): void {
    const after = type === 'DELETED' ? undefined : object;
    const action = after ? (previous ? 'Update' : 'Add') : 'Delete';
    listener.objectChanged(`${kind}${action}` as ObjectEvent, previous, after);
  }
  function clear(): void {
    waiting.clear();
    assumed.clear();
    nominations.clear();
    tallies.clear();
    for (const tracker of tracking) tracker.clear();
    selectors.clear();
    snapshot.clear();
  }

  return {
    waiting,
    observe(change) {
      const removed = change.type === 'DELETED';
      if (change.kind === 'Pod') observePod(change as Change<'Pod'>);
      else if (change.kind === 'Node') observeNode(change as Change<'Node'>);
      else {
        if (change.kind === 'Service') selectors[removed ? 'removeService' : 'setService'](change.object as KindMap['Service']);
        else if (change.kind === 'ReplicaSet') selectors[removed ? 'removeReplicaSet' : 'setReplicaSet'](change.object as KindMap['ReplicaSet']);
        observeOther(change);
      }
    },
    assume(pod, node) {
      const { uid = '' } = pod.metadata;
      waiting.delete(uid);
      nominations.remove(uid);
      const supposed = { ...pod, spec: { ...pod.spec, nodeName: node } };
      assumed.set(uid, { supposed, pod });
      assign(supposed);
    },
    assumed: (uid) => assumed.get(uid)?.pod,
    forgetAssumed(uid) {
      const known = assumed.get(uid);
      if (!known) return;
      const { supposed, pod } = known;
      assumed.delete(uid);
      unassign(supposed);
      if (isWaiting(pod)) waiting.set(uid, pod);
      nominations.set(pod);
      listener.assignedPodChanged('AssignedPodDelete', supposed, undefined);
    },
    build(client) {
      clear();
      const uids = new Set<string>();
      for (const node of client.select('Node')) snapshot.setNode(node);
      for (const service of client.select('Service')) selectors.setService(service);
      for (const replicaSet of client.select('ReplicaSet')) selectors.setReplicaSet(replicaSet);
      for (const pod of client.select('Pod')) {
        const uid = pod.metadata.uid ?? '';
        uids.add(uid);
        if (!pod.spec.nodeName) nominations.set(pod);
        if (isWaiting(pod)) waiting.set(uid, pod);
        else if (isAssigned(pod)) assign(pod);
      }
      return uids;
    },
    clear,
  };
}

/** Finished pods hold nothing of their node. */
function isAssigned({ spec, status }: Pod): boolean {
  return Boolean(spec.nodeName) && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

/** Whether the pod waits for a node no more, and did not get it: for others that is as if it had left there (pkg/scheduler/eventhandlers.go). */
function gaveUpItsNode({ spec, status }: Pod, after: Pod | undefined): boolean {
  const node = status?.nominatedNodeName;
  return Boolean(node) && !spec.nodeName && !after?.spec.nodeName && after?.status?.nominatedNodeName !== node;
}

function isTalliedAlike(before: Pod, after: Pod): boolean {
  return Boolean(before.metadata.deletionTimestamp) === Boolean(after.metadata.deletionTimestamp) && isSame(before.metadata.labels, after.metadata.labels);
}
