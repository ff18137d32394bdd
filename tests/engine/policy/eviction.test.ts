import { describe, expect, it } from 'vitest';
import { restoreSimulation, type KindMap, type Simulation } from '../../../src/engine/simulation.ts';
import { deployment, eventsOf, readyPods } from '../web-cluster.ts';
import { apply, budget, cluster, manifest, pod, podNamed } from './cluster.ts';

const statusOf = (simulation: Simulation, name: string): KindMap['PodDisruptionBudget']['status'] => simulation.api.get('PodDisruptionBudget', 'default', name)?.status;
const drain = (simulation: Simulation, node: string): string => simulation.act({ type: 'fault', fault: 'drain-node', target: { node } }).sentence;
const podsOn = (simulation: Simulation, node: string): KindMap['Pod'][] => simulation.api.list('Pod', { nodeName: node, namespace: 'default' });
const clone = (simulation: Simulation): Simulation => restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())) as ReturnType<Simulation['checkpoint']>);

describe('a disruption budget', () => {
  it('says how many pods may be evicted', () => {
    const simulation = cluster(deployment('web', 3), budget('web', 'web', { minAvailable: 2 }));
    expect(statusOf(simulation, 'web')).toMatchObject({ currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, disruptionsAllowed: 1, observedGeneration: 1 });
    expect(statusOf(simulation, 'web')?.conditions).toMatchObject([{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods', message: '', observedGeneration: 1 }]);
  });
  it('reckons shares of what the pods\' controller wants, rounded up', () => {
    const simulation = cluster(deployment('web', 7), budget('most', 'web', { maxUnavailable: '50%' }), budget('least', 'web', { minAvailable: '50%' }));
    expect(statusOf(simulation, 'most')).toMatchObject({ expectedPods: 7, desiredHealthy: 3, disruptionsAllowed: 4 });
    expect(statusOf(simulation, 'least')).toMatchObject({ expectedPods: 7, desiredHealthy: 4, disruptionsAllowed: 3 });
  });
  it('allows nothing without pods, and says that there are none', () => {
    const simulation = cluster(budget('web', 'web', { minAvailable: 0 }));
    expect(statusOf(simulation, 'web')).toMatchObject({ expectedPods: 0, disruptionsAllowed: 0 });
    expect(eventsOf(simulation, 'web')).toEqual(['NoPods: No matching pods found']);
  });
  it('warns of pods that nobody controls', () => {
    const simulation = cluster(pod('web', {}, { labels: { app: 'web' } }), budget('guard', 'web', { maxUnavailable: 1 }));
    expect(statusOf(simulation, 'guard')).toMatchObject({ expectedPods: 0, disruptionsAllowed: 0 });
    expect(eventsOf(simulation, 'guard').at(-1)).toMatch(/^UnmanagedPods: .*\(selector: &LabelSelector\{MatchLabels:map\[string\]string\{app: web,\},MatchExpressions:\[\]LabelSelectorRequirement\{\},\}\)/);
  });
  it('fails where the controller of a pod has no scale', () => {
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', controller: true };
    const simulation = cluster(manifest('v1', 'ConfigMap', 'owner', {}));
    const uid = simulation.api.get('ConfigMap', 'default', 'owner')?.metadata.uid ?? '';
    apply(simulation, pod('web', {}, { labels: { app: 'web' }, ownerReferences: [{ ...owner, uid }] }), budget('guard', 'web', { maxUnavailable: 1 }));
    expect(statusOf(simulation, 'guard')?.conditions).toMatchObject([{ status: 'False', reason: 'SyncFailed', message: 'configmaps does not implement the scale subresource' }]);
    expect(eventsOf(simulation, 'guard').at(-1)).toBe('CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: configmaps does not implement the scale subresource');
  });
  it('must make sense', () => {
    const simulation = cluster();
    const problems = (spec: Parameters<typeof budget>[2]): string => simulation.api.apply(budget('web', 'web', spec)).problems.map(({ message }) => message).join();
    expect(problems({ minAvailable: 1, maxUnavailable: 1 })).toContain('minAvailable and maxUnavailable cannot be both set');
    expect(problems({ minAvailable: '101%' })).toContain('spec.minAvailable: Invalid value: "101%": must not be greater than 100%');
    expect(problems({ maxUnavailable: -1 })).toContain('spec.maxUnavailable: Invalid value: -1: must be greater than or equal to 0');
    expect(problems({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'Never' })).toContain('supported values: "AlwaysAllow", "IfHealthyBudget"');
  });
});

describe('draining a node', () => {
  it('tries again every five seconds where a budget holds pods back', () => {
    const simulation = cluster(deployment('web', 2, { pod: { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } } }), budget('web', 'web', { minAvailable: 2 }));
    const sentence = drain(simulation, 'node-1');
    const [first, second] = podsOn(simulation, 'node-1').map(({ metadata }) => metadata.name ?? '');
    const said = (name: string): string => `error when evicting pods/"${name}" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.`;
    expect(sentence).toBe(`You began to drain node-1: ${said(first ?? '')}; ${said(second ?? '')}`);
    expect(simulation.settle(60_000).settled).toBe(true);
    simulation.advance(60_000);
    expect(podsOn(simulation, 'node-1')).toHaveLength(2);
    apply(simulation, budget('web', 'web', { minAvailable: 1 }));
    simulation.settle();
    simulation.advance(5_000);
    expect(podsOn(simulation, 'node-1').filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toHaveLength(1);
  });
  it('moves a Deployment without ever falling below its budget', () => {
    const simulation = cluster(deployment('web', 4), budget('web', 'web', { maxUnavailable: 1 }));
    let fewest = 4;
    simulation.watch(['Pod'], () => {
      fewest = Math.min(fewest, readyPods(simulation).length);
    });
    const node = simulation.api.list('Pod', { namespace: 'default' }).map(({ spec }) => spec.nodeName ?? '').sort().find((name, index, all) => all[index - 1] === name) ?? '';
    expect(drain(simulation, node)).toContain('(will retry after 5s)');
    simulation.settle();
    expect(podsOn(simulation, node)).toEqual([]);
    expect(readyPods(simulation)).toHaveLength(4);
    expect(fewest).toBe(3);
  });
  it('goes on alike after a restart from a checkpoint', () => {
    const simulation = cluster(deployment('web', 4), budget('web', 'web', { maxUnavailable: 1 }));
    drain(simulation, 'node-1');
    simulation.advance(2_000);
    const restored = clone(simulation);
    for (const one of [simulation, restored]) one.advance(40_000);
    expect(restored.hash()).toBe(simulation.hash());
    expect(podsOn(simulation, 'node-1')).toEqual([]);
  });
  it('is called off when the node takes pods again', () => {
    const simulation = cluster(deployment('web', 2, { pod: { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } } }), budget('web', 'web', { minAvailable: 2 }));
    drain(simulation, 'node-1');
    simulation.act({ type: 'fault', fault: 'uncordon-node', target: { node: 'node-1' } });
    simulation.advance(20_000);
    apply(simulation, budget('web', 'web', { minAvailable: 0 }));
    simulation.advance(20_000);
    expect(readyPods(simulation)).toHaveLength(2);
  });
  it('leaves pods of two budgets, and says why', () => {
    const simulation = cluster(deployment('web', 1), budget('a', 'web', { minAvailable: 0 }), budget('b', 'web', { minAvailable: 0 }));
    const [{ metadata, spec } = podNamed(simulation, 'none')] = simulation.api.list('Pod', { namespace: 'default' });
    expect(drain(simulation, spec.nodeName ?? '')).toBe(
      `You began to drain ${spec.nodeName ?? ''}: error when evicting pods/"${metadata.name ?? ''}" -n "default": This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.`);
    expect(eventsOf(simulation, metadata.name ?? '')).toContain(
      `MultiplePodDisruptionBudgets: Pod "default"/"${metadata.name ?? ''}" matches multiple PodDisruptionBudgets.  Chose "a" arbitrarily.`);
  });
  it('takes pods that are not ready where the budget is healthy without them, or where it says so', () => {
    const broken = { readinessProbe: { exec: { command: ['false'] }, periodSeconds: 1 } };
    const drained = (spec: Parameters<typeof budget>[2]): boolean => {
      const simulation = cluster(deployment('web', 1, { container: broken }), budget('web', 'web', spec));
      const node = simulation.api.list('Pod', { namespace: 'default' })[0]?.spec.nodeName ?? '';
      return !drain(simulation, node).includes('will retry');
    };
    expect(drained({ minAvailable: 1 })).toBe(false);
    expect(drained({ minAvailable: 1, unhealthyPodEvictionPolicy: 'IfHealthyBudget' })).toBe(false);
    expect(drained({ minAvailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' })).toBe(true);
  });
});

describe('what was said to be disrupted and is still there', () => {
  const disrupted = (simulation: Simulation): void => {
    const found = podNamed(simulation, 'web');
    const condition = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', lastTransitionTime: new Date(simulation.now()).toISOString().replace(/\.\d+/, '') };
    simulation.act({ type: 'update', subresource: 'status', object: { ...found, status: { ...found.status, conditions: [...(found.status?.conditions ?? []), condition] } } as never });
  };
  const conditionOf = (simulation: Simulation): string | undefined => podNamed(simulation, 'web').status?.conditions?.find(({ type }) => type === 'DisruptionTarget')?.status;

  it('is no longer about to go after two minutes, whoever was stopped meanwhile', () => {
    const simulation = cluster(pod('web'));
    disrupted(simulation);
    simulation.advance(60_000);
    for (const name of ['stop-controller', 'start-controller'] as const) simulation.act({ type: 'fault', fault: name, target: { controller: 'disruption-controller' } });
    simulation.advance(55_000);
    expect(conditionOf(simulation)).toBe('True');
    simulation.advance(10_000);
    expect(conditionOf(simulation)).toBe('False');
  });
  it('counts as healthy again after two minutes, and is told of', () => {
    const simulation = cluster(pod('web', {}, { labels: { app: 'web' } }), budget('guard', 'web', { minAvailable: 0 }));
    const found = simulation.api.get('PodDisruptionBudget', 'default', 'guard');
    const time = new Date(simulation.now()).toISOString().replace(/\.\d+/, '');
    simulation.act({ type: 'update', subresource: 'status', object: { ...found, status: { ...found?.status, disruptedPods: { web: time, gone: time } } } as never });
    simulation.settle();
    expect(statusOf(simulation, 'guard')).toMatchObject({ currentHealthy: 0, disruptionsAllowed: 0, disruptedPods: { web: time } });
    simulation.advance(125_000);
    expect(statusOf(simulation, 'guard')).toMatchObject({ currentHealthy: 1, disruptionsAllowed: 1 });
    expect(statusOf(simulation, 'guard')?.disruptedPods).toBeUndefined();
    expect(eventsOf(simulation, 'web')).toContain("NotDeleted: Pod was expected by PDB default/default to be deleted but it wasn't");
  });
});
