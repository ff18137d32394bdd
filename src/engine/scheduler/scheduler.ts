import { StatusError, UnreachableError } from '../api/errors.ts';
import type { KindMap } from '../api/object.ts';
import type { Component, Surroundings } from '../component.ts';
import { createAlarm, type AlarmState } from './alarm.ts';
import { createClusterCache } from './cluster-cache.ts';
import type { ClusterEvent, NodeEvent, PodEvent } from './cluster-events.ts';
import { createSchedulingCycle } from './cycle.ts';
import { createDecisionLog, type CycleRecord, type DecisionLogState } from './decision-log.ts';
import type { Decision } from './decision.ts';
import { createDefaultSelectors } from './default-selector.ts';
import { asNote, failureMessage, NO_NODES } from './message.ts';
import { createNodeSnapshot } from './node-snapshot.ts';
import { demandOf } from './pod-demand.ts';
import { createPodTallies } from './pod-tallies.ts';
import type { Plugin } from './plugin.ts';
import { bindByDefault, bindingFailure } from './plugins/default-binder.ts';
import { createPlugins } from './plugins/registry.ts';
import { createSchedulingQueue, type QueuedPod, type QueueState } from './queue.ts';
import { createRefusals } from './refusals.ts';
import { withNotScheduled } from './scheduled-condition.ts';

type Pod = KindMap['Pod'];

/** kube-scheduler with its one default profile. */
export interface Scheduler extends Component {
  /** What the last cycle found for a pod, while it is remembered. */
  decisionFor(podUid: string): Decision | undefined;
  /** pods to be tried now or when their back-off ends; those that no node would do for are not counted. */
  readonly queueLength: number;
}

interface SchedulerState {
  readonly running: boolean;
  readonly startedAtMs: number;
  readonly busyUntilMs: number;
  readonly nextStart: number;
  readonly alarms: readonly [cycle: AlarmState, backOff: AlarmState, flush: AlarmState];
  readonly queue: QueueState;
  readonly decisions: DecisionLogState;
}

const NAME = 'kube-scheduler';
/** How often upstream looks for pods that were left in the unschedulable set. */
const FLUSH_PERIOD_MS = 30_000;
const NOTHING_SEEN: CycleRecord = { names: [], start: 0, looked: 0, codes: 0, columns: [] };

/**
 * Puts pods on nodes (pkg/scheduler): one at a time, each cycle filtering and scoring nodes and binding at once, so that the next
 * cycle sees it. A pod no node would do for waits until a change may help it, or five minutes.
 */
