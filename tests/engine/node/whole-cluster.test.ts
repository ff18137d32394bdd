import { describe, expect, it } from 'vitest';
import { controlPlaneMachine } from '../../../src/engine/node/control-plane-machine.ts';
import { createSimulation, restoreSimulation, type Simulation } from '../../../src/engine/simulation.ts';
import { deployment } from '../web-cluster.ts';

const taintsOf = (simulation: Simulation, node: string) => (simulation.api.get('Node', '', node)?.spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
const fault = (simulation: Simulation, name: 'memory-pressure' | 'disk-pressure' | 'relieve-pressure', node: string): string => simulation.act({ type: 'fault', fault: name, target: { node } }).sentence;
const ready = (simulation: Simulation): number => simulation.api.get('Deployment', 'default', 'web')?.status?.readyReplicas ?? 0;

function cluster(): Simulation {
  const simulation = createSimulation({ seed: 4 });
  simulation.api.apply(deployment('web', 6));
  simulation.settle();
  return simulation;
}

describe('a node under pressure', () => {
  it('is tainted, loses pods to others, and is used again when it is over', () => {
    const simulation = cluster();
    expect(fault(simulation, 'memory-pressure', 'node-2')).toBe('You used up the memory of node-2');
    expect(() => fault(simulation, 'memory-pressure', 'node-2')).toThrow('The memory of node-2 is used up already.');
    expect(simulation.faults.offers({ kind: 'Node', namespace: '', name: 'node-2' }).map((offer) => offer.fault)).toEqual(expect.arrayContaining(['disk-pressure', 'relieve-pressure']));
    simulation.advance(60_000);
    expect(taintsOf(simulation, 'node-2')).toEqual(['node.kubernetes.io/memory-pressure:NoSchedule']);
    expect(simulation.api.list('Pod').filter(({ status }) => status?.reason === 'Evicted').length).toBeGreaterThan(0);
    expect(ready(simulation)).toBe(6);
    const copy = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())));
    for (const each of [simulation, copy]) {
      expect(fault(each, 'relieve-pressure', 'node-2')).toBe('You freed memory and disk of node-2');
      each.settle();
    }
    expect(taintsOf(simulation, 'node-2')).toEqual([]);
    expect(copy.hash()).toBe(simulation.hash());
    expect(() => fault(simulation, 'relieve-pressure', 'node-2')).toThrow('Nothing has been taken of the memory or disk of node-2.');
  });

  it('of its disk takes no pod at all', () => {
    const simulation = cluster();
    fault(simulation, 'disk-pressure', 'node-1');
    simulation.advance(90_000);
    expect(taintsOf(simulation, 'node-1')).toEqual(['node.kubernetes.io/disk-pressure:NoSchedule']);
    expect(simulation.api.list('Pod', { nodeName: 'node-1' }).filter(({ status }) => status?.phase === 'Running')).toEqual([]);
    expect(ready(simulation)).toBe(6);
  });
});

it('the control plane on a machine of its own is there from the beginning, and drained of nothing', () => {
  const simulation = createSimulation({ seed: 4, machines: [controlPlaneMachine('control-plane'), { name: 'node-1', cpuMillis: 4000, memoryBytes: 8 * 1024 ** 3 }] });
  simulation.api.apply(deployment('web', 2));
  simulation.settle();
  const pods = simulation.api.list('Pod', { namespace: 'kube-system' });
  expect(pods.map(({ metadata, status }) => `${metadata.name} ${status?.phase}`)).toEqual(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => `${name}-control-plane Running`));
  expect(simulation.api.list('Pod', { nodeName: 'node-1' })).toHaveLength(2);
  simulation.act({ type: 'fault', fault: 'drain-node', target: { node: 'control-plane' } });
  simulation.settle();
  expect(simulation.api.list('Pod', { namespace: 'kube-system' }).map(({ metadata }) => metadata.uid)).toEqual(pods.map(({ metadata }) => metadata.uid));
});
