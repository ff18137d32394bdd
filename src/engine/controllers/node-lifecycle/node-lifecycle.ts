import type { KindMap } from '../../api/object.ts';
import { splitKey } from '../../api/reference.ts';
import type { Change } from '../../api/store.ts';
import type { Wait } from '../../event-queue.ts';
import type { Json } from '../../json.ts';
import { parseTime } from '../../time-format.ts';
import type { Controller, ControllerContext, ControllerDefinition } from '../controller.ts';
import { createHeartbeats, type SavedBeat } from './heartbeats.ts';
import { createKnownNodes } from './known-nodes.ts';
import { formerLabels, readyCondition } from './node-health.ts';
import { createNodeWrites } from './node-writes.ts';
import { createTaintingQueue } from './tainting-queue.ts';
import { hasTaint, NOT_READY, schedulingDifference, UNREACHABLE } from './taints.ts';
import { reviewZones, type ZoneState } from './zones.ts';

type Node = KindMap['Node'];

const MONITOR = 'monitor';
const TAINT = 'taint';
const NODE = 'node/';
const POD = 'pod/';
/** A heartbeat is late when it is this much later than the kubelet's own spread of renewals allows. */
const RENEWAL_SPREAD = 1.04;
const LATE_MS = 500;

interface Saved {
  readonly nextTickMs: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly pending: readonly (readonly [string, number])[];
  readonly causes: readonly (readonly [string, number])[];
  readonly beats: readonly SavedBeat[];
  readonly unreported: readonly SavedBeat[];
  readonly zones: readonly (readonly [string, ZoneState])[];
  readonly queue: Json;
}

/**
 * Notices nodes that have fallen silent, and taints nodes for what is wrong with them (pkg/controller/nodelifecycle).
 *
 * Heartbeats are noted as they come, and every node-monitor-period the longest silent are looked at. As upstream does, it counts a
 * heartbeat from the look that follows it, and acts on a node's Ready condition with the look after the one that changed it.
 */
export const nodeLifecycleController: ControllerDefinition = {
  name: 'node-lifecycle-controller',
  eventSource: 'node-controller',
  watches: ['Node', 'Lease', 'Pod'],
  create: createNodeLifecycle,
};