export function createScheduler(surroundings: Surroundings): Scheduler {
  const { kernel } = surroundings;
  const { timings } = kernel;
  const client = surroundings.clientFor(NAME);
  const recorder = surroundings.recorderFor('default-scheduler');
  const snapshot = createNodeSnapshot();
  const handle = { snapshot, refusals: createRefusals(), tallies: createPodTallies(snapshot), selectors: createDefaultSelectors() };
  const plugins = createPlugins(handle);
  const queue = createSchedulingQueue({ initialMs: timings.schedulerBackOffInitialMs, maxMs: timings.schedulerBackOffMaxMs });
  const cycle = createSchedulingCycle(plugins, handle, kernel.random);
  const decisions = createDecisionLog(plugins, handle.refusals);
  const pluginsByEvent = new Map<ClusterEvent, Plugin[]>();
  for (const plugin of plugins) {
    for (const event of Object.keys(plugin.retryOn) as ClusterEvent[]) pluginsByEvent.set(event, [...(pluginsByEvent.get(event) ?? []), plugin]);
  }

  let running = false;
  let cycling = false;
  /** false after a start or a restore without the API, until it can be read. */
  let synchronized = false;
  /** the cause of the change being observed. */
  let cause = 0;
  let startedAtMs = 0;
  let busyUntilMs = 0;

  const cycleAlarm = createAlarm(kernel, 'scheduler.cycle', runCycle);
  const backOffAlarm = createAlarm(kernel, 'scheduler.back-off', () => {
    queue.endBackOffs(kernel.now(), isRetryIdle());
    wake();
  }, 'scheduler back-off');
  const flushAlarm = createAlarm(kernel, 'scheduler.flush', () => {
    queue.flush(kernel.now() - timings.schedulerUnschedulableFlushMs, kernel.now());
    wake();
  });

  const cache = createClusterCache(handle, {
    podWaits: (pod) => enqueue(pod),
    podWaitsNoMore: (uid) => queue.remove(uid),
    podDeleted: (uid) => decisions.forget(uid),
    nodeChanged(event, before, after) {
      release(event, (plugin, pod) => plugin.retryOn[event]?.(pod, before, after));
    },
    assignedPodChanged(event, before, after) {
      release(event, (plugin, pod) => plugin.retryOn[event]?.(pod, before, after));
    },
    waitingPodChanged(event, before, after) {
      const interested = pluginsByEvent.get(event) ?? [];
      const mayHelp = (name: string): boolean => interested.find((plugin) => plugin.name === name)?.retryOn[event]?.(after, before, after) ?? false;
      queue.releaseOne(after.metadata.uid ?? '', mayHelp, { nowMs: kernel.now(), cause });
    },
  });

  function enqueue(pod: Pod): void {
    const { uid = '', namespace = '', name = '' } = pod.metadata;
    queue.add({ uid, namespace, name, priority: pod.spec.priority ?? 0 }, { nowMs: kernel.now(), cause });
  }
  function release(event: NodeEvent | PodEvent, mayHelp: (plugin: Plugin, pod: Pod) => boolean | undefined): void {
    for (const plugin of pluginsByEvent.get(event) ?? []) {
      queue.releaseRefusedBy(plugin.name, (uid) => {
        const pod = cache.waiting.get(uid);
        return pod !== undefined && (mayHelp(plugin, pod) ?? false);
      }, { nowMs: kernel.now(), cause });
    }
  }

  /** Retrying is mere polling while no node is there or the API cannot be reached. */
  function isRetryIdle(): boolean {
    return snapshot.nodes.length === 0 || !client.reachable();
  }
  /** Sets the alarms for what the queue holds now. */
  function wake(): void {
    if (!running || cycling) return;
    if (queue.active === 0) cycleAlarm.clear();
    else cycleAlarm.set(cycleAlarm.atMs ?? Math.max(busyUntilMs, kernel.now() + timings.schedulerReactionMs), !queue.hasEager);
    const backOff = queue.nextBackOff();
    if (backOff) backOffAlarm.set(backOff.dueAtMs, isRetryIdle(), backOff.subject);
    else backOffAlarm.clear();
    const sinceMs = queue.unschedulableSinceMs();
    if (sinceMs !== undefined && flushAlarm.atMs === undefined) flushAlarm.set(nextFlushMs(sinceMs), true);
  }
  /** The first look more than five minutes after the pod failed. */
  function nextFlushMs(sinceMs: number): number {
    const looks = Math.floor((sinceMs + timings.schedulerUnschedulableFlushMs - startedAtMs) / FLUSH_PERIOD_MS) + 1;
    return startedAtMs + looks * FLUSH_PERIOD_MS;
  }

  function runCycle(): void {
    if (!running) return;
    const next = queue.pop();
    if (next) {
      cycling = true;
      try {
        kernel.because(next.cause, () => attempt(next));
      } finally {
        cycling = false;
      }
    }
    busyUntilMs = kernel.now() + timings.schedulingCycleMs;
    if (queue.active > 0) cycleAlarm.set(busyUntilMs, !queue.hasEager);
    wake();
  }

  function attempt({ uid }: QueuedPod): void {
    const pod = cache.waiting.get(uid);
    if (!client.reachable()) queue.fail(uid, kernel.now(), []);
    else if (!pod) queue.remove(uid);
    else if (snapshot.nodes.length === 0) refuse(pod, NO_NODES, [], NOTHING_SEEN);
    else schedule(pod);
  }
  function schedule(pod: Pod): void {
    const result = cycle.run({ pod, demand: demandOf(pod.spec) });
    if (result.node === null) {
      refuse(pod, failureMessage(pod, result.failure, handle.refusals), result.refusedBy, result.record);
      return;
    }
    const { uid = '', namespace = '', name = '' } = pod.metadata;
    try {
      bindByDefault(client, pod, result.node);
    } catch (error) {
      if (!(error instanceof StatusError) && !(error instanceof UnreachableError)) throw error;
      queue.fail(uid, kernel.now(), []);
      report(pod, 'SchedulerError', bindingFailure(error));
      return;
    }
    const message = `Successfully assigned ${namespace}/${name} to ${result.node}`;
    decisions.add({ uid, atMs: kernel.now(), node: result.node, message, record: result.record });
    recorder.event(pod, 'Normal', 'Scheduled', message);
  }
  function refuse(pod: Pod, message: string, refusedBy: readonly string[], record: CycleRecord): void {
    const { uid = '' } = pod.metadata;
    queue.fail(uid, kernel.now(), refusedBy);
    decisions.add({ uid, atMs: kernel.now(), node: null, message, record });
    report(pod, 'Unschedulable', message);
  }
  function report(pod: Pod, reason: 'Unschedulable' | 'SchedulerError', message: string): void {
    recorder.event(pod, 'Warning', 'FailedScheduling', asNote(message));
    const next = withNotScheduled(pod, reason, message, kernel.now());
    if (!next) return;
    try {
      client.updateStatus(next, { note: `PodScheduled=False: ${reason}` });
    } catch (error) {
      // The pod is retried anyway, and says so then.
      if (!(error instanceof StatusError) && !(error instanceof UnreachableError)) throw error;
    }
  }

  function rebuild(): ReadonlySet<string> | undefined {
    synchronized = client.reachable();
    return synchronized ? cache.build(client) : undefined;
  }
  /** Reads the cluster anew and brings the queue in line with it. */
  function synchronize(): void {
    const uids = rebuild();
    if (!uids) return;
    decisions.keepOnly((uid) => uids.has(uid));
    for (const uid of queue.uids()) if (!cache.waiting.has(uid)) queue.remove(uid);
    cause = kernel.currentCause();
    for (const pod of [...cache.waiting.values()].sort(byAge)) enqueue(pod);
    wake();
  }

  return {
    name: NAME,
    watches: ['Pod', 'Node', 'Service', 'ReplicaSet'],
    start() {
      if (running) return;
      running = true;
      synchronized = false;
      startedAtMs = kernel.now();
      busyUntilMs = 0;
      synchronize();
    },
    stop() {
      running = false;
      for (const alarm of [cycleAlarm, backOffAlarm, flushAlarm]) alarm.clear();
      queue.clear();
      cache.clear();
    },
    get running() {
      return running;
    },
    observe(change) {
      if (!running) return;
      // Writes may come before the relist; the queue has its pods already.
      if (!synchronized) rebuild();
      cause = change.cause;
      cache.observe(change);
      wake();
    },
    relist() {
      if (running) synchronize();
    },
    decisionFor: decisions.get,
    get queueLength() {
      return queue.active + queue.backingOff;
    },
    save: () => ({
      running, startedAtMs, busyUntilMs, nextStart: cycle.nextStart, alarms: [cycleAlarm.save(), backOffAlarm.save(), flushAlarm.save()],
      queue: { ...queue.save() }, decisions: { ...decisions.save() },
    }),
    load(saved) {
      const state = saved as unknown as SchedulerState;
      running = state.running;
      startedAtMs = state.startedAtMs;
      busyUntilMs = state.busyUntilMs;
      cycle.nextStart = state.nextStart;
      [cycleAlarm, backOffAlarm, flushAlarm].forEach((alarm, index) => {
        const own = state.alarms[index];
        if (own) alarm.load(own);
      });
      queue.load(state.queue);
      decisions.load(state.decisions);
      // What cannot be read now is read when the API is back; until then no cycle looks at a node.
      if (running) rebuild();
    },
  };
}

/** Oldest first, then by name: the order in which an informer's first list fills the queue. */
function byAge(a: Pod, b: Pod): number {
  return compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '')
    || compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') || compare(a.metadata.name ?? '', b.metadata.name ?? '');
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
