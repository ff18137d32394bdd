import { longDigest } from './long-digest.ts';
import { behaviourAt, nextBackOff, podFullName, podWait, type KubeletContext } from './kubelet-context.ts';
import { formatGoDuration } from './go-duration.ts';
import { restarts } from './pod-order.ts';
import type { Prober } from './probes.ts';
import { hasHook, hookOutcome } from './hooks.ts';
import { learnNames } from './service-names.ts';
import { specOf, type ContainerRecord, type Given, type Instance, type Machine, type PodRecord, type StopReason } from './state.ts';
import { terminationMessage } from './termination-message.ts';
import { noteUsage } from './usage.ts';

/** The container runtime of all machines: starts processes, lets them end, and stops them. */
export interface Runtime {
  /** Creates and starts the process: running, or exited at once when it cannot be started. */
  start(machine: Machine, record: PodRecord, index: number, given: Given): void;
  /** It runs, and its postStart hook is done: its probes begin. */
  started(machine: Machine, record: PodRecord, index: number): void;
  /** The process has ended. */
  end(machine: Machine, record: PodRecord, index: number, code: number, reason?: string): void;
  /** SIGTERM after the preStop hook, SIGKILL at the end of the grace. */
  stop(machine: Machine, record: PodRecord, index: number, why: StopReason, graceMs: number): void;
  /** Runs the preStop hook, unless it has been: {@link Runtime.stop} waits for it. Returns when it is over. */
  beginPreStop(machine: Machine, record: PodRecord, index: number, graceMs: number): number;
  /** What the behaviour says of its end has changed. */
  reconsider(machine: Machine, record: PodRecord, index: number): void;
  /** Ends without a trace of it in the queue: the machine lost power, or the pod was removed by force. */
  drop(record: PodRecord, index: number): void;
  /** After an end: whether a back-off must pass first. It does not: the next delay is noted. It does: the container waits. */
  mustBackOff(machine: Machine, record: PodRecord, index: number): boolean;
}

export const EXIT_HANDLER = 'kubelet.exit';
export const STOP_HANDLER = 'kubelet.stop';
export const HOOK_HANDLER = 'kubelet.hook';
export const RETRY_HANDLER = 'kubelet.retry';
/** The kubelet gives SIGTERM this long even when the preStop hook used the grace up (minimumGracePeriodInSeconds). */
const MIN_GRACE_MS = 2_000;
/** From an end to the moment the back-off shows: the kubelet's next look at its containers. */
const BACK_OFF_SHOWS_MS = 1_000;
const LONG_RUN_MS = 600_000;
const KILLED = 137;
const CANNOT_START = 128;

