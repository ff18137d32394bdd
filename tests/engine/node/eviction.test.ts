import { describe, expect, it } from 'vitest';
import { container, createTestCluster, machine, type TestCluster } from './test-cluster.ts';

const MIB = 1024 ** 2;
const using = (memory: string) => ({ annotations: { 'kubarium.dev/memory': memory } });
const asking = (memory?: string) => ({ containers: [container('c', 'nginx:1.27', memory === undefined ? {} : { resources: { requests: { memory } } })] });

function conditionOf(cluster: TestCluster, type: string) {
  return cluster.store.get('Node', 'node-1')?.status?.conditions?.find((condition) => condition.type === type);
}
function evicted(cluster: TestCluster): string[] {
  return cluster.store.select('Pod').filter(({ status }) => status?.reason === 'Evicted').map(({ metadata }) => metadata.name ?? '').sort();
}
/** What the kubelet of a machine of 1 GiB has left, when three pods run. */
function threePods(): TestCluster {
  const cluster = createTestCluster([machine('node-1', { memoryBytes: 1024 * MIB })]);
  cluster.run('modest', asking('200Mi'), using('100Mi'));
  cluster.run('greedy', asking('64Mi'), using('300Mi'));
  cluster.run('careless', asking(), using('200Mi'));
  cluster.advance(30_000);
  return cluster;
}

