import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/engine/json.ts';
import { lateEngine } from '../../src/engine/late-engine-parts.ts';
import type { KindMap, KindName, Simulation } from '../../src/engine/simulation.ts';
import { beginnings } from '../../src/lessons/beginnings.ts';
import { openScenario } from '../../src/worker/open-scenario.ts';

const MINUTE_MS = 60_000;

function open(id: string): Simulation {
  const beginning = beginnings.get(id);
  if (!beginning) throw new Error(`no scenario ${id}`);
  return openScenario(beginning, () => lateEngine);
}
/** Applies the scenario's manifest with some of its text replaced, as a person who edits it does. */
function edit(simulation: Simulation, id: string, before: string, after: string): void {
  const text = JSON.stringify(beginnings.get(id)?.objects ?? []);
  expect(text).toContain(before);
  expect(simulation.api.apply(...(JSON.parse(text.replace(before, after)) as JsonObject[])).problems).toEqual([]);
}
function pods(simulation: Simulation, app: string, namespace = 'default'): KindMap['Pod'][] {
  return simulation.api.list('Pod', { namespace, labels: { app } });
}
const names = (list: readonly KindMap['Pod'][]): string[] => list.map(({ metadata }) => metadata.name ?? '');
const isReady = ({ status, metadata }: KindMap['Pod']): boolean => !metadata.deletionTimestamp && (status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false);
function events(simulation: Simulation, reason: string): string[] {
  return simulation.api.list('Event').filter((event) => event.reason === reason).map(({ message = '' }) => message);
}
function fault(simulation: Simulation, name: Parameters<Simulation['faults']['inject']>[0], target: Parameters<Simulation['faults']['inject']>[1]): void {
  simulation.act({ type: 'fault', fault: name, target });
}
function nodeOf(simulation: Simulation, pod: string): string {
  return simulation.api.get('Pod', 'default', pod)?.spec.nodeName ?? '';
}

it('statefulset: the same name comes back, higher numbers wait for lower ones, and the highest go first', () => {
  const simulation = open('statefulset');
  const before = simulation.api.get('Pod', 'default', 'db-1')?.metadata.uid;
  fault(simulation, 'delete-pod', { namespace: 'default', pod: 'db-1' });
  simulation.settle(5 * MINUTE_MS);
  expect(names(pods(simulation, 'db'))).toEqual(['db-0', 'db-1', 'db-2']);
  expect(simulation.api.get('Pod', 'default', 'db-1')?.metadata.uid).not.toBe(before);
  const born: string[] = [];
  simulation.watch(['Pod'], ({ type, object }) => void (type === 'ADDED' && born.push(`${object.metadata.name} after ${pods(simulation, 'db').filter(isReady).length}`)));
  edit(simulation, 'statefulset', '"replicas":3', '"replicas":5');
  simulation.settle(5 * MINUTE_MS);
  expect(born).toEqual(['db-3 after 3', 'db-4 after 4']);
  edit(simulation, 'statefulset', '"replicas":3', '"replicas":2');
  simulation.settle(5 * MINUTE_MS);
  expect(names(pods(simulation, 'db'))).toEqual(['db-0', 'db-1']);
});

it('stateful-canary: the partition lets one pod have the new version, and then all, from the highest down', () => {
  const simulation = open('stateful-canary');
  const images = (): string[] => pods(simulation, 'db').map(({ spec }) => spec.containers[0]?.image ?? '');
  edit(simulation, 'stateful-canary', 'redis:7', 'redis:8');
  simulation.settle(5 * MINUTE_MS);
  expect(images()).toEqual(['redis:7', 'redis:7', 'redis:7', 'redis:8']);
  const born: string[] = [];
  simulation.watch(['Pod'], ({ type, object }) => void (type === 'ADDED' && born.push(object.metadata.name ?? '')));
  simulation.api.apply(JSON.parse(JSON.stringify(beginnings.get('stateful-canary')?.objects[0]).replace('redis:7', 'redis:8').replace('"partition":3', '"partition":0')) as JsonObject);
  simulation.settle(10 * MINUTE_MS);
  expect(born).toEqual(['db-2', 'db-1', 'db-0']);
  expect(images()).toEqual(['redis:8', 'redis:8', 'redis:8', 'redis:8']);
});

it('stateful-lost-node: the pod is not replaced until its node is back or gone', () => {
  for (const end of ['power-on-node', 'remove-node'] as const) {
    const simulation = open('stateful-lost-node');
    const node = nodeOf(simulation, 'db-1');
    fault(simulation, 'power-off-node', { node });
    simulation.advance(8 * MINUTE_MS);
    expect(simulation.api.get('Pod', 'default', 'db-1')).toMatchObject({ spec: { nodeName: node }, metadata: { deletionTimestamp: expect.any(String) as string } });
    expect(pods(simulation, 'web').filter(isReady)).toHaveLength(3);
    fault(simulation, end, { node });
    simulation.advance(5 * MINUTE_MS);
    expect(pods(simulation, 'db').filter(isReady).map(({ metadata }) => metadata.name)).toEqual(['db-0', 'db-1', 'db-2']);
  }
});

