import { expect, test } from 'vitest';
import { createSimulation, replay, restoreSimulation } from '../../src/engine/simulation.ts';
import { deployment, eventsOf, readyPods, readyStatus, webCluster } from './web-cluster.ts';

const SECOND = 1000;

test('a new cluster has three ready nodes and the system namespaces, and no time has passed', () => {
  const simulation = createSimulation();
  expect(simulation.api.list('Node').map(({ metadata }) => metadata.name)).toEqual(['node-1', 'node-2', 'node-3']);
  expect(simulation.api.list('Namespace').map(({ metadata }) => metadata.name)).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
  expect(simulation.now()).toBe(Date.parse('2026-01-05T10:00:00Z'));
  expect(readyStatus(simulation, 'node-2')).toBe('True');
});

test('an applied Deployment comes to run: created, scheduled, pulled, started, ready', () => {
  const simulation = webCluster();
  const pods = readyPods(simulation);
  expect(pods).toHaveLength(3);
  expect(new Set(pods.map(({ spec }) => spec.nodeName))).toEqual(new Set(['node-1', 'node-2', 'node-3']));
  const reasons = eventsOf(simulation, pods[0]?.metadata.name ?? '').map((event) => event.split(':')[0]);
  expect(reasons).toEqual(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']);
  const web = simulation.api.get('Deployment', 'default', 'web');
  expect(web?.status).toMatchObject({ replicas: 3, readyReplicas: 3, availableReplicas: 3, updatedReplicas: 3, observedGeneration: 1 });
});

test('a killed node: silence for 50 s, tainted, its pods evicted after 300 s more and replaced elsewhere', () => {
  const simulation = webCluster();
  const lost = readyPods(simulation).filter(({ spec }) => spec.nodeName === 'node-2');
  const at = (seconds: number): void => simulation.advance(killedAt + seconds * SECOND - simulation.now());
  const killedAt = simulation.now();
  simulation.faults.inject('power-off-node', { node: 'node-2' });

  at(38);
  expect(readyStatus(simulation, 'node-2')).toBe('True');
  at(60);
  expect(readyStatus(simulation, 'node-2')).toBe('Unknown');
  const node = simulation.api.get('Node', '', 'node-2');
  expect(node?.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' });
  expect(node?.spec?.taints?.map(({ key, effect }) => `${key}:${effect}`).sort()).toEqual(['node.kubernetes.io/unreachable:NoExecute', 'node.kubernetes.io/unreachable:NoSchedule']);
  expect(readyPods(simulation)).toHaveLength(2);

  at(335);
  expect(simulation.api.list('Pod', { namespace: 'default' })).toHaveLength(3);
  at(370);
  expect(readyPods(simulation).map(({ spec }) => spec.nodeName).sort()).not.toContain('node-2');
  expect(readyPods(simulation)).toHaveLength(3);
  // Nobody can tell that the old one has stopped: it stays until the kubelet is back.
  expect(simulation.api.get('Pod', 'default', lost[0]?.metadata.name ?? '')?.metadata.deletionTimestamp).toBeDefined();

  simulation.faults.inject('power-on-node', { node: 'node-2' });
  simulation.settle();
  expect(readyStatus(simulation, 'node-2')).toBe('True');
  expect(simulation.api.get('Node', '', 'node-2')?.spec?.taints).toBeUndefined();
  expect(simulation.api.list('Pod', { namespace: 'default' })).toHaveLength(3);
});

test('the chain behind the pod that replaces a lost one leads back over its eviction', () => {
  const simulation = webCluster();
  const known = new Set(readyPods(simulation).map(({ metadata }) => metadata.uid));
  simulation.faults.inject('power-off-node', { node: 'node-2' });
  simulation.advance(400 * SECOND);
  const replacement = readyPods(simulation).find(({ metadata }) => !known.has(metadata.uid));
  const last = simulation.latestCause(replacement?.metadata.uid ?? '');
  const actors = simulation.causeChain(last?.id ?? 0).map(({ actor }) => actor);
  expect(actors).toContain('kube-scheduler');
  expect(actors).toContain('replicaset-controller');
  expect(actors).toContain('taint-eviction-controller');
});

test('while a silence is measured and a toleration runs, the wait has a name', () => {
  const simulation = webCluster();
  simulation.faults.inject('power-off-node', { node: 'node-2' });
  simulation.advance(25 * SECOND);
  expect(simulation.currentWait()).toMatchObject({ label: 'node-monitor-grace-period', subject: { kind: 'Node', name: 'node-2' } });
  simulation.advance(60 * SECOND);
  expect(simulation.currentWait()).toMatchObject({ label: 'tolerationSeconds', subject: { kind: 'Pod' } });
});

test('settling waits for a silence that nobody has noticed yet, and ends when what was to come is called off', () => {
  const simulation = webCluster();
  simulation.faults.inject('power-off-node', { node: 'node-2' });
  expect(simulation.settle()).toMatchObject({ settled: true });
  expect(readyPods(simulation)).toHaveLength(3);
  expect(readyStatus(simulation, 'node-2')).toBe('Unknown');
  simulation.faults.inject('partition-node', { node: 'node-1' });
  simulation.advance(100 * SECOND);
  simulation.faults.inject('heal-partition', { node: 'node-1' });
  // The eviction that was due in some 250 s is off as soon as the taint is gone.
  expect(simulation.settle().elapsedMs).toBeLessThan(20 * SECOND);
  expect(simulation.api.get('Node', '', 'node-1')?.spec?.taints).toBeUndefined();
});

test('many events that differ in their message alone come to share one', () => {
  const simulation = webCluster(15);
  const created = simulation.api.list('Event').filter(({ reason, involvedObject }) => reason === 'SuccessfulCreate' && involvedObject.kind === 'ReplicaSet');
  const combined = created.filter(({ message }) => message?.startsWith('(combined from similar events): Created pod: web-'));
  expect(created).toHaveLength(10);
  expect(combined.map(({ count }) => count)).toEqual([6]);
  simulation.advance(11 * 60 * SECOND);
  simulation.api.scale('Deployment', 'default', 'web', 16);
  simulation.settle();
  const newest = simulation.api.list('Event').filter(({ reason, message }) => reason === 'SuccessfulCreate' && message?.startsWith('Created pod: '));
  expect(newest).toHaveLength(10);
});

test('what cannot be read is refused as a whole, in the words of the server', () => {
  const send = (): void => createSimulation().api.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { nam: 'x' }, spec: { replica: 1 } });
  expect(send).toThrow('Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "metadata.nam", unknown field "spec.replica"');
});