describe('memory pressure', () => {
  it('evicts the pod that takes the most above what it asked for, in upstream words', () => {
    const cluster = threePods();
    cluster.machines.press('node-1', 'memory');
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'eviction-monitoring-period', subject: { kind: 'Node', name: 'node-1' } });
    cluster.advance(12_000);
    const message = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 60Mi. Container c was using 300Mi, request is 64Mi, has larger consumption of memory. ';
    expect(evicted(cluster)).toEqual(['greedy']);
    expect(cluster.pod('greedy')?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message, containerStatuses: [{ state: { terminated: { exitCode: 0 } } }] });
    expect(cluster.pod('greedy')?.status?.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({ status: 'True', reason: 'TerminationByKubelet', message });
    expect(cluster.events('greedy').slice(-2)).toEqual([`Evicted: ${message}`, 'Killing: Stopping container c']);
    expect(cluster.events('node-1')).toContain('EvictionThresholdMet: Attempting to reclaim memory');
  });

  it('is told in the node’s condition, counts on for five minutes, and keeps away pods that ask for nothing', () => {
    const cluster = threePods();
    cluster.machines.press('node-1', 'memory');
    cluster.advance(25_000);
    expect(conditionOf(cluster, 'MemoryPressure')).toMatchObject({ status: 'True', reason: 'KubeletHasInsufficientMemory', message: 'kubelet has insufficient memory available' });
    expect(cluster.events('node-1').at(-1)).toBe('NodeHasInsufficientMemory: Node node-1 status is now: NodeHasInsufficientMemory');
    cluster.run('late', asking());
    cluster.run('burstable', asking('32Mi'));
    cluster.advance(5_000);
    expect(cluster.pod('late')?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: 'Pod was rejected: The node had condition: [MemoryPressure]. ' });
    expect(cluster.pod('burstable')?.status?.phase).toBe('Running');
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'eviction-pressure-transition-period' });
    cluster.advance(320_000);
    expect(conditionOf(cluster, 'MemoryPressure')).toMatchObject({ status: 'False', reason: 'KubeletHasSufficientMemory' });
    expect(cluster.events('node-1').at(-1)).toBe('NodeHasSufficientMemory: Node node-1 status is now: NodeHasSufficientMemory');
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
    expect(evicted(cluster)).toEqual(['greedy', 'late']);
  });

  it('is waited for by the name of its threshold while memory is only used up by and by', () => {
    const cluster = createTestCluster([machine('node-1', { memoryBytes: 1024 * MIB })]);
    cluster.run('leaking', asking(), { annotations: { 'kubarium.dev/memory': '100Mi', 'kubarium.dev/memory-growth': '1Mi' } });
    cluster.advance(30_000);
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'memory.available<100Mi', subject: { kind: 'Node', name: 'node-1' } });
  });

  it('spares a pod of high priority that takes more than it asked for as long as others do', () => {
    const cluster = createTestCluster([machine('node-1', { memoryBytes: 1024 * MIB })]);
    cluster.run('important', { ...asking(), priority: 1000 }, using('400Mi'));
    cluster.run('humble', asking(), using('50Mi'));
    cluster.run('within', { ...asking('300Mi'), priority: -5 }, using('100Mi'));
    cluster.run('critical', { ...asking(), priority: 2_000_000_000 }, using('30Mi'));
    cluster.advance(30_000);
    cluster.machines.press('node-1', 'memory');
    cluster.advance(10_500);
    expect(evicted(cluster)).toEqual(['humble']);
    cluster.machines.press('node-1', 'memory');
    cluster.advance(20_000);
    expect(evicted(cluster)).toEqual(['humble', 'important']);
  });

  it('that nothing can end costs nobody a wait', () => {
    const cluster = createTestCluster([machine('node-1', { memoryBytes: 1024 * MIB })]);
    cluster.machines.press('node-1', 'memory');
    cluster.advance(60_000);
    expect(conditionOf(cluster, 'MemoryPressure')?.status).toBe('True');
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
    cluster.machines.relieve('node-1');
    cluster.advance(320_000);
    expect(conditionOf(cluster, 'MemoryPressure')?.status).toBe('False');
  });

  it('comes by itself from a container that takes more and more', () => {
    const cluster = createTestCluster([machine('node-1', { memoryBytes: 1024 * MIB })]);
    cluster.run('leaking', asking('100Mi'), { annotations: { 'kubarium.dev/memory': '50Mi', 'kubarium.dev/memory-growth': '2Mi' } });
    cluster.run('idle', asking('100Mi'), using('20Mi'));
    cluster.advance(20_000);
    // 1024 - 96 - 20 - 50 - 100 MiB at 2 MiB a second: not a look before.
    const dueMs = (cluster.kernel.nextWait()?.dueAtMs ?? 0) - cluster.kernel.now();
    expect(dueMs).toBeGreaterThan(340_000);
    expect(dueMs).toBeLessThan(380_000);
    cluster.advance(400_000);
    expect(evicted(cluster)).toEqual(['leaking']);
    expect(cluster.pod('leaking')?.status?.message).toMatch(/^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+Ki\. Container c was using \d+Ki, request is 100Mi, has larger consumption of memory\. $|available: \d+\. /);
  });

  it('is not reached by a container with a limit: the kernel kills it first', () => {
    const cluster = createTestCluster();
    cluster.run('leaking', { containers: [container('c', 'nginx:1.27', { resources: { limits: { memory: '150Mi' }, requests: { memory: '100Mi' } } })] }, { annotations: { 'kubarium.dev/memory': '50Mi', 'kubarium.dev/memory-growth': '2Mi' } });
    cluster.advance(51_000);
    expect(cluster.pod('leaking')?.status?.containerStatuses?.[0]?.state?.running).toBeDefined();
    cluster.advance(3_000);
    expect(cluster.pod('leaking')?.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
  });
});

describe('memory that is used up before the kubelet looks', () => {
  it('makes the kernel kill the greediest of those that asked for nothing', () => {
    const cluster = createTestCluster([machine('node-1', { memoryBytes: 1024 * MIB })]);
    cluster.run('guaranteed', { containers: [container('c', 'nginx:1.27', { resources: { limits: { cpu: '1', memory: '500Mi' }, requests: { cpu: '1', memory: '500Mi' } } })] }, using('400Mi'));
    cluster.run('burst', asking(), { annotations: { 'kubarium.dev/memory': '50Mi', 'kubarium.dev/memory-growth': '100Mi' } });
    cluster.run('small', asking(), using('10Mi'));
    cluster.advance(10_000);
    expect(cluster.pod('burst')?.status?.containerStatuses?.[0]?.lastState?.terminated ?? cluster.pod('burst')?.status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
    expect(cluster.events('node-1').some((event) => /^SystemOOM: System OOM encountered, victim process: nginx, pid: \d+$/.test(event))).toBe(true);
    for (const name of ['guaranteed', 'small']) expect(cluster.pod(name)?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 0, state: { running: {} } });
  });
});

