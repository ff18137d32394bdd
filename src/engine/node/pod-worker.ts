import { createActiveDeadline } from './active-deadline.ts';
import { nextPodAddress, nodeAddress, podRangeOf } from './addresses.ts';
import { backOffShows, createRuntime, scheduleRetry, showBackOff, type Runtime } from './containers.ts';
import { hasHook, hookOutcome } from './hooks.ts';
import { parseImageReference } from './image-reference.ts';
import { createImageManager, type ImageManager } from './images.ts';
import { podWait, type KubeletContext } from './kubelet-context.ts';
import { checkAdmission } from './pod-admission.ts';
import { holdsUp, isOver, isPassed, ordinaryContainers, restarts } from './pod-order.ts';
import { createProber, type Prober } from './probes.ts';
import { nodeAsKnown } from './registration.ts';
import { DEADLINE_EXCEEDED } from './pod-status.ts';
import { mountedFiles, securityProblem } from './process-model.ts';
import { mountProblem, resolveReferencedEnv } from './references.ts';
import { recount } from './held-resources.ts';
import { holdForRestartOfAll } from './restart-all.ts';
import { specOf, type Machine, type PodEnding, type PodRecord, type PodStep } from './state.ts';
import { createTermination, type Termination } from './termination.ts';

/** Drives the pods of all machines from bound to running to gone. */
export interface PodWorker {
  readonly images: ImageManager;
  readonly runtime: Runtime;
  readonly prober: Prober;
  readonly termination: Termination;
  /** Something about the pod changed: look at it after the kubelet's reaction time. */
  poke(machine: Machine, record: PodRecord): void;
  /** The pod's step is over. */
  step(machine: Machine, record: PodRecord): void;
  /** A container's back-off is over, or shows from now. */
  retry(machine: Machine, record: PodRecord, index: number): void;
  /** The retry of what waits for an object is worth waiting for, since the object is there now. */
  expectRetry(machine: Machine, record: PodRecord): void;
  /** The pod's activeDeadlineSeconds have passed. */
  expire(machine: Machine, record: PodRecord): void;
  /** Makes a pod fail that runs: what runs of it is stopped. */
  bringToEnd(machine: Machine, record: PodRecord, ending: PodEnding): void;
  /** Ends whatever is pending for the pod on its machine. */
  abandon(machine: Machine, record: PodRecord): void;
}

export const STEP_HANDLER = 'kubelet.step';
/** Mounting is tried again after 500 ms, doubling to 2 m 2 s (pkg/util/goroutinemap/exponentialbackoff). */
const MOUNT_RETRY_MS = 500;
const MOUNT_RETRY_MAX_MS = 122_000;
/** A pod whose sync failed is synced again after so long, with half as much of jitter (pod_workers.go backOffPeriod). */
const RESYNC_MS = 10_000;
const RESYNC_JITTER = 0.5;

const NEVER_PULLED = 'ErrImageNeverPull';
/** Why a container waits that had been started. */
const CRASHES: ReadonlySet<string> = new Set(['CrashLoopBackOff', 'RunContainerError', 'PostStartHookError']);

/** What came of looking at one container. */
type Verdict = 'busy' | 'blocked' | 'settled';

