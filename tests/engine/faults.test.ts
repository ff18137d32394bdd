import { describe, expect, test } from 'vitest';
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts';
import type { FaultName, FaultTarget } from '../../src/engine/actions.ts';
import { FAULTS } from '../../src/engine/faults.ts';
import { deployment, eventsOf, readyPods, readyStatus, webCluster } from './web-cluster.ts';

const SECOND = 1000;
const inject = (simulation: Simulation, fault: FaultName, target: FaultTarget = {}): string => simulation.act({ type: 'fault', fault, target }).sentence;
const firstPod = (simulation: Simulation): string => readyPods(simulation)[0]?.metadata.name ?? '';
const podTarget = (simulation: Simulation): FaultTarget => ({ namespace: 'default', pod: firstPod(simulation) });
const probed = { readinessProbe: { httpGet: { path: '/', port: 80 } }, livenessProbe: { httpGet: { path: '/', port: 80 } } };

function probedCluster(): Simulation {
  const simulation = createSimulation({ seed: 5 });
  simulation.api.apply(deployment('web', 3, { container: probed }));
  simulation.settle();
  return simulation;
}

describe('nodes', () => {
  test('cut off: the node is lost to the control plane while its containers run on', () => {
    const simulation = webCluster();
    expect(inject(simulation, 'partition-node', { node: 'node-2' })).toBe('You cut off node-2');
    simulation.advance(60 * SECOND);
    expect(readyStatus(simulation, 'node-2')).toBe('Unknown');
    expect(simulation.machines.get('node-2')).toMatchObject({ powered: true, partitioned: true });
    inject(simulation, 'heal-partition', { node: 'node-2' });
    simulation.settle();
    expect(readyStatus(simulation, 'node-2')).toBe('True');
    expect(readyPods(simulation)).toHaveLength(3);
  });

  test('cordon keeps new pods away; uncordon lets them in', () => {
    const simulation = webCluster();
    inject(simulation, 'cordon-node', { node: 'node-1' });
    simulation.api.scale('Deployment', 'default', 'web', 9);
    simulation.settle();
    expect(simulation.api.list('Pod', { nodeName: 'node-1' })).toHaveLength(1);
    expect(() => inject(simulation, 'cordon-node', { node: 'node-1' })).toThrow('node-1 is cordoned already.');
    inject(simulation, 'uncordon-node', { node: 'node-1' });
    simulation.api.scale('Deployment', 'default', 'web', 12);
    simulation.settle();
    expect(simulation.api.list('Pod', { nodeName: 'node-1' }).length).toBeGreaterThan(1);
  });

  test('drain moves every pod away and leaves the node cordoned', () => {
    const simulation = webCluster(6);
    expect(inject(simulation, 'drain-node', { node: 'node-3' })).toBe('You drained node-3');
    simulation.settle();
    expect(simulation.api.list('Pod', { nodeName: 'node-3' })).toEqual([]);
    expect(readyPods(simulation)).toHaveLength(6);
    expect(simulation.api.get('Node', '', 'node-3')?.spec?.unschedulable).toBe(true);
  });

  test('an added node joins and takes pods; a removed one is cleaned up after', () => {
    const simulation = webCluster();
    expect(inject(simulation, 'add-node')).toBe('You added node-4');
    simulation.settle();
    expect(readyStatus(simulation, 'node-4')).toBe('True');
    inject(simulation, 'remove-node', { node: 'node-1' });
    simulation.advance(300 * SECOND);
    expect(simulation.api.get('Node', '', 'node-1')).toBeUndefined();
    expect(readyPods(simulation)).toHaveLength(3);
    expect(simulation.api.list('Pod', { nodeName: 'node-1' })).toEqual([]);
  });
});