describe('disk pressure', () => {
  it('removes images that nobody uses before it evicts', () => {
    const cluster = createTestCluster();
    cluster.run('big', { restartPolicy: 'Never', containers: [container('c', 'registry.example.com/big:v1', { command: ['true'] })] }, { annotations: { 'kubarium.dev/image-size': '700Mi' } });
    cluster.run('web', asking());
    cluster.advance(200_000);
    expect(cluster.store.get('Node', 'node-1')?.status?.images).toHaveLength(2);
    cluster.machines.press('node-1', 'disk');
    cluster.advance(25_000);
    expect(cluster.store.get('Node', 'node-1')?.status?.images?.map(({ names }) => names?.[1])).toEqual(['docker.io/library/nginx:1.27']);
    expect(evicted(cluster)).toEqual([]);
    expect(conditionOf(cluster, 'DiskPressure')).toMatchObject({ status: 'True', reason: 'KubeletHasDiskPressure', message: 'kubelet has disk pressure' });
    expect(cluster.events('node-1')).toContain('NodeHasDiskPressure: Node node-1 status is now: NodeHasDiskPressure');
    cluster.run('other', asking('10Mi'));
    cluster.advance(1_000);
    expect(cluster.pod('other')?.status).toMatchObject({ reason: 'Evicted', message: 'Pod was rejected: The node had condition: [DiskPressure]. ' });
  });

  it('evicts those who write most', () => {
    const cluster = createTestCluster();
    cluster.run('writer', asking(), { annotations: { 'kubarium.dev/disk': '2Gi' } });
    cluster.run('web', asking());
    cluster.advance(30_000);
    cluster.machines.press('node-1', 'disk');
    cluster.advance(12_000);
    expect(evicted(cluster)).toEqual(['writer']);
    expect(cluster.pod('writer')?.status?.message).toMatch(/^The node was low on resource: ephemeral-storage\. Threshold quantity: 16106128000, available: 14848Mi\. Container c was using 2Gi, request is 0, has larger consumption of ephemeral-storage\. $/);
    expect(cluster.events('node-1')).toContain('EvictionThresholdMet: Attempting to reclaim ephemeral-storage');
  });

  it('has nothing to do with a pod that writes more than it may', () => {
    const cluster = createTestCluster();
    const limited = container('c', 'nginx:1.27', { resources: { limits: { 'ephemeral-storage': '1Gi' } } });
    cluster.run('writer', { containers: [limited] }, { annotations: { 'kubarium.dev/disk-growth': '16Mi' } });
    cluster.run('pair', { containers: [limited, container('d', 'nginx:1.27', { resources: { limits: { 'ephemeral-storage': '2Gi' } } })] }, { annotations: { 'kubarium.dev/disk-growth.c': '16Mi' } });
    cluster.advance(60_000);
    expect(evicted(cluster)).toEqual([]);
    cluster.advance(20_000);
    expect(cluster.pod('writer')?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: 'Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ' });
    expect(cluster.pod('pair')?.status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: 'Container c exceeded its local ephemeral storage limit "1Gi". ' });
    expect(cluster.pod('pair')?.status?.conditions?.some(({ type }) => type === 'DisruptionTarget')).toBe(false);
    expect(conditionOf(cluster, 'DiskPressure')?.status).toBe('False');
  });
});

describe('a machine with enough of everything', () => {
  it('has no look at it pending', () => {
    const cluster = threePods();
    expect(cluster.kernel.save().events.filter(({ handler }) => handler === 'kubelet.eviction')).toEqual([]);
    cluster.machines.press('node-1', 'memory');
    cluster.machines.powerOff('node-1');
    expect(cluster.kernel.save().events.filter(({ handler }) => handler === 'kubelet.eviction')).toEqual([]);
    expect(cluster.machines.pressed('node-1')).toEqual([]);
  });
});