/** `usageChanged` is told whenever what a machine's pods or images take up is another. */
export function createPodWorker(context: KubeletContext, usageChanged: (machine: Machine) => void): PodWorker {
  const { kernel } = context;
  const { timings } = kernel;
  const images = createImageManager(context, afterPull, lookAgain);
  const prober = createProber(context, {
    changed: (machine, record) => {
      context.writeStatus(machine, record);
      // A sidecar that has started lets the next container begin.
      if (record.containers.some(({ init }) => init)) progress(machine, record);
    },
    failed: (machine, record, index, kind, probe) => {
      const name = record.containers[index]?.name ?? '';
      context.tell(machine, record, 'Normal', 'Killing', `Container ${name} failed ${kind} probe, will be restarted`, index);
      const graceSeconds = probe.terminationGracePeriodSeconds ?? record.pod.spec.terminationGracePeriodSeconds ?? 30;
      runtime.stop(machine, record, index, 'restart', graceSeconds * 1000);
    },
  });
  const runtime = createRuntime(context, prober, usageChanged, (machine, record, index) => {
    if (record.step?.kind === 'hook' && record.step.container === index) leaveHook(machine, record, index, record.step.event !== 0);
    if (record.life === 'terminating') termination.containerEnded(machine, record);
    else if (record.containers[index]?.state === 'exited') poke(machine, record);
  });
  const termination = createTermination(context, runtime, abandonSteps);
  const deadline = createActiveDeadline(context);

  function setStep(machine: Machine, record: PodRecord, kind: PodStep, delayMs: number, container?: number, routine = false): void {
    const wait = kind === 'hook' ? podWait('postStart hook', record) : kind === 'start' || kind === 'sandbox' ? podWait('container start', record) : kind === 'mount' && !routine ? podWait('volume mount', record) : undefined;
    const event = kernel.schedule(delayMs, STEP_HANDLER, [machine.spec.name, record.uid], { ...(routine ? { routine } : {}), ...(wait ? { wait } : {}) });
    record.step = { kind, event, ...(container === undefined ? {} : { container }) };
  }

  function poke(machine: Machine, record: PodRecord): void {
    // A worker that is busy looks again when it is done; only an end to the pod interrupts it.
    if (record.step && record.step.kind !== 'mount' && record.pod.metadata.deletionTimestamp === undefined) return;
    if (record.step?.kind === 'react') return;
    if (record.step) kernel.cancel(record.step.event);
    setStep(machine, record, 'react', timings.kubeletReactionMs);
  }

  function step(machine: Machine, record: PodRecord): void {
    const { step: done } = record;
    record.step = undefined;
    if (!done) return;
    if (record.pod.metadata.deletionTimestamp !== undefined) {
      termination.look(machine, record);
      return;
    }
    if (done.kind === 'sandbox') finishSandbox(machine, record);
    else if (done.kind === 'start' && done.container !== undefined) finishStart(machine, record, done.container);
    else if (done.kind === 'hook' && done.container !== undefined) finishHook(machine, record, done.container);
    else sync(machine, record);
  }

  function sync(machine: Machine, record: PodRecord): void {
    if (record.life === 'new' && !admit(machine, record)) return;
    if (record.life !== 'admitted') return;
    deadline.watch(machine, record);
    if (record.ip === undefined) {
      prepareSandbox(machine, record);
      return;
    }
    heedChanges(machine, record);
    // Shows what ended before what follows from it.
    if (record.unsaved || record.containers.some(({ state }) => state === 'exited')) context.writeStatus(machine, record);
    progress(machine, record);
  }

  /** false when the pod is not this kubelet's to run. */
  function admit(machine: Machine, record: PodRecord): boolean {
    const phase = record.pod.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed') {
      record.life = 'finished';
      return false;
    }
    record.startedMs = kernel.now();
    const rejection = checkAdmission(machine, record, nodeAsKnown(context, machine));
    if (rejection) {
      record.life = 'rejected';
      record.rejection = rejection;
      context.tell(machine, record, 'Warning', rejection.reason, rejection.message);
    } else record.life = 'admitted';
    recount(machine, record);
    context.writeStatus(machine, record);
    return !rejection;
  }

  function expire(machine: Machine, record: PodRecord): void {
    delete record.deadline;
    if (record.life !== 'admitted' || isOver(record)) return;
    context.tell(machine, record, 'Normal', DEADLINE_EXCEEDED.reason, DEADLINE_EXCEEDED.message);
    bringToEnd(machine, record, DEADLINE_EXCEEDED);
  }

  function bringToEnd(machine: Machine, record: PodRecord, ending: PodEnding): void {
    record.ending = ending;
    abandonSteps(machine, record);
    for (const container of record.containers) {
      kernel.cancel(container.retryEvent);
      container.retryEvent = 0;
    }
    wrapUp(machine, record);
  }

  function prepareSandbox(machine: Machine, record: PodRecord): void {
    const problem = mountProblem(context.client(machine), record.pod);
    if (problem !== undefined) {
      context.tell(machine, record, 'Warning', 'FailedMount', problem);
      const delayMs = Math.min(MOUNT_RETRY_MS * 2 ** record.mountFailures, MOUNT_RETRY_MAX_MS);
      record.mountFailures++;
      context.blocked.set(record.uid, machine.spec.name);
      setStep(machine, record, 'mount', delayMs, undefined, true);
      return;
    }
    record.mountFailures = 0;
    if (record.sandboxLost) {
      context.tell(machine, record, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
      record.sandboxLost = false;
    }
    setStep(machine, record, 'sandbox', timings.sandboxCreateMs);
  }

  function finishSandbox(machine: Machine, record: PodRecord): void {
    const range = nodeAsKnown(context, machine).spec.podCIDR ?? podRangeOf(machine.index);
    const address = record.pod.spec.hostNetwork ? nodeAddress(machine.index) : nextPodAddress(machine, range);
    if (address === undefined) {
      context.tell(machine, record, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: plugin type="ptp" failed (add): failed to allocate for range 0: no IP addresses available in range set: ${range}`);
      setStep(machine, record, 'mount', kernel.random.jitter(RESYNC_MS, RESYNC_JITTER), undefined, true);
      return;
    }
    record.ip = address;
    record.sandboxes++;
    progress(machine, record);
  }

  /** A container whose image was changed is restarted with the new one; one that waits for an image forgets its back-off. */
  function heedChanges(machine: Machine, record: PodRecord): void {
    record.containers.forEach((container, index) => {
      const image = specOf(record, index)?.image ?? '';
      if (container.state === 'running' && !container.stopping && container.current && container.current.image !== image) {
        context.tell(machine, record, 'Normal', 'Killing', `Container ${container.name} definition changed, will be restarted`, index);
        runtime.stop(machine, record, index, 'restart', (record.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000);
      } else if (container.state !== 'running' && container.imageRefused !== undefined && container.imageRefused !== image) {
        kernel.cancel(container.retryEvent);
        container.retryEvent = 0;
        delete container.imageBackOff;
        delete container.imageRefused;
        delete container.waiting;
      }
    });
  }

  /** Starts what may start now, one after the other; when nothing more can be done tells the API how things stand. */
  function progress(machine: Machine, record: PodRecord): void {
    if (record.step || record.life !== 'admitted' || record.ip === undefined) return;
    if (holdForRestartOfAll(context, runtime, machine, record)) return;
    if (isOver(record)) {
      wrapUp(machine, record);
      return;
    }
    const { length } = record.containers;
    const ordinary = ordinaryContainers(record);
    for (let turn = 0; turn < length; turn++) {
      // Ephemeral containers come first, so that they can look into a pod that cannot be initialized.
      const index = (turn + ordinary) % length;
      const verdict = consider(machine, record, index);
      if (verdict === 'busy') return;
      if (verdict === 'blocked' && holdsUp(record, index)) break;
    }
    if (isOver(record)) wrapUp(machine, record);
    else context.writeStatus(machine, record);
  }

  /** Nothing will run again: once the sidecars have stopped too, the pod has come to its end. */
  function wrapUp(machine: Machine, record: PodRecord): void {
    if (record.containers.some(({ state }) => state === 'running')) {
      termination.stopLeftovers(machine, record);
      context.writeStatus(machine, record);
      return;
    }
    record.life = 'finished';
    recount(machine, record);
    deadline.forget(record);
    context.writeStatus(machine, record);
    record.ip = undefined;
    delete record.killAtMs;
    record.containers.forEach((_container, index) => runtime.drop(record, index));
  }

  function consider(machine: Machine, record: PodRecord, index: number): Verdict {
    const container = record.containers[index];
    const spec = specOf(record, index);
    if (!container || !spec) return 'settled';
    if (container.state === 'running') {
      return !container.init || isPassed(record, index) ? 'settled' : 'blocked';
    }
    if (container.retryEvent !== 0) return 'blocked';
    if (container.state === 'exited') {
      if (!restarts(record, index)) return container.init && container.current?.exitCode !== 0 ? 'blocked' : 'settled';
      if ((container.waiting === undefined || CRASHES.has(container.waiting.reason)) && runtime.mustBackOff(machine, record, index)) return 'blocked';
    }
    if (container.waiting?.reason === 'InvalidImageName') return 'blocked';
    if (container.waiting?.reason === NEVER_PULLED && !hasImage(machine, spec.image)) return 'blocked';
    const image = images.ensure(machine, record, index);
    if (image === 'failed') return 'blocked';
    if (image === 'pulling') {
      record.step = { kind: 'pull', event: 0, container: index };
      return 'busy';
    }
    return create(machine, record, index);
  }

  function create(machine: Machine, record: PodRecord, index: number): Verdict {
    const spec = specOf(record, index);
    const container = record.containers[index];
    if (!spec || !container) return 'settled';
    const resolved = resolveReferencedEnv(context.client(machine), machine, record, spec);
    const problem = 'problem' in resolved ? { reason: 'CreateContainerConfigError', message: resolved.problem } : securityProblem(record, spec);
    if (problem) {
      container.waiting = problem;
      if ('problem' in resolved) context.blocked.set(record.uid, machine.spec.name);
      context.tell(machine, record, 'Warning', 'Failed', `Error: ${problem.message}`, index);
      const delayMs = kernel.random.jitter(RESYNC_MS, RESYNC_JITTER);
      container.retryAtMs = kernel.now() + Math.ceil(delayMs);
      scheduleRetry(context, machine, record, index, delayMs, problem.reason, true);
      return 'blocked';
    }
    setStep(machine, record, 'start', timings.containerCreateMs + timings.containerStartMs, index);
    return 'busy';
  }

  function finishStart(machine: Machine, record: PodRecord, index: number): void {
    const spec = specOf(record, index);
    if (!spec) return;
    const resolved = resolveReferencedEnv(context.client(machine), machine, record, spec);
    const files = mountedFiles(context.client(machine), machine, record, spec);
    runtime.start(machine, record, index, { env: 'env' in resolved ? resolved.env : undefined, ...(files ? { files } : {}) });
    const container = record.containers[index];
    if (container && !container.init && !container.ephemeral && record.containers[0]?.init) record.initialized = true;
    if (container?.state === 'running' && hasHook(record, index, 'postStart')) beginHook(machine, record, index);
    else {
      runtime.started(machine, record, index);
      progress(machine, record);
    }
  }

  /** Until its hook is done nobody takes a container for running, and no other is started. */
  function beginHook(machine: Machine, record: PodRecord, index: number): void {
    const { afterMs } = hookOutcome(record, index, 'postStart', 0);
    if (Number.isFinite(afterMs)) setStep(machine, record, 'hook', afterMs, index);
    else record.step = { kind: 'hook', event: 0, container: index };
  }

  function finishHook(machine: Machine, record: PodRecord, index: number): void {
    if (hookOutcome(record, index, 'postStart', 0).problem === undefined) {
      runtime.started(machine, record, index);
      progress(machine, record);
      return;
    }
    record.step = { kind: 'hook', event: 0, container: index };
    context.tell(machine, record, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', index);
    context.tell(machine, record, 'Normal', 'Killing', 'FailedPostStartHook', index);
    runtime.stop(machine, record, index, 'postStart', (record.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000);
  }

  /** The container has ended: by its own doing while its hook ran, or because the hook had failed. */
  function leaveHook(machine: Machine, record: PodRecord, index: number, byItself: boolean): void {
    if (byItself) context.tell(machine, record, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', index);
    if (record.step) kernel.cancel(record.step.event);
    record.step = undefined;
    const { problem } = hookOutcome(record, index, 'postStart', 0);
    const container = record.containers[index];
    if (container && restarts(record, index)) container.waiting = { reason: 'PostStartHookError', ...(problem === undefined ? {} : { message: problem }) };
  }

  function afterPull(machine: Machine, record: PodRecord, index: number, present: boolean): void {
    if (record.step?.kind !== 'pull' || record.step.container !== index) return;
    record.step = undefined;
    // The image may have been changed while the old one was pulled: then progress asks for the new one.
    if (present && hasImage(machine, specOf(record, index)?.image) && create(machine, record, index) === 'busy') return;
    const container = record.containers[index];
    if (!present && container?.imageBackOff) {
      container.retryAtMs = kernel.now() + container.imageBackOff.delayMs;
      scheduleRetry(context, machine, record, index, Math.min(1_000, container.imageBackOff.delayMs), 'ImagePullBackOff');
    }
    progress(machine, record);
  }

  /** Who may not pull an image finds with a later sync that somebody else has. */
  function lookAgain(machine: Machine, canonical: string): void {
    usageChanged(machine);
    for (const record of machine.pods.values()) {
      record.containers.forEach((container, index) => {
        if (container.waiting?.reason !== NEVER_PULLED || parseImageReference(specOf(record, index)?.image ?? '')?.canonical !== canonical) return;
        scheduleRetry(context, machine, record, index, kernel.random.jitter(RESYNC_MS, RESYNC_JITTER), NEVER_PULLED);
      });
    }
  }

  function retry(machine: Machine, record: PodRecord, index: number): void {
    const container = record.containers[index];
    if (!container || record.life !== 'admitted') return;
    container.retryEvent = 0;
    if (kernel.now() < container.retryAtMs && !backOffShows(container)) showBackOff(context, machine, record, index);
    else progress(machine, record);
  }

  function expectRetry(machine: Machine, record: PodRecord): void {
    if (record.step?.kind === 'mount') {
      const delayMs = Math.min(MOUNT_RETRY_MS * 2 ** (record.mountFailures - 1), MOUNT_RETRY_MAX_MS);
      kernel.cancel(record.step.event);
      setStep(machine, record, 'mount', delayMs);
    }
    record.containers.forEach((container, index) => {
      if (container.retryEvent === 0 || container.waiting?.reason !== 'CreateContainerConfigError') return;
      scheduleRetry(context, machine, record, index, Math.max(0, container.retryAtMs - kernel.now()), 'CreateContainerConfigError');
    });
  }

  function abandonSteps(machine: Machine, record: PodRecord): void {
    if (record.step) kernel.cancel(record.step.event);
    record.step = undefined;
    deadline.forget(record);
    images.forget(machine, record.uid);
  }

  return {
    images, runtime, prober, termination, poke, step, retry, expectRetry, expire, bringToEnd,
    abandon(machine, record) {
      abandonSteps(machine, record);
      record.containers.forEach((_container, index) => runtime.drop(record, index));
    },
  };
}

function hasImage(machine: Machine, name = ''): boolean {
  const wanted = parseImageReference(name)?.canonical;
  return machine.images.some(({ canonical }) => canonical === wanted);
}
