import { describe, expect, it } from 'vitest';
import { container, createTestCluster, machine } from './test-cluster.ts';

const asking = (cpu: string, memory: string) => ({ containers: [container('c', 'nginx:1.27', { resources: { requests: { cpu, memory } } })] });

describe('the kubelet refuses a pod', () => {
  it('that does not fit any more', () => {
    const cluster = createTestCluster();
    cluster.run('big', asking('3500m', '1Gi'));
    cluster.advance(10_000);
    cluster.run('more', asking('1', '1Gi'));
    cluster.run('fat', asking('100m', '9Gi'));
    cluster.advance(1_000);
    expect(cluster.pod('more')?.status).toMatchObject({ phase: 'Failed', reason: 'OutOfcpu', message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 1000, used: 3500, capacity: 4000" });
    expect(cluster.pod('fat')?.status).toMatchObject({ phase: 'Failed', reason: 'OutOfmemory' });
    expect(cluster.events('more')).toEqual(["OutOfcpu: Node didn't have enough resource: cpu, requested: 1000, used: 3500, capacity: 4000"]);
    expect(cluster.pod('big')?.status?.phase).toBe('Running');
  });

  it('when the node has as many as it may', () => {
    const cluster = createTestCluster([machine('node-1', { maxPods: 2 })]);
    for (const name of ['a', 'b', 'c']) cluster.run(name, asking('1m', '1Mi'));
    cluster.advance(10_000);
    expect(cluster.pod('c')?.status).toMatchObject({ reason: 'OutOfpods', message: "Pod was rejected: Node didn't have enough resource: pods, requested: 1, used: 2, capacity: 2" });
  });

  it('whose selector or affinity the node does not meet', () => {
    const cluster = createTestCluster();
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'NotIn', values: ['zone-a'] }] }] } } };
    cluster.run('selects', { nodeSelector: { disk: 'ssd' }, ...asking('1m', '1Mi') });
    cluster.run('avoids', { affinity, ...asking('1m', '1Mi') });
    cluster.run('fits', { nodeSelector: { 'topology.kubernetes.io/zone': 'zone-a' }, ...asking('1m', '1Mi') });
    cluster.advance(10_000);
    for (const name of ['selects', 'avoids']) expect(cluster.pod(name)?.status).toMatchObject({ phase: 'Failed', reason: 'NodeAffinity', message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" });
    expect(cluster.pod('fits')?.status?.phase).toBe('Running');
  });

  it('whose host port is taken', () => {
    const cluster = createTestCluster();
    const spec = { containers: [container('c', 'nginx:1.27', { ports: [{ containerPort: 80, hostPort: 8080 }] })] };
    cluster.run('one', spec);
    cluster.run('two', spec);
    cluster.advance(10_000);
    expect(cluster.pod('two')?.status).toMatchObject({ reason: 'NodePorts', message: "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports" });
  });
});

describe('host ports', () => {
  const on = (port: object) => ({ ports: [{ containerPort: 80, hostPort: 8080, ...port }] });

  it('may be shared by pods on different addresses or protocols of the node', () => {
    const cluster = createTestCluster();
    cluster.run('one', { containers: [container('c', 'nginx:1.27', on({ hostIP: '127.0.0.1' }))] });
    cluster.run('other', { containers: [container('c', 'nginx:1.27', on({ hostIP: '192.168.49.10' }))] });
    cluster.run('udp', { containers: [container('c', 'nginx:1.27', on({ protocol: 'UDP' }))] });
    cluster.run('all', { containers: [container('c', 'nginx:1.27', on({}))] });
    cluster.advance(10_000);
    expect(['one', 'other', 'udp', 'all'].map((name) => cluster.pod(name)?.status?.phase)).toEqual(['Running', 'Running', 'Running', 'Failed']);
  });

  it('of sidecars are taken too, those of ordinary init containers are not', () => {
    const cluster = createTestCluster();
    const main = [container('c', 'nginx:1.27')];
    cluster.run('mesh', { initContainers: [container('s', 'nginx:1.27', { restartPolicy: 'Always', ...on({}) })], containers: main });
    cluster.run('init', { initContainers: [container('i', 'busybox:1.36', { command: ['true'], ...on({}) })], containers: main });
    cluster.run('late', { containers: [container('c', 'nginx:1.27', on({}))] });
    cluster.advance(10_000);
    expect(['mesh', 'init', 'late'].map((name) => cluster.pod(name)?.status?.reason ?? cluster.pod(name)?.status?.phase)).toEqual(['Running', 'Running', 'NodePorts']);
  });
});

describe('what a pod asks for', () => {
  it('includes the overhead of its runtime, which does not make it of a better class', () => {
    const cluster = createTestCluster();
    cluster.run('heavy', { ...asking('2', '1Gi'), overhead: { cpu: '2500m', memory: '100Mi' } });
    cluster.run('light', { containers: [container('c', 'nginx:1.27')], overhead: { cpu: '250m', memory: '100Mi' } });
    cluster.advance(10_000);
    expect(cluster.pod('heavy')?.status).toMatchObject({ reason: 'OutOfcpu', message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 4500, used: 0, capacity: 4000" });
    expect(cluster.pod('light')?.status).toMatchObject({ phase: 'Running', qosClass: 'BestEffort' });
  });

  it('decides its QoS class', () => {
    const cluster = createTestCluster();
    const limits = { cpu: '100m', memory: '64Mi' };
    cluster.run('guaranteed', { containers: [container('c', 'nginx:1.27', { resources: { limits, requests: limits } })] });
    cluster.run('burstable', asking('100m', '64Mi'));
    cluster.run('best', { containers: [container('c', 'nginx:1.27')] });
    cluster.advance(100);
    expect(['guaranteed', 'burstable', 'best'].map((name) => cluster.pod(name)?.status?.qosClass)).toEqual(['Guaranteed', 'Burstable', 'BestEffort']);
  });

  it('is free again when a pod is over', () => {
    const cluster = createTestCluster();
    cluster.run('job', { restartPolicy: 'Never', ...asking('3', '1Gi') }, { annotations: { 'kubarium.dev/exit-after-seconds': '5' } });
    cluster.advance(20_000);
    cluster.run('next', asking('3', '1Gi'));
    cluster.advance(10_000);
    expect(cluster.pod('next')?.status?.phase).toBe('Running');
  });
});

describe('addresses', () => {
  it('of pods go round and are not given twice', () => {
    const cluster = createTestCluster([machine('node-1', { maxPods: 400, cpuMillis: 100_000 })]);
    for (let i = 0; i < 260; i++) cluster.run(`p${i}`, { containers: [container('c', 'nginx:1.27')] });
    cluster.advance(9_000);
    const addresses = cluster.store.select('Pod').flatMap(({ status }) => status?.podIP ?? []);
    expect(new Set(addresses).size).toBe(253);
    expect(addresses).toHaveLength(253);
    expect(cluster.events('p259').some((event) => event.includes('no IP addresses available in range set: 10.244.1.0/24'))).toBe(true);
    cluster.you.delete('Pod', 'default', 'p0');
    cluster.advance(20_000);
    expect(cluster.store.select('Pod').filter(({ status }) => status?.phase === 'Running')).toHaveLength(253);
  });

  it('of host-network pods are the node\'s', () => {
    const cluster = createTestCluster();
    cluster.run('host', { hostNetwork: true, containers: [container('c', 'nginx:1.27')] });
    cluster.advance(10_000);
    expect(cluster.pod('host')?.status).toMatchObject({ podIP: '192.168.49.10', hostIP: '192.168.49.10' });
  });
});
