import { isStatus, UnreachableError } from '../api/errors.ts';
import type { Runtime } from './containers.ts';
import type { KubeletContext } from './kubelet-context.ts';
import { isSidecar } from '../api/pod-resources.ts';
import { recount } from './held-resources.ts';
import { specOf, type Machine, type PodRecord } from './state.ts';

/** Takes pods that are marked for deletion down, within their grace (pkg/kubelet/pod_workers.go, SyncTerminatingPod, SyncTerminatedPod). */
export interface Termination {
  /** Begins, goes on with a shorter grace, or finishes what could not be finished before. */
  look(machine: Machine, record: PodRecord): void;
  containerEnded(machine: Machine, record: PodRecord): void;
  /** The pod is over by itself: stops the sidecars that still run, with the pod's own grace. */
  stopLeftovers(machine: Machine, record: PodRecord): void;
}

/** What a sidecar is given at least, when those before it used the grace up (minimumGracePeriodInSeconds is added to it). */
const LEAST_GRACE_MS = 1;

export function createTermination(context: KubeletContext, runtime: Runtime, abandonSteps: (machine: Machine, record: PodRecord) => void): Termination {
  const { kernel } = context;

  function look(machine: Machine, record: PodRecord): void {
    const graceMs = (record.pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    if (record.life === 'terminated') finish(machine, record);
    else if (record.life === 'terminating') shorten(machine, record, graceMs);
    else begin(machine, record, graceMs);
  }

  function begin(machine: Machine, record: PodRecord, graceMs: number): void {
    abandonSteps(machine, record);
    record.life = 'terminating';
    recount(machine, record);
    record.killAtMs = kernel.now() + graceMs;
    for (const container of record.containers) {
      kernel.cancel(container.retryEvent);
      container.retryEvent = 0;
    }
    tellOfStop(machine, record);
    stopAll(machine, record);
  }

  function tellOfStop(machine: Machine, record: PodRecord): void {
    record.containers.forEach((container, index) => {
      if (container.state === 'running') context.tell(machine, record, 'Normal', 'Killing', `Stopping container ${container.name}`, index);
    });
  }

  function stopAll(machine: Machine, record: PodRecord): void {
    if (record.containers.some(({ state }) => state === 'running')) stopInOrder(machine, record);
    else finish(machine, record);
  }

  /** Sidecars stop after the containers have, the last one first (kuberuntime_termination_order.go). */
  function stopInOrder(machine: Machine, record: PodRecord): void {
    const running = record.containers.map((container, index) => ({ container, index })).filter(({ container }) => container.state === 'running');
    const graceMs = Math.max(0, (record.killAtMs ?? 0) - kernel.now());
    const stop = (index: number, atMost: number): void => {
      if (record.containers[index]?.stopping?.why !== 'termination') runtime.stop(machine, record, index, 'termination', atMost);
    };
    const isLate = ({ container, index }: (typeof running)[number]): boolean => container.init && isSidecar(specOf(record, index));
    for (const each of running) {
      if (!isLate(each)) stop(each.index, graceMs);
      // Hooks do not wait for their turn.
      else runtime.beginPreStop(machine, record, each.index, graceMs);
    }
    const sidecar = running.some(({ container }) => !container.init && !container.ephemeral) ? undefined : running.findLast(isLate);
    if (sidecar) stop(sidecar.index, record.pod.metadata.deletionGracePeriodSeconds === 0 ? 0 : Math.max(graceMs, LEAST_GRACE_MS));
  }

  function shorten(machine: Machine, record: PodRecord, graceMs: number): void {
    const killAtMs = kernel.now() + graceMs;
    if (killAtMs >= (record.killAtMs ?? 0)) return;
    record.killAtMs = killAtMs;
    record.containers.forEach((container, index) => {
      if (container.stopping && container.stopping.atMs > killAtMs) runtime.stop(machine, record, index, 'termination', graceMs);
    });
  }

  /** Tells how it ended and asks the API to forget the pod. */
  function finish(machine: Machine, record: PodRecord): void {
    record.life = 'terminated';
    recount(machine, record);
    const { namespace = '', name = '', uid } = record.pod.metadata;
    const client = context.client(machine);
    context.writeStatus(machine, record);
    try {
      client.delete('Pod', namespace, name, { gracePeriodSeconds: 0, ...(uid === undefined ? {} : { uid }) });
    } catch (error) {
      if (error instanceof UnreachableError) record.unsaved = true;
      else if (!isStatus(error, 'NotFound') && !isStatus(error, 'Conflict')) throw error;
    }
  }

  return {
    look,
    containerEnded: (machine, record) => stopAll(machine, record),
    stopLeftovers(machine, record) {
      if (record.killAtMs === undefined) {
        const graceMs = record.ending?.evicted ? kernel.timings.evictionGraceMs : (record.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
        record.killAtMs = kernel.now() + graceMs;
        tellOfStop(machine, record);
      }
      stopInOrder(machine, record);
    },
  };
}
