import type { Runtime } from './containers.ts';
import type { KubeletContext } from './kubelet-context.ts';
import { ruleFor } from './restart-policy.ts';
import { specOf, type ContainerSpec, type Machine, type Pod, type PodRecord } from './state.ts';

/** Whether some container of the pod has a rule by which all of them are restarted (pkg/api/v1/pod/util.go AllContainersCouldRestart). */
export function couldRestartAll({ spec }: Pod): boolean {
  const hasRule = ({ restartPolicyRules }: ContainerSpec): boolean => restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers') ?? false;
  return spec.containers.some(hasRule) || (spec.initContainers?.some(hasRule) ?? false);
}

/** All containers are being restarted, or will be because of how one has ended: the pod is not over, whatever they show. */
export function isRestartingAll(record: PodRecord): boolean {
  return record.restartsAll !== undefined || record.containers.some((container, index) => {
    const rules = specOf(record, index)?.restartPolicyRules;
    return rules !== undefined && container.state === 'exited' && ruleFor(rules, container.current?.exitCode ?? 0)?.action === 'RestartAllContainers';
  });
}

/**
 * Ends every container at once, without its preStop hook, when one has ended so that all are to be restarted; then the pod begins anew in its
 * sandbox, with its init containers. Returns whether some still run, so that nothing may be started (KEP-5532).
 */
export function holdForRestartOfAll(context: KubeletContext, runtime: Runtime, machine: Machine, record: PodRecord): boolean {
  if (record.restartsAll === 'starting') {
    if (record.containers.some(({ state, ephemeral }) => state === 'waiting' && !ephemeral)) return false;
    delete record.restartsAll;
  }
  if (!isRestartingAll(record)) return false;
  record.restartsAll = 'stopping';
  let isRunning = false;
  record.containers.forEach(({ name, state, stopping, ephemeral }, index) => {
    if (state !== 'running' || ephemeral) return;
    isRunning = true;
    if (stopping?.why === 'restart') return;
    context.tell(machine, record, 'Normal', 'Killing', `Stopping container ${name}`, index);
    runtime.stop(machine, record, index, 'restart', 0);
  });
  if (!isRunning) beginAnew(context, record);
  context.writeStatus(machine, record);
  return isRunning;
}

function beginAnew(context: KubeletContext, record: PodRecord): void {
  record.restartsAll = 'starting';
  delete record.initialized;
  for (const container of record.containers) {
    if (container.ephemeral) continue;
    context.kernel.cancel(container.retryEvent);
    container.retryEvent = 0;
    container.state = 'waiting';
    delete container.waiting;
    delete container.backOff;
    delete container.restarting;
  }
}