it('daemonset: a new node gets its agent, a cordoned one keeps it, and an update goes node by node', () => {
  const simulation = open('daemonset');
  expect(pods(simulation, 'agent')).toHaveLength(3);
  fault(simulation, 'add-node', {});
  simulation.settle(5 * MINUTE_MS);
  expect(new Set(pods(simulation, 'agent').map(({ spec }) => spec.nodeName)).size).toBe(4);
  fault(simulation, 'cordon-node', { node: 'node-1' });
  simulation.settle(5 * MINUTE_MS);
  expect(pods(simulation, 'agent').filter(isReady)).toHaveLength(4);
  let fewest = 4;
  simulation.watch(['Pod'], () => void (fewest = Math.min(fewest, pods(simulation, 'agent').filter(isReady).length)));
  edit(simulation, 'daemonset', 'busybox:1.36', 'busybox:1.37');
  simulation.settle(10 * MINUTE_MS);
  expect(fewest).toBe(3);
  expect(pods(simulation, 'agent').map(({ spec }) => spec.containers[0]?.image)).toEqual(Array.from({ length: 4 }, () => 'busybox:1.37'));
});

it('job: seven parts are done, the one that cannot succeed is tried three times and given up', () => {
  const simulation = open('job');
  simulation.advance(10 * MINUTE_MS);
  const status = simulation.api.get('Job', 'default', 'work')?.status;
  expect(status).toMatchObject({ succeeded: 7, completedIndexes: '0-3,5-7', failedIndexes: '4', failed: 3 });
  expect(status?.conditions?.map(({ type }) => type)).toContain('Failed');
});

it('cronjob: a Job every two minutes, three kept, and none beside one that runs', () => {
  const simulation = open('cronjob');
  simulation.advance(20 * MINUTE_MS);
  expect(simulation.api.list('Job').filter(({ status }) => status?.succeeded === 1)).toHaveLength(3);
  edit(simulation, 'cronjob', 'sleep 40', 'sleep 150');
  simulation.advance(10 * MINUTE_MS);
  expect(simulation.api.list('Job').filter(({ status }) => (status?.active ?? 0) > 0).length).toBeLessThanOrEqual(1);
  expect(events(simulation, 'JobAlreadyActive').length).toBeGreaterThan(0);
});

it('disruption-budget: the drains end, and never are there fewer than three', () => {
  const simulation = open('disruption-budget');
  let fewest = 4;
  simulation.watch(['Pod'], () => void (fewest = Math.min(fewest, pods(simulation, 'web').filter(isReady).length)));
  fault(simulation, 'drain-node', { node: 'node-1' });
  try {
    fault(simulation, 'drain-node', { node: 'node-2' });
  } catch {
    // What kubectl says of pods that it cannot evict yet.
  }
  simulation.advance(10 * MINUTE_MS);
  expect(fewest).toBeGreaterThanOrEqual(3);
  expect(new Set(pods(simulation, 'web').map(({ spec }) => spec.nodeName))).toEqual(new Set(['node-3']));
});

it('preemption: urgent pods take the places of pods that may be pushed out', () => {
  const simulation = open('preemption');
  expect(pods(simulation, 'batch').filter(isReady)).toHaveLength(9);
  edit(simulation, 'preemption', '"replicas":0', '"replicas":3');
  simulation.advance(5 * MINUTE_MS);
  expect(pods(simulation, 'urgent').filter(isReady)).toHaveLength(3);
  expect(events(simulation, 'Preempted')).toHaveLength(3);
  expect(pods(simulation, 'batch').filter(({ spec }) => spec.nodeName === undefined)).toHaveLength(3);
});

it('spreading: no zone gets ahead, and a cache without a node of its own waits', () => {
  const simulation = open('spreading');
  simulation.api.scale('Deployment', 'default', 'web', 9);
  simulation.settle(5 * MINUTE_MS);
  const perNode = ['node-1', 'node-2', 'node-3'].map((node) => pods(simulation, 'web').filter(({ spec }) => spec.nodeName === node).length);
  expect(perNode).toEqual([3, 3, 3]);
  const [cache] = pods(simulation, 'cache');
  fault(simulation, 'power-off-node', { node: cache?.spec.nodeName ?? '' });
  simulation.advance(8 * MINUTE_MS);
  const waiting = pods(simulation, 'cache').filter(({ spec }) => spec.nodeName === undefined);
  expect(waiting).toHaveLength(1);
  expect(waiting[0]?.status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message).toContain("node(s) didn't match pod anti-affinity rules");
});