describe('pods and containers', () => {
  test('a crashed container is started again, after a back-off the second time', () => {
    const simulation = webCluster();
    const target = podTarget(simulation);
    inject(simulation, 'crash-container', { ...target, container: 'main' });
    simulation.settle();
    expect(simulation.api.get('Pod', 'default', target.pod ?? '')?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 1, reason: 'Error' } } });
    inject(simulation, 'crash-container', target);
    simulation.advance(2 * SECOND);
    expect(simulation.api.get('Pod', 'default', target.pod ?? '')?.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    simulation.settle();
    expect(readyPods(simulation)).toHaveLength(3);
  });

  test('out of memory: exit code 137, OOMKilled', () => {
    const simulation = webCluster();
    const target = podTarget(simulation);
    inject(simulation, 'oom-container', target);
    simulation.settle();
    expect(simulation.api.get('Pod', 'default', target.pod ?? '')?.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  test('failing readiness takes a pod out of its Service until it is restored', () => {
    const simulation = probedCluster();
    simulation.api.apply({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } });
    simulation.settle();
    const ready = (): number => simulation.api.list('EndpointSlice', { namespace: 'default' }).flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.ready).length;
    expect(ready()).toBe(3);
    const target = podTarget(simulation);
    inject(simulation, 'fail-readiness', target);
    simulation.advance(40 * SECOND);
    expect(ready()).toBe(2);
    expect(readyPods(simulation)).toHaveLength(2);
    inject(simulation, 'restore-readiness', target);
    simulation.advance(20 * SECOND);
    expect(ready()).toBe(3);
  });

  test('failing liveness restarts the container', () => {
    const simulation = probedCluster();
    const target = podTarget(simulation);
    inject(simulation, 'fail-liveness', target);
    simulation.advance(70 * SECOND);
    expect(simulation.api.get('Pod', 'default', target.pod ?? '')?.status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0);
    expect(eventsOf(simulation, target.pod ?? '')).toContain('Killing: Container main failed liveness probe, will be restarted');
  });

  test('a deleted pod stops gracefully and is replaced', () => {
    const simulation = webCluster();
    const target = podTarget(simulation);
    inject(simulation, 'delete-pod', target);
    simulation.settle();
    expect(simulation.api.get('Pod', 'default', target.pod ?? '')).toBeUndefined();
    expect(readyPods(simulation)).toHaveLength(3);
  });
});

describe('images', () => {
  test('a lost image stalls the next rollout and is pulled once it is back', () => {
    const simulation = webCluster();
    inject(simulation, 'break-image', { image: 'nginx:1.28' });
    simulation.api.apply(deployment('web', 3, { container: { image: 'nginx:1.28' } }));
    simulation.advance(60 * SECOND);
    const waiting = simulation.api.list('Pod', { namespace: 'default' }).flatMap(({ status }) => status?.containerStatuses ?? []).map(({ state }) => state?.waiting?.reason);
    expect(waiting.some((reason) => reason === 'ImagePullBackOff' || reason === 'ErrImagePull')).toBe(true);
    expect(readyPods(simulation)).toHaveLength(3);
    inject(simulation, 'mend-image', { image: 'nginx:1.28' });
    simulation.settle();
    expect(readyPods(simulation).map(({ spec }) => spec.containers[0]?.image)).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28']);
  });

  test('with the registry down new images cannot be pulled, old ones still start', () => {
    const simulation = webCluster();
    inject(simulation, 'stop-registry');
    inject(simulation, 'delete-pod', podTarget(simulation));
    simulation.settle();
    expect(readyPods(simulation)).toHaveLength(3);
    simulation.api.apply(deployment('cache', 1, { container: { image: 'redis:7' } }));
    simulation.advance(30 * SECOND);
    expect(readyPods(simulation)).toHaveLength(3);
    inject(simulation, 'start-registry');
    simulation.settle();
    expect(readyPods(simulation)).toHaveLength(4);
  });
});

