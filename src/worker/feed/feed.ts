import { kindNameOf } from '../../engine/api/kind-name.ts';
import type { KindMap, KindName, KubeObject } from '../../engine/api/object.ts';
import { SEEDER } from '../../engine/api/store.ts';
import { objectKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { Change } from '../../engine/api/store.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Simulation } from '../../engine/simulation.ts';
import type { EventView, Frame, NodeView, PodView, WorkloadView } from '../protocol.ts';
import { createClusterMirror, keyOf, type ClusterMirror } from './cluster-mirror.ts';
import type { CloseLook } from './close-look.ts';
import { createControlPlaneFeed } from './control-plane-view.ts';
import { createDeedFeed } from './deeds.ts';
import { createDetailFeed } from './detail.ts';
import { eventTimeOf, eventView } from './event-view.ts';
import { createImagePulls } from './image-pulls.ts';
import { createMessages } from './messages.ts';
import { createNodeLoads, LEASE_NAMESPACE, nodeView, readyStatusOf } from './node-view.ts';
import { podView } from './pod-view.ts';
import { captionOf, isPreempted } from './pod-marks.ts';
import { createTableFeed } from './table.ts';
import { createViewSet } from './view-set.ts';
import { createWorkloads } from './workload-view.ts';
import { createWriteHistory } from './write-history.ts';

/* A page has to take a frame in before the next is due: what is more than this comes with the next ones. */
const PODS_A_FRAME = 64;
const EVENTS_A_FRAME = 48;

export type FeedFrame = Omit<Frame, 'type' | 'reset' | 'clock' | 'canUndoReset'>;

/** What the page is told of one cluster. Everything is built when it is taken, and costs what changed since the last time. */
export interface Feed {
  /**
   * What changed since the last take, `{}` when nothing did; with `everything` the whole state, after which changes continue. When very much changed
   * at once, pods and events come a portion at a time.
   */
  take(everything: boolean): FeedFrame;
  /** whether the last take left something for the next. */
  readonly isBehind: boolean;
  /** The object whose details go with the frames from now on. */
  select(reference: ObjectReference | null): void;
  /** The kind whose table goes with the frames from now on. */
  showTable(kind: string | null): void;
  /** The live object, also while the API server is stopped; `null` when there is none. */
  readObject(reference: ObjectReference): JsonObject | null;
  close(): void;
}

export function createFeed(simulation: Simulation, closeLook: () => CloseLook | undefined): Feed {
  // Reads by a client would be refused while the API server is stopped.
  const { kernel } = simulation.checkpoint();
  const mirror = createClusterMirror(simulation.objects());
  const history = createWriteHistory(mirror, kernel.causes.causes);
  const loads = createNodeLoads();
  const workloads = createWorkloads(mirror);
  const pulls = createImagePulls();
  /** when pods were bound, as far as it was seen: finer than what the API tells. */
  const boundMs = new Map<string, number>();
  const eventMs = new Map<string, number>();
  const messages = createMessages({ isConnected: (node) => simulation.machines.isConnected(node), operatorsOf: (kind) => operatorNodes(simulation, mirror, kind) });
  const table = createTableFeed(mirror, closeLook, simulation.kinds);
  const detail = createDetailFeed({ simulation, mirror, history }, closeLook);
  const controlPlane = createControlPlaneFeed(simulation);
  const deeds = createDeedFeed(simulation);
  let actionsSeen = simulation.actions.length;

  const workloadViews = createViewSet<WorkloadView>(workloads.view);
  const nodeViews = createViewSet<NodeView>((name) => {
    const node = mirror.get('Node', name);
    return node ? nodeView(node, mirror.get('Lease', `${LEASE_NAMESPACE}/${name}`), simulation.machines.get(name), loads.of(name)) : null;
  });
  const podViews = createViewSet<PodView>(buildPod, {
    taken(before, after) {
      for (const key of workloads.replace(before, after)) workloadViews.mark(key);
    },
  });
  const eventViews = createViewSet<EventView>((key) => {
    const event = mirror.get('Event', key);
    return event ? eventView(event, eventMs.get(key) ?? eventTimeOf(event)) : null;
  }, { newestLast: true });

  function buildPod(key: string): PodView | null {
    const pod = mirror.get('Pod', key);
    if (!pod) return null;
    const { uid = '' } = pod.metadata;
    const workload = workloads.of(pod);
    const bound = boundMs.get(uid);
    const pulled = pulls.lastEndMs(uid);
    const lastStepMs = bound === undefined || pulled === undefined ? (pulled ?? bound) : Math.max(bound, pulled);
    return podView(pod, {
      workload: workload.key, caption: captionOf(pod, workload.name), nodeLost: isLost(pod.spec.nodeName), pull: pulls.of(uid), lastStepMs,
      preemptor: isPreempted(pod) ? preemptorOf(uid) : undefined,
    });
  }
  /** The scheduler names it in an Event, by its uid. */
  function preemptorOf(uid: string): string | undefined {
    for (const { reason, message = '' } of mirror.eventsOf(uid)) {
      const by = reason === 'Preempted' ? /^Preempted by pod (\S+) /.exec(message)?.[1] : undefined;
      if (by !== undefined) return mirror.withUid(by)?.metadata.name;
    }
    return undefined;
  }
  function isLost(node: string | undefined): boolean {
    if (node === undefined) return false;
    const found = mirror.get('Node', node);
    return !found || readyStatusOf(found) === 'Unknown';
  }

  /** What kinds mean for each other's views. `change` is absent for what was there before anybody listened. */
  function markAll(object: KubeObject, previous: KubeObject | undefined, change: Change | undefined): void {
    const isGone = change?.type === 'DELETED';
    switch (object.kind) {
      case 'Pod':
        return markPod(object as KindMap['Pod'], previous as KindMap['Pod'] | undefined, isGone, change?.atMs);
      case 'Node': {
        const name = object.metadata.name ?? '';
        nodeViews.mark(name);
        if (!previous || isGone || readyStatusOf(previous as KindMap['Node']) !== readyStatusOf(object as KindMap['Node'])) {
          for (const key of mirror.podsOn(name)) podViews.mark(key);
        }
        return;
      }
      case 'Lease':
        if (object.metadata.namespace === LEASE_NAMESPACE) nodeViews.mark(object.metadata.name ?? '');
        return;
      case 'Event':
        return markEvent(object as KindMap['Event'], isGone, change?.atMs);
      default:
        if (isWorkload(object)) markOwner(object, previous, isGone);
    }
  }
  function markPod(pod: KindMap['Pod'], previous: KindMap['Pod'] | undefined, isGone: boolean, atMs: number | undefined): void {
    const { uid = '' } = pod.metadata;
    podViews.mark(keyOf(pod));
    for (const node of loads.replace(previous, isGone ? undefined : pod)) nodeViews.mark(node);
    if (isGone) {
      workloads.forget(uid);
      pulls.forget(uid);
      boundMs.delete(uid);
      return;
    }
    if (previous && previous.metadata.ownerReferences !== pod.metadata.ownerReferences) workloads.forget(uid);
    if (!previous) workloads.of(pod);
    if (atMs !== undefined && pod.spec.nodeName !== undefined && previous?.spec.nodeName === undefined) boundMs.set(uid, atMs);
  }
  function markEvent(event: KindMap['Event'], isGone: boolean, atMs: number | undefined): void {
    const key = keyOf(event);
    eventViews.mark(key);
    if (isGone) {
      eventMs.delete(key);
      return;
    }
    if (atMs !== undefined) eventMs.set(key, atMs);
    if (event.reason === 'Preempted') podViews.mark(objectKey(event.involvedObject.namespace, event.involvedObject.name ?? ''));
    const uid = pulls.observe(event, atMs ?? eventTimeOf(event));
    const pod = uid === undefined ? undefined : mirror.withUid(uid);
    if (pod) podViews.mark(keyOf(pod));
    else if (uid !== undefined) pulls.forget(uid);
  }
  function markOwner(object: KubeObject, previous: KubeObject | undefined, isGone: boolean): void {
    const { uid = '', ownerReferences } = object.metadata;
    if (previous && previous.metadata.ownerReferences !== ownerReferences) {
      workloads.forget(uid);
      for (const dependent of mirror.dependentsOf(uid)) {
        workloads.forget(dependent.metadata.uid ?? '');
        if (dependent.kind === 'Pod') podViews.mark(keyOf(dependent));
      }
    }
    if (!ownerReferences?.length) workloadViews.mark(workloads.of(object).key);
    if (isGone) workloads.forget(uid);
  }

  // Hues are given out in order of appearance, to those that are gone as well: a restored cluster looks as it did.
  for (const { verb, actor, reference } of kernel.causes.causes) {
    if (verb !== 'create' || reference === null) continue;
    const isTop = reference.kind === 'Deployment' || (actor === 'you' && (reference.kind === 'Pod' || isWorkloadKind(reference.kind)));
    if (isTop) workloads.remember(reference);
  }
  for (const kind of ['Node', ...WORKLOAD_KINDS, 'Pod', 'Lease'] as const) for (const object of byAge(mirror.all(kind))) markAll(object, undefined, undefined);
  for (const { custom, kind } of simulation.kinds.values()) if (custom) for (const object of mirror.all(kind)) markAll(object, undefined, undefined);
  for (const event of byAge(mirror.all('Event'))) markAll(event, undefined, undefined);

  const stop = simulation.watch('all', (change) => {
    if (change.actor === SEEDER) {
      mirror.observe(change);
      table.mark(change.kind, keyOf(change.object));
      return;
    }
    const fact = history.observe(change);
    mirror.observe(change);
    messages.observe(change, fact);
    markAll(change.object, change.previous, change);
    table.mark(change.kind, keyOf(change.object));
    detail.observe(change);
  });

  /** Power and network of machines change by deeds alone, and without any write. */
  function markMachines(): void {
    if (simulation.actions.length === actionsSeen) return;
    actionsSeen = simulation.actions.length;
    for (const { name, powered, partitioned } of simulation.machines.list()) {
      const view = nodeViews.get(name);
      if (view && (view.powered !== powered || view.partitioned !== partitioned)) nodeViews.mark(name);
    }
  }

  let kindsTold = -1;
  function takeCustomKinds(everything: boolean): FeedFrame['customKinds'] {
    if (!everything && simulation.kinds.size === kindsTold) return undefined;
    kindsTold = simulation.kinds.size;
    return [...simulation.kinds.values()].filter(({ custom }) => custom).map(({ kind, plural, group }) => ({ kind, resource: `${plural}.${group}` }));
  }

  return {
    take(everything) {
      markMachines();
      const frame: { -readonly [Part in keyof FeedFrame]: FeedFrame[Part] } = messages.take();
      // Pods first: workloads count them.
      keep(frame, 'pods', podViews.take(everything, PODS_A_FRAME));
      keep(frame, 'workloads', workloadViews.take(everything));
      keep(frame, 'events', eventViews.take(everything, EVENTS_A_FRAME));
      keep(frame, 'table', table.take(everything, simulation.now()));
      keep(frame, 'detail', detail.take(everything));
      keep(frame, 'deeds', deeds.take(everything));
      keep(frame, 'customKinds', takeCustomKinds(everything));
      const isQuiet = Object.keys(frame).length === 0;
      keep(frame, 'nodes', nodeViews.take(everything));
      keep(frame, 'controlPlane', controlPlane.take(everything, isQuiet));
      if (!everything) return frame;
      // Messages are of the moment: who sees the whole cluster for the first time has missed them.
      const { messages: _missed, messagesLeftOut: _leftOut, ...whole } = frame;
      return whole;
    },
    get isBehind() {
      return podViews.isBehind || eventViews.isBehind || table.isBehind;
    },
    select: detail.select,
    showTable: table.show,
    readObject: (reference) => (mirror.find(reference) as JsonObject | undefined) ?? null,
    close: stop,
  };
}

function keep<Part extends keyof FeedFrame>(frame: { -readonly [Key in keyof FeedFrame]: FeedFrame[Key] }, part: Part, value: FeedFrame[Part]): void {
  if (value !== undefined) frame[part] = value;
}

/** Nodes with a pod that looks after a custom kind. */
function operatorNodes({ operators }: Pick<Simulation, 'operators'>, mirror: ClusterMirror, kind: string): readonly string[] {
  return operators.flatMap(({ namespace, pod, declaration }) => {
    if (!declaration || kindNameOf(declaration.for) !== kind) return [];
    return mirror.get('Pod', `${namespace}/${pod}`)?.spec.nodeName ?? [];
  });
}

/** In order of appearance. */
function byAge<K extends KindName>(objects: Iterable<KindMap[K]>): KindMap[K][] {
  return [...objects].sort((a, b) => compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || versionOf(a) - versionOf(b));
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function versionOf({ metadata }: KubeObject): number {
  return Number(metadata.resourceVersion ?? 0);
}

/** Kinds that make pods, or what makes pods. */
const WORKLOAD_KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ReplicationController', 'CronJob', 'Job'] as const;

function isWorkloadKind(kind: string): boolean {
  return (WORKLOAD_KINDS as readonly string[]).includes(kind) || kind.includes('.');
}

/** Custom objects may be some, too: their pods will tell. */
function isWorkload(object: KubeObject): boolean {
  return isWorkloadKind(kindNameOf(object));
}
