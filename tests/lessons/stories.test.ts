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
  simulation.settle();
  expect(names(pods(simulation, 'db'))).toEqual(['db-0', 'db-1', 'db-2']);
  expect(simulation.api.get('Pod', 'default', 'db-1')?.metadata.uid).not.toBe(before);
  const born: string[] = [];
  simulation.watch(['Pod'], ({ type, object }) => void (type === 'ADDED' && born.push(`${object.metadata.name} after ${pods(simulation, 'db').filter(isReady).length}`)));
  edit(simulation, 'statefulset', '"replicas":3', '"replicas":5');
  simulation.settle();
  expect(born).toEqual(['db-3 after 3', 'db-4 after 4']);
  edit(simulation, 'statefulset', '"replicas":3', '"replicas":2');
  simulation.settle();
  expect(names(pods(simulation, 'db'))).toEqual(['db-0', 'db-1']);
});

it('stateful-canary: the partition lets one pod have the new version, and then all, from the highest down', () => {
  const simulation = open('stateful-canary');
  const images = (): string[] => pods(simulation, 'db').map(({ spec }) => spec.containers[0]?.image ?? '');
  edit(simulation, 'stateful-canary', 'redis:7', 'redis:8');
  simulation.settle();
  expect(images()).toEqual(['redis:7', 'redis:7', 'redis:7', 'redis:8']);
  const born: string[] = [];
  simulation.watch(['Pod'], ({ type, object }) => void (type === 'ADDED' && born.push(object.metadata.name ?? '')));
  simulation.api.apply(JSON.parse(JSON.stringify(beginnings.get('stateful-canary')?.objects[0]).replace('redis:7', 'redis:8').replace('"partition":3', '"partition":0')) as JsonObject);
  simulation.settle();
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
  simulation.settle();
  expect(new Set(pods(simulation, 'agent').map(({ spec }) => spec.nodeName)).size).toBe(4);
  fault(simulation, 'cordon-node', { node: 'node-1' });
  simulation.settle();
  expect(pods(simulation, 'agent').filter(isReady)).toHaveLength(4);
  let fewest = 4;
  simulation.watch(['Pod'], () => void (fewest = Math.min(fewest, pods(simulation, 'agent').filter(isReady).length)));
  edit(simulation, 'daemonset', 'busybox:1.36', 'busybox:1.37');
  simulation.settle();
  expect(fewest).toBe(3);
  expect(pods(simulation, 'agent').map(({ spec }) => spec.containers[0]?.image)).toEqual(Array.from({ length: 4 }, () => 'busybox:1.37'));
});

it('job: seven parts are done, the one that cannot succeed is tried three times, later and later, and given up', () => {
  const simulation = open('job');
  const ready = (): number => pods(simulation, 'work').filter(isReady).length;
  expect(ready()).toBe(3);
  const tries: number[] = [];
  let most = 0;
  simulation.watch(['Pod'], ({ type, object }) => {
    if (type === 'ADDED' && object.metadata.labels?.['batch.kubernetes.io/job-completion-index'] === '4') tries.push(simulation.now());
    most = Math.max(most, ready());
  });
  simulation.settle();
  const status = simulation.api.get('Job', 'default', 'work')?.status;
  expect(status).toMatchObject({ succeeded: 7, completedIndexes: '0-3,5-7', failedIndexes: '4', failed: 3 });
  expect(status?.conditions?.map(({ type }) => type)).toContain('Failed');
  expect(tries).toHaveLength(3);
  expect((tries[2] ?? 0) - (tries[1] ?? 0)).toBeGreaterThan((tries[1] ?? 0) - (tries[0] ?? 0));
  expect(most).toBe(3);
});

