import type { FaultName } from '../actions.ts';
import { need, type FaultContext, type FaultDefinition } from './fault.ts';

type ControlPlaneFault = Extract<FaultName, `${string}-scheduler` | `${string}-controller-manager` | `${string}-api-server` | `${string}-controller`>;

/** What can happen to the control plane. A component that starts reads the API, so the API server has to be there. */
export const CONTROL_PLANE_FAULTS: Readonly<Record<ControlPlaneFault, FaultDefinition>> = {
  'stop-api-server': {
    title: () => 'Stop the API server',
    explanation: 'Nobody can read or change anything; what runs on the nodes runs on.',
    danger: true,
    needsApi: false,
    obstacle: ({ controlPlane }) => (controlPlane.apiServer ? undefined : 'The API server is stopped already.'),
    run({ controlPlane }) {
      controlPlane.apiServer = false;
      return 'You stopped the API server';
    },
  },
  'start-api-server': {
    title: () => 'Start the API server',
    explanation: 'Every component connects again and looks at what it has missed.',
    danger: false,
    needsApi: false,
    obstacle: ({ controlPlane }) => (controlPlane.apiServer ? 'The API server is running.' : undefined),
    run({ controlPlane, components, machines }) {
      controlPlane.apiServer = true;
      // The kubelets report at once, and whoever hears of it must have looked already.
      for (const component of [...components.filter((each) => each !== machines), machines]) if (component.running) component.relist();
      return 'You started the API server';
    },
  },
  'stop-scheduler': {
    title: () => 'Stop the scheduler',
    explanation: 'New pods wait without a node; those that have one are not touched.',
    danger: true,
    needsApi: false,
    obstacle: ({ controlPlane }) => (controlPlane.scheduler ? undefined : 'The scheduler is stopped already.'),
    run({ controlPlane, scheduler }) {
      controlPlane.scheduler = false;
      scheduler.stop();
      return 'You stopped the scheduler';
    },
  },
  'start-scheduler': {
    title: () => 'Start the scheduler',
    explanation: 'It takes up every pod that waits for a node.',
    danger: false,
    needsApi: true,
    obstacle: ({ controlPlane }) => (controlPlane.scheduler ? 'The scheduler is running.' : undefined),
    run({ controlPlane, scheduler }) {
      controlPlane.scheduler = true;
      scheduler.start();
      return 'You started the scheduler';
    },
  },
  'stop-controller-manager': {
    title: () => 'Stop the controller manager',
    explanation: 'No controller acts any more: nothing is replaced, scaled, evicted or cleaned up.',
    danger: true,
    needsApi: false,
    obstacle: ({ controlPlane }) => (controlPlane.controllerManager ? undefined : 'The controller manager is stopped already.'),
    run({ controlPlane, controllers }) {
      controlPlane.controllerManager = false;
      for (const controller of controllers) controller.stop();
      return 'You stopped the controller manager';
    },
  },
  'start-controller-manager': {
    title: () => 'Start the controller manager',
    explanation: 'Every controller compares what is wanted with what is, and acts.',
    danger: false,
    needsApi: true,
    obstacle: ({ controlPlane }) => (controlPlane.controllerManager ? 'The controller manager is running.' : undefined),
    run({ controlPlane, controllers }) {
      controlPlane.controllerManager = true;
      for (const controller of controllers) if (!controlPlane.stoppedControllers.includes(controller.name)) controller.start();
      return 'You started the controller manager';
    },
  },
  'stop-controller': {
    title: (target) => `Stop the ${need(target, 'controller')}`,
    explanation: 'What it looks after stays as it is until it is started again.',
    danger: true,
    needsApi: false,
    obstacle(context, target) {
      const name = need(target, 'controller');
      if (!findController(context, name)) return `There is no controller named ${name}.`;
      return context.controlPlane.stoppedControllers.includes(name) ? `The ${name} is stopped already.` : undefined;
    },
    run(context, target) {
      const name = need(target, 'controller');
      context.controlPlane.stoppedControllers = [...context.controlPlane.stoppedControllers, name].sort();
      findController(context, name)?.stop();
      return `You stopped the ${name}`;
    },
  },
  'start-controller': {
    title: (target) => `Start the ${need(target, 'controller')}`,
    explanation: 'It looks at everything anew and acts on the difference.',
    danger: false,
    needsApi: true,
    obstacle(context, target) {
      const name = need(target, 'controller');
      if (!findController(context, name)) return `There is no controller named ${name}.`;
      return context.controlPlane.stoppedControllers.includes(name) ? undefined : `The ${name} is not stopped.`;
    },
    run(context, target) {
      const name = need(target, 'controller');
      context.controlPlane.stoppedControllers = context.controlPlane.stoppedControllers.filter((stopped) => stopped !== name);
      if (context.controlPlane.controllerManager) findController(context, name)?.start();
      return `You started the ${name}`;
    },
  },
};

function findController({ controllers }: FaultContext, name: string): FaultContext['controllers'][number] | undefined {
  return controllers.find((controller) => controller.name === name);
}