test('at rest nothing notable is pending, and a step still moves on', () => {
  const simulation = webCluster();
  expect(simulation.nextNotableMs()).toBeUndefined();
  const before = simulation.now();
  expect(simulation.step()).toBe(true);
  expect(simulation.now()).toBeGreaterThan(before);
});

test('a step runs one event that matters', () => {
  const simulation = webCluster();
  simulation.api.scale('Deployment', 'default', 'web', 4);
  let steps = 0;
  while (readyPods(simulation).length < 4 && steps < 200) {
    expect(simulation.step()).toBe(true);
    steps++;
  }
  expect(steps).toBeGreaterThan(5);
  expect(steps).toBeLessThan(200);
});

test('checkpoints are plain JSON and go on as the original; recordings play again', () => {
  const simulation = webCluster();
  simulation.faults.inject('power-off-node', { node: 'node-1' });
  simulation.advance(100 * SECOND);
  const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())));
  for (const each of [simulation, restored]) each.advance(400 * SECOND);
  expect(restored.hash()).toBe(simulation.hash());
  expect(readyPods(restored)).toHaveLength(3);
});

test('what a person did is on record with a sentence, refusals too', () => {
  const simulation = webCluster();
  simulation.act({ type: 'scale', target: { kind: 'Deployment', namespace: 'default', name: 'web' }, replicas: 5 });
  expect(() => simulation.act({ type: 'fault', fault: 'power-on-node', target: { node: 'node-1' } })).toThrow('node-1 is on already.');
  expect(simulation.actions.map(({ sentence, refused }) => [sentence, refused])).toEqual([
    ['You applied Deployment web', false], ['You scaled Deployment web to 5', false], ['node-1 is on already.', true],
  ]);
  expect(replay(simulation.record()).hash()).toBe(simulation.hash());
});

test('an hour of nothing leaves the cluster as it was', () => {
  const simulation = webCluster();
  const before = simulation.api.list('Pod').map(({ metadata }) => `${metadata.name} ${metadata.resourceVersion}`);
  simulation.advance(3_600 * SECOND);
  expect(simulation.api.list('Pod').map(({ metadata }) => `${metadata.name} ${metadata.resourceVersion}`)).toEqual(before);
});

test('a pod that no node can take says why', () => {
  const simulation = createSimulation();
  simulation.api.apply(deployment('huge', 1, { container: { resources: { requests: { cpu: '64' } } } }));
  simulation.settle();
  const [pod] = simulation.api.list('Pod', { namespace: 'default' });
  const condition = pod?.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  expect(condition?.message).toBe('0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.');
  simulation.api.apply(deployment('full', 12, { container: { resources: { requests: { cpu: '900m' } } } }), deployment('late', 1, { container: { resources: { requests: { cpu: '1' } } } }));
  simulation.settle();
  const late = simulation.api.list('Pod', { namespace: 'default' }).find(({ metadata }) => metadata.labels?.['app'] === 'late');
  expect(late?.status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message)
    .toBe('0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.');
});

test('a cluster that is restored while its API server is stopped goes on as the original once it starts', () => {
  const original = webCluster();
  const labels = { app: 'agent' };
  original.api.apply({
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'sites.example.com' },
    spec: { group: 'example.com', scope: 'Namespaced', names: { plural: 'sites', kind: 'Site' }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }] },
  });
  original.api.apply({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent' }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'agent', image: 'nginx:1.27' }] } } } });
  original.settle();
  original.faults.inject('stop-api-server', {});
  // What the kubelets tell of it is the first that anybody hears.
  for (let crash = 0; crash < 2; crash++) {
    for (const { metadata } of original.objects().find(([kind]) => kind === 'Pod')?.[1] ?? []) original.faults.inject('crash-container', { namespace: 'default', pod: metadata.name ?? '' });
    original.advance(4 * SECOND);
  }
  const restored = restoreSimulation(JSON.parse(JSON.stringify(original.checkpoint())));
  for (const simulation of [original, restored]) simulation.faults.inject('start-api-server', {});
  expect(restored.hash()).toBe(original.hash());
  for (const simulation of [original, restored]) simulation.advance(60 * SECOND);
  expect(restored.hash()).toBe(original.hash());
});