it('job: suspended, its pods leave; resumed, only what is missing is done', () => {
  const simulation = open('job');
  simulation.advance(20_000);
  edit(simulation, 'job', '"suspend":false', '"suspend":true');
  simulation.advance(2 * MINUTE_MS);
  expect(pods(simulation, 'work').filter(({ status }) => status?.phase === 'Running')).toEqual([]);
  const done = simulation.api.get('Job', 'default', 'work')?.status?.succeeded;
  expect(done).toBeGreaterThanOrEqual(3);
  edit(simulation, 'job', '"suspend":false', '"suspend":false');
  simulation.settle();
  expect(simulation.api.get('Job', 'default', 'work')?.status?.completedIndexes).toBe('0-3,5-7');
  expect(pods(simulation, 'work').filter(({ status }) => status?.phase === 'Succeeded')).toHaveLength(7);
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

it('disruption-budget: a drain takes one pod at a time, and never are there fewer than five', () => {
  const simulation = open('disruption-budget');
  let fewest = 6;
  simulation.watch(['Pod'], () => void (fewest = Math.min(fewest, pods(simulation, 'web').filter(isReady).length)));
  const onNode = (node: string) => pods(simulation, 'web').filter(({ spec }) => spec.nodeName === node);
  expect(onNode('node-1')).toHaveLength(2);
  fault(simulation, 'drain-node', { node: 'node-1' });
  simulation.advance(9_000);
  expect(onNode('node-1').filter(isReady)).toHaveLength(1);
  simulation.settle();
  expect(onNode('node-1')).toEqual([]);
  expect(fewest).toBe(5);
});

it('disruption-budget: nothing moves while none may be missing, until the budget allows it', () => {
  const simulation = open('disruption-budget');
  edit(simulation, 'disruption-budget', '"minAvailable":5', '"minAvailable":6');
  simulation.advance(1_000);
  fault(simulation, 'drain-node', { node: 'node-2' });
  simulation.advance(5 * MINUTE_MS);
  const onNode = () => pods(simulation, 'web').filter(({ spec }) => spec.nodeName === 'node-2');
  expect(onNode().filter(isReady)).toHaveLength(2);
  expect(simulation.actions.at(-1)?.sentence).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
  edit(simulation, 'disruption-budget', '"minAvailable":5', '"minAvailable":5');
  simulation.settle();
  expect(onNode()).toEqual([]);
  expect(pods(simulation, 'web').filter(isReady)).toHaveLength(6);
});

it('preemption: urgent pods take the places of pods that may be pushed out, which are reserved for them meanwhile', () => {
  const simulation = open('preemption');
  expect(pods(simulation, 'batch').filter(isReady)).toHaveLength(9);
  edit(simulation, 'preemption', '"replicas":0', '"replicas":3');
  simulation.advance(8_000);
  expect(pods(simulation, 'batch').filter(({ metadata }) => metadata.deletionTimestamp)).toHaveLength(3);
  expect(pods(simulation, 'urgent').map(({ spec, status }) => [spec.nodeName, typeof status?.nominatedNodeName])).toEqual([[undefined, 'string'], [undefined, 'string'], [undefined, 'string']]);
  simulation.advance(5 * MINUTE_MS);
  expect(pods(simulation, 'urgent').filter(isReady)).toHaveLength(3);
  expect(events(simulation, 'Preempted')).toHaveLength(3);
  expect(pods(simulation, 'batch').filter(({ spec }) => spec.nodeName === undefined)).toHaveLength(3);
});

it('spreading: no zone gets ahead, and what was on a lost node waits although there is room', () => {
  const simulation = open('spreading');
  simulation.api.scale('Deployment', 'default', 'web', 9);
  simulation.settle();
  const perNode = (app: string) => ['node-1', 'node-2', 'node-3'].map((node) => pods(simulation, app).filter(({ spec }) => spec.nodeName === node).length);
  expect(perNode('web')).toEqual([3, 3, 3]);
  expect(perNode('cache')).toEqual([1, 1, 1]);
  fault(simulation, 'power-off-node', { node: 'node-2' });
  simulation.advance(6 * MINUTE_MS);
  const reasons = (app: string) => pods(simulation, app).filter(({ spec }) => spec.nodeName === undefined).map(({ status }) => status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message ?? '');
  expect(reasons('cache')).toEqual([expect.stringContaining("2 node(s) didn't match pod anti-affinity rules")]);
  expect(reasons('web')).toEqual(Array.from({ length: 3 }, () => expect.stringContaining("2 node(s) didn't match pod topology spread constraints") as string));
});

it('taints: pods wait for the reserved node until they tolerate its taint', () => {
  const simulation = open('taints');
  const onReserved = (app: string) => pods(simulation, app).filter(({ spec }) => spec.nodeName === 'gpu-1').length;
  expect([onReserved('training'), onReserved('web')]).toEqual([1, 0]);
  edit(simulation, 'taints', '"replicas":6', '"replicas":10');
  simulation.settle();
  const waiting = pods(simulation, 'web').filter(({ spec }) => spec.nodeName === undefined);
  expect(waiting).toHaveLength(2);
  expect(waiting[0]?.status?.conditions?.[0]?.message).toMatch(/^0\/3 nodes are available: 1 node\(s\) had untolerated taint/);
  const web = JSON.parse(JSON.stringify(beginnings.get('taints')?.objects[1]).replace('"replicas":6', '"replicas":10')) as { spec: { template: { spec: JsonObject } } };
  const training = beginnings.get('taints')?.objects[0] as typeof web | undefined;
  simulation.api.apply({ ...web, spec: { ...web.spec, template: { ...web.spec.template, spec: { ...web.spec.template.spec, tolerations: training?.spec.template.spec['tolerations'] } } } });
  simulation.settle();
  expect(pods(simulation, 'web').filter(isReady)).toHaveLength(10);
  expect(onReserved('web')).toBeGreaterThanOrEqual(2);
});

it('scheduling-gates: a pod goes to a node when its gate is gone, and not before', () => {
  const simulation = open('scheduling-gates');
  simulation.advance(10 * MINUTE_MS);
  expect(pods(simulation, 'gated').map(({ status }) => status?.conditions?.[0]?.reason)).toEqual(['SchedulingGated', 'SchedulingGated']);
  edit(simulation, 'scheduling-gates', '"schedulingGates":[{"name":"kubarium.dev/budget"}],', '');
  simulation.settle();
  expect(pods(simulation, 'gated').map((pod) => [pod.metadata.name, isReady(pod)])).toEqual([['first', true], ['second', false]]);
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

it('init-and-sidecar: each init container ends before the next begins, and the sidecar stays', () => {
  const simulation = open('init-and-sidecar');
  const born: string[] = [];
  fault(simulation, 'delete-pod', { namespace: 'default', pod: names(pods(simulation, 'shop'))[0] ?? '' });
  const order: string[] = [];
  simulation.watch(['Pod'], ({ type, object }) => {
    if (type === 'ADDED') born.push(object.metadata.name ?? '');
    if (!born.includes(object.metadata.name ?? '')) return;
    for (const { name, state } of [...object.status?.initContainerStatuses ?? [], ...object.status?.containerStatuses ?? []]) if (state?.running && !order.includes(name)) order.push(name);
  });
  simulation.settle();
  expect(order).toEqual(['settings', 'logs', 'migrate', 'shop']);
  for (const pod of pods(simulation, 'shop')) {
    expect(isReady(pod)).toBe(true);
    expect(pod.status?.initContainerStatuses?.map(({ name, state }) => [name, Object.keys(state ?? {})[0]])).toEqual([['settings', 'terminated'], ['logs', 'running'], ['migrate', 'terminated']]);
  }
});

it('memory-pressure: the kubelet evicts what takes more than it asked for, and keeps new pods off its node for a while', () => {
  const simulation = open('memory-pressure');
  const [leaky] = pods(simulation, 'leaky');
  const node = leaky?.spec.nodeName ?? '';
  const isTainted = () => simulation.api.get('Node', '', node)?.spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/memory-pressure') ?? false;
  expect(isReady(leaky as KindMap['Pod'])).toBe(true);
  simulation.advance(90_000);
  expect(simulation.api.get('Pod', 'default', leaky?.metadata.name ?? '')?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
  expect(events(simulation, 'Evicted').join()).toContain('The node was low on resource: memory.');
  expect(isTainted()).toBe(true);
  expect(pods(simulation, 'leaky').filter(isReady).map(({ spec }) => spec.nodeName)).not.toContain(node);
  expect(pods(simulation, 'web').filter(isReady)).toHaveLength(6);
  simulation.advance(5 * MINUTE_MS);
  expect(isTainted()).toBe(false);
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
  simulation.settle();
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
  for (let times = 0; times < 2; times++) {
    fault(simulation, 'crash-container', { namespace: 'kube-system', pod: 'etcd-control-plane' });
    simulation.advance(3_000);
  }
  expect(simulation.controlPlane.apiServer).toBe(false);
  simulation.advance(3 * MINUTE_MS);
  expect(simulation.controlPlane.apiServer).toBe(true);
});

it('garbage: a deleted ReplicaSet is made anew, and a Deployment takes along what it owns', () => {
  const simulation = open('garbage');
  const [set] = simulation.api.list('ReplicaSet');
  simulation.api.delete('ReplicaSet', 'default', set?.metadata.name ?? '');
  simulation.settle();
  expect(simulation.api.list('ReplicaSet')[0]?.metadata.uid).not.toBe(set?.metadata.uid);
  expect(pods(simulation, 'web').filter(isReady)).toHaveLength(3);
  simulation.api.delete('Deployment', 'default', 'web');
  simulation.settle();
  for (const kind of ['Deployment', 'ReplicaSet', 'Pod'] satisfies KindName[]) expect(simulation.api.list(kind, { namespace: 'default' })).toEqual([]);
  expect(simulation.api.get('ConfigMap', 'default', 'settings')).toBeDefined();
});

it('garbage: what has a finalizer is deleted when that is taken away', () => {
  const simulation = open('garbage');
  simulation.api.delete('ConfigMap', 'default', 'settings');
  simulation.settle();
  expect(simulation.api.get('ConfigMap', 'default', 'settings')?.metadata.deletionTimestamp).toBeDefined();
  edit(simulation, 'garbage', ',"finalizers":["kubarium.dev/archive"]', '');
  expect(simulation.api.get('ConfigMap', 'default', 'settings')).toBeUndefined();
});
