import { isSidecar } from '../api/pod-resources.ts';
import { isStarted } from './container-status.ts';
import { isRestartingAll } from './restart-all.ts';
import { shouldRestart } from './restart-policy.ts';
import { specOf, type PodRecord } from './state.ts';

/** Whether a container that has ended is to run again (pkg/kubelet/container/helpers.go ShouldContainerBeRestarted). */
export function restarts(record: PodRecord, index: number): boolean {
  const container = record.containers[index];
  const spec = specOf(record, index);
  return container !== undefined && !container.ephemeral && spec !== undefined && shouldRestart(spec, container.init, record.pod.spec, container.current?.exitCode ?? 0);
}

/** Nothing of the pod will run again: its phase is final. */
export function isOver(record: PodRecord): boolean {
  const { containers } = record;
  if (record.ending) return true;
  if (isRestartingAll(record)) return false;
  const failedInit = containers.some((container, index) => container.init && container.state === 'exited' && container.current?.exitCode !== 0 && !restarts(record, index));
  if (failedInit) return true;
  return containers.every((container, index) => container.init || container.ephemeral || (container.state === 'exited' && !restarts(record, index)));
}

/** An init container is behind the pod when it has succeeded, or as a sidecar has started. */
export function isPassed(record: PodRecord, index: number): boolean {
  const container = record.containers[index];
  const spec = specOf(record, index);
  return container !== undefined && spec !== undefined && isSidecar(spec) && isStarted(container, spec);
}

/**
 * Whether a container that does not get on keeps those behind it from starting: an init container does until one behind it has been
 * started, whatever becomes of it later (kuberuntime_container.go computeInitContainerActions).
 */
export function holdsUp(record: PodRecord, index: number): boolean {
  if (record.initialized || !record.containers[index]?.init) return false;
  return !record.containers.some(({ init, state }, later) => init && later > index && state !== 'waiting');
}

/** How many containers there are besides the ephemeral ones, which come last. */
export function ordinaryContainers({ pod: { spec } }: PodRecord): number {
  return (spec.initContainers?.length ?? 0) + spec.containers.length;
}
