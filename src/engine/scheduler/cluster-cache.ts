import type { Client } from '../api/api-server.ts';
import { isSame } from '../api/equality.ts';
import type { KindMap } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { nodeEventsOf, podEventsOf, type NodeEvent, type PodEvent } from './cluster-events.ts';
import { isGated } from './plugins/scheduling-gates.ts';
import type { PluginHandle } from './plugin.ts';

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
}

/** The scheduler's view of the cluster: which pods wait, and through the plugins' handle the nodes with what runs on them. */
export interface ClusterCache {
  /** pods to be scheduled, by uid. */
  readonly waiting: ReadonlyMap<string, Pod>;
  observe(change: Change): void;
  /** Reads everything anew; tells nobody. Returns the uids of all pods. */
  build(client: Client): ReadonlySet<string>;
  clear(): void;
}

const SCHEDULER_NAME = 'default-scheduler';

export function createClusterCache({ snapshot, tallies, selectors }: Omit<PluginHandle, 'refusals'>, listener: CacheListener): ClusterCache {
  const waiting = new Map<string, Pod>();

  function assign(pod: Pod): void {
    tallies.podAdded(snapshot.addPod(pod), pod);
  }
  function unassign(pod: Pod): void {
    const info = snapshot.removePod(pod);
    if (info) tallies.podRemoved(info, pod);
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
    observeWaiting(previous, after);
    observeAssigned(previous, after);
    if (!after) listener.podDeleted(object.metadata.uid ?? '');
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
  function clear(): void {
    waiting.clear();
    tallies.clear();
    selectors.clear();
    snapshot.clear();
  }

  return {
    waiting,
    observe(change) {
      const removed = change.type === 'DELETED';
      if (change.kind === 'Pod') observePod(change as Change<'Pod'>);
      else if (change.kind === 'Node') observeNode(change as Change<'Node'>);
      else if (change.kind === 'Service') selectors[removed ? 'removeService' : 'setService'](change.object as KindMap['Service']);
      else if (change.kind === 'ReplicaSet') selectors[removed ? 'removeReplicaSet' : 'setReplicaSet'](change.object as KindMap['ReplicaSet']);
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

function isWaiting(pod: Pod): boolean {
  const { spec, metadata, status } = pod;
  if (spec.nodeName || metadata.deletionTimestamp || isGated(pod)) return false;
  if (spec.schedulerName && spec.schedulerName !== SCHEDULER_NAME) return false;
  return status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

function isTalliedAlike(before: Pod, after: Pod): boolean {
  return Boolean(before.metadata.deletionTimestamp) === Boolean(after.metadata.deletionTimestamp) && isSame(before.metadata.labels, after.metadata.labels);
}