function createNodeLifecycle(context: ControllerContext): Controller {
  const { client, timings, now } = context;
  const { nodeMonitorPeriodMs: periodMs, nodeMonitorGracePeriodMs: graceMs, nodeStartupGracePeriodMs: startupGraceMs } = timings;
  const nodes = createKnownNodes();
  const beats = createHeartbeats();
  /** nodes whose kubelet has never posted a status. */
  const unreported = createHeartbeats();
  const queue = createTaintingQueue(timings.evictionPeriodMs);
  const writes = createNodeWrites(client, context.recorder, now);
  const zones = new Map<string, ZoneState>();
  /** nodes to be greeted, and to be told of as gone, with the next look. */
  const added = new Set<string>();
  const removed = new Set<string>();
  /** nodes whose NoExecute taints do not fit their Ready condition, with the cause of that. */
  const pending = new Map<string, number>();
  /** what made each node not ready. */
  const causes = new Map<string, number>();
  let nextTickMs = 0;

  function index(): void {
    nodes.clear();
    for (const node of client.select('Node')) nodes.put(node);
  }
  if (client.reachable()) index();

  /**
   * A controller manager that cannot reach the API gives up its lease after seconds and starts anew: so nothing is remembered from
   * before an outage, and no node is blamed for it.
   */
  function startAnew(): void {
    for (const memory of [beats, unreported, queue, zones, added, removed, pending, causes]) memory.clear();
    for (const key of [MONITOR, TAINT]) context.cancelDelayed(key);
    nextTickMs = now() + timings.controllerReactionMs;
    context.enqueue(MONITOR);
    if (!client.reachable()) return;
    index();
    for (const node of client.list('Node').sort(byCreation)) {
      const name = node.metadata.name ?? '';
      added.add(name);
      if (readyCondition(node)?.status !== 'True') for (const pod of client.list('Pod', { nodeName: name })) context.enqueue(podKey(pod));
      if (schedulingDifference(node) || formerLabels(node)) context.enqueue(NODE + name);
    }
  }

  function heard(name: string): void {
    // Whoever has been heard of before is known, and neither new nor given up.
    if (beats.beatAgain(name, now(), nextTickMs)) return;
    const known = nodes.get(name);
    if (!known || added.has(name) || known.ready === 'Unknown') return;
    (known.ready === undefined ? unreported : beats).beat(name, now(), nextTickMs);
  }

  function misfits(node: Node, ready: string | undefined): boolean {
    const name = node.metadata.name ?? '';
    if (ready === 'True') return queue.has(name) || hasTaint(node, NOT_READY) || hasTaint(node, UNREACHABLE);
    return ready !== undefined && !queue.has(name) && !hasTaint(node, ready === 'Unknown' ? UNREACHABLE : NOT_READY);
  }

  function observeNode({ type, object, previous }: Change<'Node'>): void {
    const name = object.metadata.name ?? '';
    if (type === 'DELETED') {
      nodes.drop(name);
      for (const memory of [beats, unreported]) memory.forget(name);
      queue.remove(name);
      pending.delete(name);
      causes.delete(name);
      if (!added.delete(name)) removed.add(name);
      return;
    }
    const before = nodes.get(name);
    const { ready, zone } = nodes.put(object);
    if (!before && !removed.delete(name)) added.add(name);
    if (before && before.zone !== zone) queue.remove(name);
    const hasChanged = before?.ready !== ready;
    if (hasChanged) {
      for (const memory of [beats, unreported]) memory.forget(name);
      if (ready === 'True') causes.delete(name);
      else causes.set(name, context.currentCause());
    }
    if (hasChanged || readyCondition(object)?.lastHeartbeatTime !== (previous && readyCondition(previous)?.lastHeartbeatTime)) heard(name);
    if (!misfits(object, ready)) pending.delete(name);
    else if (hasChanged || !pending.has(name)) pending.set(name, context.currentCause());
    if (schedulingDifference(object) || formerLabels(object)) context.enqueue(NODE + name);
  }

  function observePod({ type, object, previous }: Change<'Pod'>): void {
    const { nodeName } = object.spec;
    if (type === 'DELETED' || nodeName === undefined || previous?.spec.nodeName === nodeName) return;
    const ready = nodes.get(nodeName)?.ready;
    if (ready === 'False' || ready === 'Unknown') context.enqueue(podKey(object));
  }

  function monitor(): void {
    const nowMs = now();
    nextTickMs = nowMs + periodMs;
    context.because(0, () => context.enqueueAfter(MONITOR, periodMs, undefined, true));
    if (!client.reachable()) return;
    greet(nowMs);
    for (const name of removed) writes.tell(name, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`);
    removed.clear();
    const looks = [...pending];
    pending.clear();
    for (const [name, cause] of looks) context.because(cause, () => fitEviction(name, cause));
    blameTheSilent(nowMs);
    reviewAllZones(nowMs);
    scheduleTainting();
  }

  function greet(nowMs: number): void {
    const names = [...added];
    added.clear();
    for (const name of names) {
      writes.tell(name, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`);
      writes.untaintForEviction(name, 'registered anew');
      const known = nodes.get(name);
      if (!known || known.ready === 'Unknown') continue;
      if (known.ready !== undefined || client.get('Lease', 'kube-node-lease', name)) (known.ready === undefined ? unreported : beats).beat(name, nowMs, nowMs);
      else unreported.beat(name, nowMs, parseTime(client.get('Node', '', name)?.metadata.creationTimestamp ?? ''));
    }
  }

  /** Unfit nodes queue for their taint; one that is tainted for the opposite reason already is changed at once. */
  function fitEviction(name: string, cause: number): void {
    const known = nodes.get(name);
    const node = client.get('Node', '', name);
    if (!known || !node) return;
    if (known.ready === 'True') {
      queue.remove(name);
      writes.untaintForEviction(name, 'ready again');
    } else if (hasTaint(node, known.ready === 'Unknown' ? NOT_READY : UNREACHABLE)) writes.taintForEviction(name);
    else queue.add(known.zone, name, cause);
  }

  function blameTheSilent(nowMs: number): void {
    for (let silence = beats.oldest(); silence && nowMs - silence.countsFromMs >= graceMs; silence = beats.oldest()) {
      const { node } = silence;
      const wasReady = nodes.get(node)?.ready === 'True';
      beats.forget(node);
      writes.markUnknown(node, `${graceMs / 1000} s without a heartbeat`);
      if (wasReady) context.because(causes.get(node) ?? 0, () => {
        writes.tell(node, 'NodeNotReady', `Node ${node} status is now: NodeNotReady`);
        writes.markPodsNotReady(node);
      });
    }
    for (let silence = unreported.oldest(); silence && nowMs - silence.countsFromMs >= startupGraceMs; silence = unreported.oldest()) {
      unreported.forget(silence.node);
      writes.markUnknown(silence.node, `no heartbeat in the ${startupGraceMs / 1000} s since it was created`);
    }
  }

  function reviewAllZones(nowMs: number): void {
    const { states, limits, evictions } = reviewZones(zones, nodes.tallies, timings);
    zones.clear();
    for (const [zone, state] of states) zones.set(zone, state);
    if (evictions === 'stopped') stopEvictions();
    if (evictions === 'resumed') for (const memory of [beats, unreported]) memory.restart(nowMs);
    for (const limit of limits) queue.limit(limit.zone, limit.periodMs, nowMs);
  }

  /** No node answers: the fault is rather here than there. */
  function stopEvictions(): void {
    for (const name of nodes.names()) {
      queue.remove(name);
      writes.untaintForEviction(name, 'no node answers: evictions stop');
      const ready = nodes.get(name)?.ready;
      if (ready === 'False' || ready === 'Unknown') pending.set(name, causes.get(name) ?? 0);
    }
  }

  function scheduleTainting(): void {
    const next = queue.next();
    if (!next) return;
    if (next.atMs <= now()) context.enqueue(TAINT);
    else context.enqueueAfter(TAINT, next.atMs - now(), { label: 'node-eviction-rate', subject: nodeReference(next.node) });
  }

  function taintNext(): void {
    if (!client.reachable()) return;
    for (let taken = queue.take(now()); taken; taken = queue.take(now())) {
      const { node, cause } = taken;
      context.because(cause, () => writes.taintForEviction(node));
    }
    scheduleTainting();
  }

  function whenSeen(atMs: number): number {
    return nextTickMs + Math.max(0, Math.ceil((atMs - nextTickMs) / periodMs)) * periodMs;
  }

  function currentWait(): Wait | undefined {
    if (!client.reachable()) return undefined;
    const next = first(pending.keys()) ?? first(added) ?? first(removed);
    if (next !== undefined) return { label: 'node-monitor-period', subject: nodeReference(next), dueAtMs: nextTickMs };
    const silent = beats.oldest();
    const isLate = silent && now() - silent.seenMs > timings.leaseRenewIntervalMs * RENEWAL_SPREAD + LATE_MS;
    const wait = isLate ? { label: 'node-monitor-grace-period', subject: nodeReference(silent.node), dueAtMs: whenSeen(silent.countsFromMs + graceMs) } : undefined;
    const unheard = unreported.oldest();
    if (!unheard) return wait;
    const dueAtMs = whenSeen(unheard.countsFromMs + startupGraceMs);
    return wait && wait.dueAtMs <= dueAtMs ? wait : { label: 'node-startup-grace-period', subject: nodeReference(unheard.node), dueAtMs };
  }

  return {
    watches: {
      Node: observeNode,
      Lease({ type, object, previous, isRenewal }) {
        if (type === 'DELETED' || object.metadata.namespace !== 'kube-node-lease') return;
        if (isRenewal || previous?.spec?.renewTime !== object.spec?.renewTime) heard(object.metadata.name ?? '');
      },
      Pod: observePod,
    },
    resync: startAnew,
    reconcile(key) {
      if (key === MONITOR) monitor();
      else if (key === TAINT) taintNext();
      else if (key.startsWith(NODE)) writes.fitScheduling(key.slice(NODE.length));
      else {
        const { namespace, name } = splitKey(key.slice(POD.length));
        const pod = client.get('Pod', namespace, name);
        const ready = pod?.spec.nodeName === undefined ? undefined : nodes.get(pod.spec.nodeName)?.ready;
        if (pod && (ready === 'False' || ready === 'Unknown')) writes.markPodNotReady(pod);
      }
    },
    save: () => ({
      nextTickMs, added: [...added], removed: [...removed], pending: [...pending], causes: [...causes], beats: beats.save(), unreported: unreported.save(),
      // Sorted, because the tallies they come from are in another order after a restore.
      zones: [...zones].sort(([a], [b]) => (a < b ? -1 : 1)),
      queue: queue.save(),
    }),
    load(json) {
      const saved = json as unknown as Saved;
      nextTickMs = saved.nextTickMs;
      for (const name of saved.added) added.add(name);
      for (const name of saved.removed) removed.add(name);
      for (const [name, cause] of saved.pending) pending.set(name, cause);
      for (const [name, cause] of saved.causes) causes.set(name, cause);
      for (const [zone, state] of saved.zones) zones.set(zone, state);
      beats.load(saved.beats);
      unreported.load(saved.unreported);
      queue.load(saved.queue);
    },
    currentWait,
  };
}

function first<T>(values: Iterable<T>): T | undefined {
  for (const value of values) return value;
  return undefined;
}

function podKey({ metadata }: KindMap['Pod']): string {
  return `${POD}${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}

function nodeReference(name: string): NonNullable<Wait['subject']> {
  return { kind: 'Node', namespace: '', name };
}

function byCreation(a: Node, b: Node): number {
  return parseTime(a.metadata.creationTimestamp ?? '') - parseTime(b.metadata.creationTimestamp ?? '') || ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1);
}
