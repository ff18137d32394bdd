import { isSame } from '../../engine/api/equality.ts';
import type { Simulation } from '../../engine/simulation.ts';
import type { ControlPlaneView } from '../protocol.ts';

/** Frames after which the resource version is told even when nothing else has happened. */
const VERSION_EVERY = 10;

/** Tells of the control plane when it changed. Heartbeats move the resource version all the time: it goes with what else there is to tell. */
export function createControlPlaneFeed(simulation: Simulation): { take(everything: boolean, isQuiet: boolean): ControlPlaneView | undefined } {
  let last: ControlPlaneView | undefined;
  let frames = 0;

  return {
    take(everything, isQuiet) {
      const view = controlPlaneView(simulation);
      frames++;
      const sameVersion = last?.resourceVersion === view.resourceVersion;
      const sameRest = last !== undefined && isSame({ ...last, resourceVersion: 0 }, { ...view, resourceVersion: 0 });
      const isDue = !sameRest || (!sameVersion && (!isQuiet || frames >= VERSION_EVERY));
      if (!everything && !isDue) return undefined;
      frames = 0;
      return (last = view);
    },
  };
}

function controlPlaneView({ controlPlane, controllers, registries, resourceVersion, schedulerQueueLength }: Simulation): ControlPlaneView {
  return {
    apiServer: controlPlane.apiServer,
    etcd: !controlPlane.downPods.includes('etcd'),
    scheduler: controlPlane.scheduler,
    controllerManager: controlPlane.controllerManager,
    registry: registries.running,
    stoppedControllers: [...controlPlane.stoppedControllers],
    controllers: controllers.map(({ name }) => name),
    resourceVersion,
    schedulerQueue: schedulerQueueLength(),
    controllerQueue: controllers.reduce((sum, { queued }) => sum + queued, 0),
  };
}
