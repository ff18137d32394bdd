import { CONTROL_PLANE_FAULTS } from './control-plane-faults.ts';
import type { FaultContext } from './fault.ts';

type Part = 'api-server' | 'controller-manager' | 'scheduler';

/** What of the control plane a static pod carries; the API server is nothing without its store. */
const PARTS: Readonly<Record<string, Part>> = {
  etcd: 'api-server', 'kube-apiserver': 'api-server', 'kube-controller-manager': 'controller-manager', 'kube-scheduler': 'scheduler',
};

/**
 * A component that runs as a static pod has come or gone: the part of the control plane that it carries goes with it. What a person has
 * stopped starts again when its pod does, as a process would; what they started although its pod is down runs.
 */
export function followStaticPod(context: FaultContext, component: string, isRunning: boolean): void {
  const part = PARTS[component];
  if (!part) return;
  const { controlPlane } = context;
  const wasDown = isDown(context, part);
  const others = controlPlane.downPods.filter((name) => name !== component);
  controlPlane.downPods = isRunning ? others : [...others, component].sort();
  if (!isRunning && !wasDown && isUp(context, part)) CONTROL_PLANE_FAULTS[`stop-${part}`].run(context, {});
  if (isRunning && wasDown && !isDown(context, part) && !isUp(context, part)) CONTROL_PLANE_FAULTS[`start-${part}`].run(context, {});
}

function isDown({ controlPlane }: FaultContext, part: Part): boolean {
  return controlPlane.downPods.some((name) => PARTS[name] === part);
}

function isUp({ controlPlane }: FaultContext, part: Part): boolean {
  if (part === 'api-server') return controlPlane.apiServer;
  return part === 'scheduler' ? controlPlane.scheduler : controlPlane.controllerManager;
}