export function createRuntime(context: KubeletContext, prober: Prober, usageChanged: (machine: Machine) => void, onEnd: (machine: Machine, record: PodRecord, index: number) => void): Runtime {
  const { kernel } = context;
  const { timings } = kernel;

  function start(machine: Machine, record: PodRecord, index: number, { env, files }: Given): void {
    const container = record.containers[index];
    const spec = specOf(record, index);
    if (!container || !spec) return;
    if (container.current) {
      container.previous = container.current;
      container.restartCount++;
    }
    delete container.waiting;
    delete container.imageBackOff;
    delete container.imageRefused;
    delete container.restarting;
    const id = longDigest(`${record.uid}/${container.name}/${container.restartCount}/${record.sandboxes}`);
    container.current = { id, image: spec.image ?? '', startedMs: kernel.now(), env, ...(files ? { files } : {}) };
    learnNames(context, machine, record, index);
    context.tell(machine, record, 'Normal', 'Created', 'Container created', index);
    const failure = behaviourAt(record, index)?.startFailure;
    if (failure !== undefined) {
      container.current.startedMs = undefined;
      failToStart(machine, record, index, container, container.current, failure);
      return;
    }
    container.state = 'running';
    context.tell(machine, record, 'Normal', 'Started', 'Container started', index);
    scheduleExit(machine, record, index);
    noteUsage(machine, record, index, 1);
    usageChanged(machine);
  }

  function failToStart(machine: Machine, record: PodRecord, index: number, container: ContainerRecord, instance: Instance, failure: string): void {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${failure}: unknown`;
    context.tell(machine, record, 'Warning', 'Failed', `Error: ${message}`, index);
    container.state = 'exited';
    Object.assign(instance, { finishedMs: kernel.now(), exitCode: CANNOT_START, reason: 'StartError', message });
    if (restarts(record, index)) container.waiting = { reason: 'RunContainerError', message };
    onEnd(machine, record, index);
  }

  function scheduleExit(machine: Machine, record: PodRecord, index: number): void {
    const container = record.containers[index];
    const exit = behaviourAt(record, index)?.exit;
    if (!container) return;
    kernel.cancel(container.exitEvent);
    container.exitEvent = 0;
    if (!exit || container.current?.startedMs === undefined) return;
    const inMs = Math.max(0, container.current.startedMs + exit.afterMs - kernel.now());
    const data = [machine.spec.name, record.uid, index];
    const wait = podWait('container exit', record);
    // Nobody waits for the far end of something that is meant to run for ever.
    const routine = inMs > LONG_RUN_MS && record.pod.spec.restartPolicy === 'Always';
    container.exitEvent = kernel.schedule(inMs, EXIT_HANDLER, data, routine ? { routine } : wait ? { wait } : {});
  }

  function drop(record: PodRecord, index: number): void {
    const container = record.containers[index];
    if (!container) return;
    prober.end(record, index);
    kernel.cancel(container.exitEvent);
    kernel.cancel(container.retryEvent);
    if (container.stopping) kernel.cancel(container.stopping.event);
    if (container.preStop) kernel.cancel(container.preStop.event);
    container.exitEvent = 0;
    container.retryEvent = 0;
    delete container.stopping;
    delete container.preStop;
  }

  function beginPreStop(machine: Machine, record: PodRecord, index: number, graceMs: number): number {
    const container = record.containers[index];
    const nowMs = kernel.now();
    if (container?.current?.startedMs === undefined || graceMs === 0 || !hasHook(record, index, 'preStop')) return nowMs;
    if (!container.preStop) {
      const { afterMs, problem } = hookOutcome(record, index, 'preStop', nowMs - container.current.startedMs);
      const fails = problem !== undefined && afterMs <= graceMs;
      const event = fails ? kernel.schedule(afterMs, HOOK_HANDLER, [machine.spec.name, record.uid, index]) : 0;
      container.preStop = { endMs: nowMs + Math.min(afterMs, graceMs), event };
    }
    return Math.min(container.preStop.endMs, nowMs + graceMs);
  }

  return {
    start,
    started: prober.begin,
    beginPreStop,
    drop,
    end(machine, record, index, code, reason) {
      const container = record.containers[index];
      if (container?.state !== 'running' || !container.current) return;
      const isRestart = container.stopping?.why === 'restart';
      const spec = specOf(record, index);
      const behaviour = behaviourAt(record, index);
      const { startedMs } = container.current;
      const message = spec && behaviour && startedMs !== undefined ? terminationMessage(spec, behaviour, startedMs, kernel.now(), code) : undefined;
      drop(record, index);
      container.state = 'exited';
      if (isRestart) container.restarting = true;
      Object.assign(container.current, { finishedMs: kernel.now(), exitCode: code, reason: reason ?? (code === 0 ? 'Completed' : 'Error'), ...(message === undefined ? {} : { message }) });
      noteUsage(machine, record, index, -1);
      usageChanged(machine);
      onEnd(machine, record, index);
    },
    stop(machine, record, index, why, graceMs) {
      const container = record.containers[index];
      const behaviour = behaviourAt(record, index);
      if (container?.state !== 'running' || container.current?.startedMs === undefined || !behaviour) return;
      if (container.stopping) kernel.cancel(container.stopping.event);
      prober.end(record, index);
      const nowMs = kernel.now();
      const signalMs = Math.max(nowMs, beginPreStop(machine, record, index, graceMs));
      const leftMs = graceMs === 0 ? 0 : Math.max(graceMs - (signalMs - nowMs), MIN_GRACE_MS);
      const answer = behaviour.onTerm(signalMs - container.current.startedMs);
      const obeys = answer !== undefined && answer.afterMs <= leftMs && graceMs > 0;
      const atMs = signalMs + (obeys ? answer.afterMs : leftMs);
      container.current.signalledMs = signalMs;
      const data = [machine.spec.name, record.uid, index];
      const wait = podWait('terminationGracePeriodSeconds', record);
      const event = kernel.schedule(atMs - kernel.now(), STOP_HANDLER, data, wait ? { wait } : {});
      container.stopping = { why, atMs, code: obeys ? answer.code : KILLED, event };
    },
    reconsider(machine, record, index) {
      const container = record.containers[index];
      if (container?.state !== 'running') return;
      scheduleExit(machine, record, index);
      prober.reconsider(machine, record, index);
    },
    mustBackOff(machine, record, index) {
      const container = record.containers[index];
      if (!container?.current) return false;
      // Of a container that the kubelet ended itself the run before counts (kuberuntime_manager.go doBackOff).
      const reference = container.restarting ? container.previous : container.current;
      if (!reference) return false;
      const { finishedMs } = reference;
      const { backOff } = container;
      const nowMs = kernel.now();
      const fresh = backOff !== undefined && finishedMs !== undefined && finishedMs - backOff.updatedMs <= 2 * timings.restartBackOffMaxMs;
      if (fresh && nowMs - finishedMs < backOff.delayMs) {
        container.retryAtMs = finishedMs + backOff.delayMs;
        scheduleRetry(context, machine, record, index, Math.min(BACK_OFF_SHOWS_MS, container.retryAtMs - nowMs), 'CrashLoopBackOff');
        return true;
      }
      container.backOff = nextBackOff(backOff, finishedMs ?? nowMs, nowMs, timings.restartBackOffInitialMs, timings.restartBackOffMaxMs);
      return false;
    },
  };
}

export function scheduleRetry(context: KubeletContext, machine: Machine, record: PodRecord, index: number, delayMs: number, label: string, routine = false): void {
  const container = record.containers[index];
  if (!container) return;
  context.kernel.cancel(container.retryEvent);
  const wait = podWait(label, record);
  container.retryEvent = context.kernel.schedule(delayMs, RETRY_HANDLER, [machine.spec.name, record.uid, index], routine ? { routine } : wait ? { wait } : {});
}

/** A retry timer fired before the retry itself: the back-off begins to show. */
export function showBackOff(context: KubeletContext, machine: Machine, record: PodRecord, index: number): void {
  const container = record.containers[index];
  if (!container) return;
  const remainingMs = container.retryAtMs - context.kernel.now();
  const image = container.imageBackOff?.image;
  if (container.waiting?.reason === 'ErrImagePull' && image !== undefined) {
    container.waiting = { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ${container.imageBackOff?.error ?? ''}` };
    context.tell(machine, record, 'Normal', 'BackOff', `Back-off pulling image "${image}"`, index);
    context.tell(machine, record, 'Warning', 'Failed', 'Error: ImagePullBackOff', index);
    scheduleRetry(context, machine, record, index, remainingMs, 'ImagePullBackOff');
  } else {
    const delay = formatGoDuration(container.backOff?.delayMs ?? 0);
    container.waiting = { reason: 'CrashLoopBackOff', message: `back-off ${delay} restarting failed container=${container.name} pod=${podFullName(record)}` };
    context.tell(machine, record, 'Warning', 'BackOff', `Back-off restarting failed container ${container.name} in pod ${podFullName(record)}`, index);
    scheduleRetry(context, machine, record, index, remainingMs, 'CrashLoopBackOff');
  }
  context.writeStatus(machine, record);
}

export function backOffShows(container: ContainerRecord): boolean {
  return container.waiting?.reason === 'CrashLoopBackOff' || container.waiting?.reason === 'ImagePullBackOff' || container.waiting?.reason === 'CreateContainerConfigError' || container.waiting?.reason === 'CreateContainerError';
}