describe('the control plane', () => {
  test('without a scheduler new pods wait; they are taken up when it starts', () => {
    const simulation = webCluster();
    inject(simulation, 'stop-scheduler');
    simulation.api.scale('Deployment', 'default', 'web', 5);
    simulation.settle();
    expect(simulation.api.list('Pod', { namespace: 'default' }).filter(({ spec }) => spec.nodeName === undefined)).toHaveLength(2);
    inject(simulation, 'start-scheduler');
    simulation.settle();
    expect(readyPods(simulation)).toHaveLength(5);
  });

  test('without controllers nothing is replaced; the start makes up for it', () => {
    const simulation = webCluster();
    inject(simulation, 'stop-controller-manager');
    inject(simulation, 'delete-pod', podTarget(simulation));
    simulation.advance(120 * SECOND);
    expect(readyPods(simulation)).toHaveLength(2);
    inject(simulation, 'start-controller-manager');
    simulation.settle();
    expect(readyPods(simulation)).toHaveLength(3);
  });

  test('one controller can be stopped alone, and stays stopped when the manager restarts', () => {
    const simulation = webCluster();
    inject(simulation, 'stop-controller', { controller: 'replicaset-controller' });
    inject(simulation, 'stop-controller-manager');
    inject(simulation, 'start-controller-manager');
    inject(simulation, 'delete-pod', podTarget(simulation));
    simulation.advance(60 * SECOND);
    expect(readyPods(simulation)).toHaveLength(2);
    inject(simulation, 'start-controller', { controller: 'replicaset-controller' });
    simulation.settle();
    expect(readyPods(simulation)).toHaveLength(3);
  });

  test('without an API server containers run on, and everything catches up afterwards', () => {
    const simulation = webCluster();
    inject(simulation, 'stop-api-server');
    expect(() => inject(simulation, 'drain-node', { node: 'node-1' })).toThrow('The API server is stopped: start it first.');
    simulation.advance(20 * SECOND);
    inject(simulation, 'start-api-server');
    simulation.advance(90 * SECOND);
    expect(['node-1', 'node-2', 'node-3'].map((node) => readyStatus(simulation, node))).toEqual(['True', 'True', 'True']);
    simulation.api.scale('Deployment', 'default', 'web', 4);
    simulation.settle();
    expect(readyPods(simulation)).toHaveLength(4);
  });
});

test('every fault has a title, one sentence on what it does, and refuses nonsense with a sentence', () => {
  for (const [name, fault] of Object.entries(FAULTS)) {
    const simulation = webCluster();
    const target = { node: 'node-1', namespace: 'default', pod: 'no-such-pod', container: 'main', image: 'nginx', controller: 'namespace-controller' };
    expect(fault.title(target), name).not.toBe('');
    expect(fault.explanation, name).toMatch(/^[A-Z].*[a-z)]\.$/);
    try {
      inject(simulation, name as FaultName, { node: 'no-such-node', namespace: 'default', pod: 'no-such-pod', image: '!!', controller: 'nobody' });
    } catch (error) {
      expect((error as Error).message, name).toMatch(/[.]$|not found$/);
    }
  }
});

test('what is offered for a thing can be done to it', () => {
  const simulation = probedCluster();
  const references = [
    null, { kind: 'Node', namespace: '', name: 'node-1' }, { kind: 'Pod', namespace: 'default', name: firstPod(simulation) }, { kind: 'Deployment', namespace: 'default', name: 'web' },
    ...['kube-apiserver', 'kube-scheduler', 'kube-controller-manager'].map((name) => ({ kind: 'ControlPlane', namespace: '', name })),
  ];
  for (const reference of references) {
    const offers = simulation.faults.offers(reference);
    expect(offers.length).toBeGreaterThan(0);
    for (const { fault, target, enabled } of offers) {
      expect(enabled, fault).toBe(true);
      const other = probedCluster();
      expect(other.act({ type: 'fault', fault, target }).sentence).toMatch(/^You /);
    }
  }
});
