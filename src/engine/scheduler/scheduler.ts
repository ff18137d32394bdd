import { StatusError, UnreachableError } from '../api/errors.ts';
import { isSame } from '../api/equality.ts';
import type { KindMap, KindName } from '../api/object.ts';
import type { JsonObject } from '../json.ts';
import type { Component, Surroundings } from '../component.ts';
import { createAlarm, type AlarmState } from './alarm.ts';
import { continueBinding, startBinding, type BindingResult } from './binding.ts';
import { DEFAULT_CONFIGURATION, type SchedulerConfiguration } from './configuration.ts';
import { createSchedulingCore, type Attempt, type SchedulingCore } from './core.ts';
import { createDecisionLog, type CycleRecord, type DecisionLogState } from './decision-log.ts';
import type { Decision, Preemption } from './decision.ts';
import { asNote } from './message.ts';
import { demandOf } from './pod-demand.ts';
import { createSchedulingQueue, type QueuedPod, type QueueState } from './queue.ts';
import { createRequeueing } from './requeueing.ts';
import { withNomination, withNotScheduled } from './scheduled-condition.ts';

type Pod = KindMap['Pod'];

/** kube-scheduler with the profiles of its configuration. */
export interface Scheduler extends Component {
  /** What the last cycle found for a pod, while it is remembered. */
  decisionFor(podUid: string): Decision | undefined;
  /** pods to be tried now or when their back-off ends; those that no node would do for are not counted. */
  readonly queueLength: number;
  readonly configuration: SchedulerConfiguration;
  /** Restarts the scheduler with another configuration, which must be valid: ./configuration-validation.ts. */
  configure(configuration: SchedulerConfiguration): void;
}

export interface SchedulerOptions {
  readonly configuration?: SchedulerConfiguration;
  /** whether decisions are kept for {@link Scheduler.decisionFor}: they are, unless this is false. */
  readonly explain?: boolean;
}

interface SchedulerState {
  readonly configuration: SchedulerConfiguration;
  readonly running: boolean;
  readonly startedAtMs: number;
  readonly busyUntilMs: number;
  readonly nextStart: number;
  readonly alarms: readonly [cycle: AlarmState, backOff: AlarmState, flush: AlarmState];
  readonly queue: QueueState;
  readonly decisions: DecisionLogState;
  readonly assumed: readonly AssumedPod[];
}
/** A pod on its way to a node. */
type AssumedPod = readonly [uid: string, node: string, sinceMs: number];
type Failed = Attempt & { readonly node: null };

const NAME = 'kube-scheduler';
const BINDING_HANDLER = 'scheduler.binding';
/** How often upstream looks for pods that were left in the unschedulable set. */
const FLUSH_PERIOD_MS = 30_000;

/**
 * Puts pods on nodes (pkg/scheduler): one at a time, each cycle filtering and scoring nodes and binding at once, so that the next
 * cycle sees it. A pod no node would do for waits until a change may help it, or five minutes.
 */
