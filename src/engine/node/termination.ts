import { isStatus, UnreachableError } from '../api/errors.ts';
import type { Runtime } from './containers.ts';
import type { KubeletContext } from './kubelet-context.ts';
import { isSidecar } from '../api/pod-resources.ts';
import { specOf, type Machine, type PodRecord } from './state.ts';

/** Takes pods that are marked for deletion down, within their grace (pkg/kubelet/pod_workers.go, SyncTerminatingPod, SyncTerminatedPod). */
export interface Termination {
  /** Begins, goes on with a shorter grace, or finishes what could not be finished before. */
  look(machine: Machine, record: PodRecord): void;
  containerEnded(machine: Machine, record: PodRecord): void;
}

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
    record.killAtMs = kernel.now() + graceMs;
    record.containers.forEach((container, index) => {
      kernel.cancel(container.retryEvent);
      container.retryEvent = 0;
      if (container.state === 'running') context.tell(machine, record, 'Normal', 'Killing', `Stopping container ${container.name}`, index);
    });
    stopAll(machine, record);
  }

  /** Sidecars stop after everything else has. */
  function stopAll(machine: Machine, record: PodRecord): void {
    const running = record.containers.map((container, index) => ({ container, index })).filter(({ container }) => container.state === 'running');
    if (running.length === 0) {
      finish(machine, record);
      return;
    }
    const others = running.filter(({ index }) => !isSidecar(specOf(record, index)));
    const graceMs = Math.max(0, (record.killAtMs ?? 0) - kernel.now());
    for (const { container, index } of others.length > 0 ? others : running) {
      if (container.stopping?.why !== 'termination') runtime.stop(machine, record, index, 'termination', graceMs);
    }
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
  };
}
