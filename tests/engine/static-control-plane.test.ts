import { expect, it } from 'vitest';
import { controlPlaneMachine } from '../../src/engine/node/control-plane-machine.ts';
import { createSimulation, DEFAULT_MACHINES, restoreSimulation, type Simulation } from '../../src/engine/simulation.ts';
import { deployment } from './web-cluster.ts';

function cluster(): Simulation {
  return createSimulation({ seed: 4, machines: [controlPlaneMachine('control-plane'), ...DEFAULT_MACHINES] });
}
function crash(simulation: Simulation, component: string): void {
  simulation.act({ type: 'fault', fault: 'crash-container', target: { namespace: 'kube-system', pod: `${component}-control-plane` } });
}

it('runs the control plane as static pods, and keeps other pods off its node', () => {
  const simulation = cluster();
  simulation.api.apply(deployment('web', 6));
  simulation.settle();
  expect(simulation.api.list('Pod', { namespace: 'kube-system' }).map(({ metadata }) => metadata.name)).toEqual([
    'etcd-control-plane', 'kube-apiserver-control-plane', 'kube-controller-manager-control-plane', 'kube-scheduler-control-plane',
  ]);
  expect(simulation.api.list('Pod', { namespace: 'default' }).map(({ spec }) => spec.nodeName)).not.toContain('control-plane');
});

it('has no scheduler while the scheduler\'s container is down, and one when it is back', () => {
  const simulation = cluster();
  simulation.advance(30_000);
  crash(simulation, 'kube-scheduler');
  simulation.advance(1);
  expect(simulation.controlPlane.scheduler).toBe(false);
  simulation.settle();
  expect(simulation.controlPlane.scheduler).toBe(true);
  simulation.api.apply(deployment('web', 2));
  simulation.settle();
  expect(simulation.api.get('Deployment', 'default', 'web')?.status?.readyReplicas).toBe(2);
});

it('loses its API server with the store, and everything with the node, until they are back', () => {
  const simulation = cluster();
  simulation.api.apply(deployment('web', 2));
  simulation.settle();
  crash(simulation, 'etcd');
  simulation.advance(1);
  expect(simulation.controlPlane.apiServer).toBe(false);
  expect(() => simulation.faults.inject('drain-node', { node: 'node-1' })).toThrow('etcd is down, and the API server with it.');
  simulation.settle();
  expect(simulation.controlPlane.apiServer).toBe(true);
  simulation.act({ type: 'fault', fault: 'power-off-node', target: { node: 'control-plane' } });
  simulation.advance(600_000);
  expect(simulation.controlPlane).toMatchObject({ apiServer: false, scheduler: false, controllerManager: false });
  const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())));
  for (const one of [simulation, restored]) {
    one.act({ type: 'fault', fault: 'power-on-node', target: { node: 'control-plane' } });
    one.advance(300_000);
    expect(one.controlPlane).toMatchObject({ apiServer: true, scheduler: true, controllerManager: true, downPods: [] });
    expect(one.api.get('Deployment', 'default', 'web')?.status?.readyReplicas).toBe(2);
  }
  expect(restored.hash()).toBe(simulation.hash());
});