export function createScheduler(surroundings: Surroundings, { configuration: given = DEFAULT_CONFIGURATION, explain = true }: SchedulerOptions = {}): Scheduler {
  const { kernel } = surroundings;
  const { timings } = kernel;
  const client = surroundings.clientFor(NAME);
  const recorder = surroundings.recorderFor('default-scheduler');
  let configuration = given;
  let core = createCore();
  const queue = createSchedulingQueue(() => ({
    initialMs: secondsOr(configuration.podInitialBackoffSeconds, timings.schedulerBackOffInitialMs),
    maxMs: secondsOr(configuration.podMaxBackoffSeconds, timings.schedulerBackOffMaxMs),
  }), (a, b) => core.isTriedBefore(a, b));
  const requeueing = createRequeueing({ core: () => core, queue, now: kernel.now, cause: () => cause });
  let decisions = createDecisionLog(core.profile, core.handle.refusals);

  let running = false;
  let cycling = false;
  /** false after a start or a restore without the API, until it can be read. */
  let synchronized = false;
  /** the cause of the change being observed. */
  let cause = 0;
  let startedAtMs = 0;
  let busyUntilMs = 0;
  /** pods whose binding takes a while, with their nodes and since when. */
  const assumed = new Map<string, AssumedPod>();

  const cycleAlarm = createAlarm(kernel, 'scheduler.cycle', runCycle);
  const backOffAlarm = createAlarm(kernel, 'scheduler.back-off', () => {
    queue.endBackOffs(kernel.now(), isRetryIdle());
    wake();
  }, 'scheduler back-off');
  const flushAlarm = createAlarm(kernel, 'scheduler.flush', () => {
    queue.flush(kernel.now() - timings.schedulerUnschedulableFlushMs, kernel.now());
    wake();
  });
  kernel.on(BINDING_HANDLER, (data) => resumeBinding(data as unknown as AssumedPod));

  function createCore(): SchedulingCore {
    return createSchedulingCore({
      client, recorder, random: kernel.random, now: kernel.now, configuration, explain,
      listener: {
        podWaits: enqueue,
        podWaitsNoMore(uid) {
          queue.remove(uid);
          assumed.delete(uid);
        },
        podDeleted: (uid) => decisions.forget(uid),
        nodeChanged: (...change) => requeueing.nodeChanged(...change),
        assignedPodChanged: (...change) => requeueing.assignedPodChanged(...change),
        objectChanged: (...change) => requeueing.objectChanged(...change),
        waitingPodChanged: (...change) => requeueing.waitingPodChanged(...change),
      },
    });
  }

  function enqueue(pod: Pod): void {
    const { uid = '', namespace = '', name = '' } = pod.metadata;
    queue.add({ uid, namespace, name, priority: pod.spec.priority ?? 0 }, { nowMs: kernel.now(), cause });
  }
  /** Retrying is mere polling while no node is there or the API cannot be reached. */
  function isRetryIdle(): boolean {
    return core.handle.snapshot.nodes.length === 0 || !client.reachable();
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

  /** Nothing that happens in `work` starts another cycle. */
  function inCycle(becauseOf: number, work: () => void): void {
    cycling = true;
    requeueing.begin();
    try {
      kernel.because(becauseOf, work);
    } finally {
      cycling = false;
      requeueing.end();
    }
  }
  function runCycle(): void {
    if (!running) return;
    const next = queue.pop();
    if (next) inCycle(next.cause, () => attempt(next));
    busyUntilMs = kernel.now() + timings.schedulingCycleMs;
    if (queue.active > 0) cycleAlarm.set(busyUntilMs, !queue.hasEager);
    wake();
  }

  function attempt({ uid }: QueuedPod): void {
    const pod = core.cache.waiting.get(uid);
    if (!client.reachable()) queue.fail(uid, kernel.now(), []);
    else if (!pod) queue.remove(uid);
    else {
      const result = core.attempt(pod);
      if (result.node === null) refuse(pod, result);
      else {
        const { node, candidate, profile, record } = result;
        settle(pod, node.name, kernel.now(), record, startBinding(profile, candidate, node, kernel.now()));
      }
    }
  }
  function settle(pod: Pod, node: string, sinceMs: number, record: CycleRecord | undefined, result: BindingResult): void {
    const { uid = '', namespace = '', name = '' } = pod.metadata;
    if (result.state === 'waiting') {
      wait(pod, node, sinceMs, result.retryInMs, record);
      return;
    }
    assumed.delete(uid);
    if (result.state === 'bound') {
      const message = `Successfully assigned ${namespace}/${name} to ${node}`;
      decide(uid, node, message, record, null);
      recorder.event(pod, 'Normal', 'Scheduled', message);
      return;
    }
    core.cache.forgetAssumed(uid);
    requeueing.putBack(uid, result.refusedBy);
    report(pod, result.reason, result.message, null);
  }
  /** The pod counts as being on its node, and says that it is about to be, until its binding is taken further. */
  function wait(pod: Pod, node: string, sinceMs: number, retryInMs: number, record: CycleRecord | undefined): void {
    const { uid = '', namespace = '', name = '' } = pod.metadata;
    const entry: AssumedPod = [uid, node, sinceMs];
    if (!assumed.has(uid)) {
      assumed.set(uid, entry);
      core.cache.assume(pod, node);
      decide(uid, node, `${namespace}/${name} is about to be assigned to ${node}`, record, null);
      const nominating = withNomination(pod, node);
      if (nominating !== pod) write(nominating, `nominatedNodeName=${node}`);
    }
    kernel.schedule(retryInMs, BINDING_HANDLER, entry);
  }
  function resumeBinding([uid, node, sinceMs]: AssumedPod): void {
    const current = assumed.get(uid);
    if (!running || current?.[1] !== node || current[2] !== sinceMs) return;
    const known = core.cache.assumed(uid);
    const info = core.handle.snapshot.find(node);
    const profile = known && core.profileOf(known);
    inCycle(kernel.currentCause(), () => {
      if (!known || !profile || !info || !client.reachable()) {
        assumed.delete(uid);
        core.cache.forgetAssumed(uid);
        queue.fail(uid, kernel.now(), []);
        return;
      }
      settle(known, node, sinceMs, undefined, continueBinding(profile, { pod: known, demand: demandOf(known.spec) }, info, sinceMs));
    });
    wake();
  }
  /** Without a record the decision is the one of before, which has only come further. */
  function decide(uid: string, node: string | null, message: string, record: CycleRecord | undefined, preemption: Preemption | null): void {
    if (!explain) return;
    if (record) decisions.add({ uid, atMs: kernel.now(), node, message, record, preemption });
    else decisions.reword(uid, message);
  }
  function refuse(pod: Pod, { message, refusedBy, record, nominated, preemption }: Failed): void {
    const { uid = '' } = pod.metadata;
    requeueing.putBack(uid, refusedBy);
    decide(uid, null, message, record, preemption);
    report(pod, 'Unschedulable', message, nominated);
  }
  function report(pod: Pod, reason: 'Unschedulable' | 'SchedulerError', message: string, nominated: string | null | undefined): void {
    recorder.event(pod, 'Warning', 'FailedScheduling', asNote(message));
    const next = withNotScheduled(pod, reason, message, nominated, kernel.now());
    if (next) write(next, `PodScheduled=False: ${reason}`);
  }
  function write(pod: Pod, note: string): void {
    try {
      client.updateStatus(pod, { note });
    } catch (error) {
      // The pod is retried anyway, and says so then.
      if (!(error instanceof StatusError) && !(error instanceof UnreachableError)) throw error;
    }
  }

  function rebuild(): ReadonlySet<string> | undefined {
    synchronized = client.reachable();
    if (!synchronized) return undefined;
    const uids = core.cache.build(client);
    for (const [uid, node] of assumed.values()) {
      const pod = core.cache.waiting.get(uid);
      if (pod) core.cache.assume(pod, node);
      else assumed.delete(uid);
    }
    return uids;
  }
  /** Reads the cluster anew and brings the queue in line with it. */
  function synchronize(): void {
    const uids = rebuild();
    if (!uids) return;
    decisions.keepOnly((uid) => uids.has(uid));
    for (const uid of queue.uids()) if (!core.cache.waiting.has(uid) && !assumed.has(uid)) queue.remove(uid);
    cause = kernel.currentCause();
    for (const pod of [...core.cache.waiting.values()].sort(byAge)) enqueue(pod);
    wake();
  }
  function start(): void {
    if (running) return;
    running = true;
    synchronized = false;
    startedAtMs = kernel.now();
    busyUntilMs = 0;
    synchronize();
  }
  function stop(): void {
    running = false;
    for (const alarm of [cycleAlarm, backOffAlarm, flushAlarm]) alarm.clear();
    queue.clear();
    assumed.clear();
    core.cache.clear();
  }
  /** Takes over a configuration while nothing runs; what was decided before is still known. */
  function adopt(next: SchedulerConfiguration): void {
    const decided = decisions.save();
    configuration = next;
    core = createCore();
    decisions = createDecisionLog(core.profile, core.handle.refusals);
    decisions.load(decided);
  }

  return {
    name: NAME,
    watches: [...new Set<KindName>(['Pod', 'Node', 'Service', 'ReplicaSet', ...core.watches])],
    start,
    stop,
    get running() {
      return running;
    },
    observe(change) {
      if (!running) return;
      // Writes may come before the relist; the queue has its pods already.
      if (!synchronized) rebuild();
      cause = change.cause;
      core.cache.observe(change);
      wake();
    },
    relist() {
      if (running) synchronize();
    },
    decisionFor: (podUid) => decisions.get(podUid),
    get queueLength() {
      return queue.active + queue.backingOff;
    },
    get configuration() {
      return configuration;
    },
    configure(next) {
      const wasRunning = running;
      if (running) stop();
      adopt(next);
      if (wasRunning) start();
    },
    save: () => ({
      configuration: configuration as unknown as JsonObject, assumed: [...assumed.values()],
      running, startedAtMs, busyUntilMs, nextStart: core.position.nextStart, alarms: [cycleAlarm.save(), backOffAlarm.save(), flushAlarm.save()],
      queue: { ...queue.save() }, decisions: decisions.save() as unknown as JsonObject,
    }),
    load(saved) {
      const state = saved as unknown as SchedulerState;
      if (!isSame(state.configuration, configuration)) adopt(state.configuration);
      for (const entry of state.assumed) assumed.set(entry[0], entry);
      running = state.running;
      startedAtMs = state.startedAtMs;
      busyUntilMs = state.busyUntilMs;
      core.position.nextStart = state.nextStart;
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

function secondsOr(seconds: number | undefined, defaultMs: number): number {
  return seconds === undefined ? defaultMs : seconds * 1000;
}

/** Oldest first, then by name: the order in which an informer's first list fills the queue. */
function byAge(a: Pod, b: Pod): number {
  return compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '')
    || compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') || compare(a.metadata.name ?? '', b.metadata.name ?? '');
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