it('quota: the fifth pod is refused, and there when the quota is raised', () => {
  const simulation = open('quota');
  expect(pods(simulation, 'web', 'team')[0]?.spec.containers[0]?.resources).toMatchObject({ requests: { cpu: '250m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } });
  simulation.api.scale('Deployment', 'team', 'web', 6);
  simulation.advance(MINUTE_MS);
  expect(pods(simulation, 'web', 'team')).toHaveLength(4);
  expect(events(simulation, 'FailedCreate').join()).toContain('exceeded quota: all, requested: requests.cpu=250m, used: requests.cpu=1, limited: requests.cpu=1');
  simulation.api.apply(JSON.parse(JSON.stringify(beginnings.get('quota')?.objects[1]).replace('"requests.cpu":"1"', '"requests.cpu":"2"')) as JsonObject);
  simulation.advance(20 * MINUTE_MS);
  expect(pods(simulation, 'web', 'team').filter(isReady)).toHaveLength(6);
});

it('init-and-sidecar: init containers one by one, and the sidecar stays', () => {
  const simulation = open('init-and-sidecar');
  fault(simulation, 'delete-pod', { namespace: 'default', pod: names(pods(simulation, 'shop'))[0] ?? '' });
  const order: string[] = [];
  simulation.watch(['Pod'], ({ object }) => {
    for (const { name, state } of object.status?.initContainerStatuses ?? []) if (state?.running && order.at(-1) !== name && !order.includes(name)) order.push(name);
  });
  simulation.settle(5 * MINUTE_MS);
  expect(order.slice(-3)).toEqual(expect.arrayContaining(['settings', 'logs', 'migrate']));
  for (const pod of pods(simulation, 'shop')) {
    expect(isReady(pod)).toBe(true);
    expect(pod.status?.initContainerStatuses?.map(({ name, state }) => [name, Object.keys(state ?? {})[0]])).toEqual([['settings', 'terminated'], ['logs', 'running'], ['migrate', 'terminated']]);
  }
});

it('memory-pressure: a kubelet evicts what takes more than it asked for, and its node says why', () => {
  const simulation = open('memory-pressure');
  let hadPressure = false;
  simulation.watch(['Node'], ({ object }) => void (hadPressure ||= object.status?.conditions?.some(({ type, status }) => type === 'MemoryPressure' && status === 'True') ?? false));
  simulation.advance(30 * MINUTE_MS);
  expect(hadPressure).toBe(true);
  expect(events(simulation, 'Evicted').join()).toContain('The node was low on resource: memory.');
  expect(pods(simulation, 'leaky').some(({ status }) => status?.reason === 'Evicted')).toBe(true);
  expect(pods(simulation, 'web').filter(({ status }) => status?.reason === 'Evicted')).toEqual([]);
});

it('rbac: jane looks, is refused, and may when the role says so', () => {
  const simulation = open('rbac');
  const jane = { as: { name: 'jane', groups: [] } };
  const scale = { type: 'scale', target: { kind: 'Deployment', namespace: 'shop', name: 'web' }, replicas: 5 } as const;
  expect(simulation.can(jane.as, { verb: 'list', group: '', resource: 'pods', namespace: 'shop' })).toBe(true);
  expect(() => simulation.act(scale, jane)).toThrow('deployments.apps "web" is forbidden: User "jane" cannot patch resource "deployments/scale" in API group "apps" in the namespace "shop"');
  const role = JSON.parse(JSON.stringify(beginnings.get('rbac')?.objects[1])) as { rules: object[] };
  role.rules.push({ apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: ['patch'] });
  simulation.api.apply(role);
  simulation.act(scale, jane);
  simulation.settle(5 * MINUTE_MS);
  expect(pods(simulation, 'web', 'shop').filter(isReady)).toHaveLength(5);
});

it('control-plane-node: nobody schedules while the scheduler is down, and nothing is answered while etcd is', () => {
  const simulation = open('control-plane-node');
  for (let times = 0; times < 2; times++) {
    fault(simulation, 'crash-container', { namespace: 'kube-system', pod: 'kube-scheduler-control-plane' });
    simulation.advance(3_000);
  }
  fault(simulation, 'delete-pod', { namespace: 'default', pod: names(pods(simulation, 'web'))[0] ?? '' });
  simulation.advance(500);
  expect(simulation.controlPlane.scheduler).toBe(false);
  simulation.advance(3 * MINUTE_MS);
  expect(pods(simulation, 'web').filter(isReady)).toHaveLength(4);
  fault(simulation, 'crash-container', { namespace: 'kube-system', pod: 'etcd-control-plane' });
  simulation.advance(1);
  expect(simulation.controlPlane.apiServer).toBe(false);
  simulation.advance(3 * MINUTE_MS);
  expect(simulation.controlPlane.apiServer).toBe(true);
});

it('garbage: a deleted ReplicaSet is made anew, and a Deployment takes along what it owns', () => {
  const simulation = open('garbage');
  const [set] = simulation.api.list('ReplicaSet');
  simulation.api.delete('ReplicaSet', 'default', set?.metadata.name ?? '');
  simulation.settle(5 * MINUTE_MS);
  expect(simulation.api.list('ReplicaSet')[0]?.metadata.uid).not.toBe(set?.metadata.uid);
  expect(pods(simulation, 'web').filter(isReady)).toHaveLength(3);
  simulation.api.delete('Deployment', 'default', 'web');
  simulation.settle(5 * MINUTE_MS);
  for (const kind of ['Deployment', 'ReplicaSet', 'Pod'] satisfies KindName[]) expect(simulation.api.list(kind, { namespace: 'default' })).toEqual([]);
  expect(simulation.api.get('ConfigMap', 'default', 'settings')).toBeDefined();
});
