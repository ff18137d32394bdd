import { describe, expect, it } from 'vitest';
import { container, createTestCluster, machine, START_MS, type TestCluster } from './test-cluster.ts';

const nginx = { containers: [container('nginx', 'nginx:1.27')] };
const node = (cluster: TestCluster, name = 'node-1') => cluster.store.get('Node', name);
const ready = (cluster: TestCluster, name = 'node-1') => node(cluster, name)?.status?.conditions?.find(({ type }) => type === 'Ready');
const renewed = (cluster: TestCluster, name = 'node-1') => Date.parse(cluster.store.get('Lease', `kube-node-lease/${name}`)?.spec.renewTime ?? '');

describe('a machine that joins', () => {
  it('registers its Node as a kubelet does', () => {
    const cluster = createTestCluster([machine('node-1', { cpuMillis: 2500, labels: { disk: 'ssd' }, taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] })]);
    expect(node(cluster)).toMatchObject({
      metadata: {
        labels: {
          'kubernetes.io/hostname': 'node-1', 'kubernetes.io/arch': 'amd64', 'kubernetes.io/os': 'linux', 'beta.kubernetes.io/arch': 'amd64', 'beta.kubernetes.io/os': 'linux',
          'topology.kubernetes.io/zone': 'zone-a', 'topology.kubernetes.io/region': 'region-1', disk: 'ssd',
        },
      },
      spec: { podCIDR: '10.244.1.0/24', taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] },
      status: {
        capacity: { cpu: '2500m', memory: '8388608Ki', pods: '110', 'hugepages-2Mi': '0' },
        allocatable: { cpu: '2500m', memory: '8286208Ki', pods: '110' },
        nodeInfo: { kubeletVersion: 'v1.36.0', operatingSystem: 'linux' },
        addresses: [{ type: 'InternalIP', address: '192.168.49.10' }, { type: 'Hostname', address: 'node-1' }],
      },
    });
    expect(node(cluster)?.status?.conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
      ['MemoryPressure', 'False', 'KubeletHasSufficientMemory'], ['DiskPressure', 'False', 'KubeletHasNoDiskPressure'], ['PIDPressure', 'False', 'KubeletHasSufficientPID'], ['Ready', 'True', 'KubeletReady'],
    ]);
    expect(cluster.store.get('Lease', 'kube-node-lease/node-1')).toMatchObject({ metadata: { ownerReferences: [{ kind: 'Node', name: 'node-1', uid: node(cluster)?.metadata.uid }] }, spec: { holderIdentity: 'node-1', leaseDurationSeconds: 40 } });
  });

  it('boots first, and is not ready until its network is', () => {
    const cluster = createTestCluster();
    cluster.machines.add(machine('node-2'), false);
    expect(cluster.machines.get('node-2')).toEqual({ name: 'node-2', powered: true, partitioned: false });
    expect(cluster.machines.isConnected('node-2')).toBe(false);
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'node boot', subject: { kind: 'Node', name: 'node-2' } });
    cluster.advance(12_000);
    expect(ready(cluster, 'node-2')).toMatchObject({ status: 'False', reason: 'KubeletNotReady' });
    expect(node(cluster, 'node-2')?.spec?.taints).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
    cluster.advance(3_000);
    expect(ready(cluster, 'node-2')?.status).toBe('True');
    expect(cluster.events('node-2')).toEqual(expect.arrayContaining(['Starting: Starting kubelet.', 'NodeReady: Node node-2 status is now: NodeReady']));
  });

  it('is heard by the name of another that was removed', () => {
    const cluster = createTestCluster([machine('node-1'), machine('node-2')]);
    cluster.machines.remove('node-2');
    cluster.you.delete('Node', '', 'node-2');
    cluster.machines.add(machine('node-2', { cpuMillis: 2000 }), false);
    cluster.advance(60_000);
    expect(node(cluster, 'node-2')?.status?.capacity?.['cpu']).toBe('2');
    expect(ready(cluster, 'node-2')?.status).toBe('True');
    expect(cluster.kernel.now() - renewed(cluster, 'node-2')).toBeLessThan(11_000);
    cluster.machines.partition('node-2');
    const silentFrom = renewed(cluster, 'node-2');
    cluster.advance(30_000);
    expect(renewed(cluster, 'node-2')).toBe(silentFrom);
    cluster.machines.heal('node-2');
    cluster.advance(11_000);
    expect(renewed(cluster, 'node-2')).toBeGreaterThan(silentFrom);
  });

  it('renews its lease about every ten seconds and tells an unchanged status every five minutes', () => {
    const cluster = createTestCluster();
    const renewals: number[] = [];
    cluster.store.watch(['Lease'], () => void renewals.push(cluster.kernel.now()));
    cluster.writes('Node');
    cluster.advance(600_000);
    const gaps = renewals.slice(1).map((at, index) => at - (renewals[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_400);
    expect(new Set(gaps).size).toBeGreaterThan(10);
    expect(cluster.writes('Node')).toBe(1);
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('tells with its heartbeat that it was cordoned, and uncordoned', () => {
    const cluster = createTestCluster();
    const cordon = (unschedulable: boolean): void => {
      const node = cluster.you.get('Node', '', 'node-1');
      if (node) cluster.you.update<'Node'>({ ...node, spec: { ...node.spec, unschedulable } });
      cluster.advance(11_000);
    };
    cordon(true);
    expect(cluster.events('node-1').at(-1)).toBe('NodeNotSchedulable: Node node-1 status is now: NodeNotSchedulable');
    cordon(false);
    expect(cluster.events('node-1').at(-1)).toBe('NodeSchedulable: Node node-1 status is now: NodeSchedulable');
  });

  it('cannot have the name of another', () => {
    expect(() => createTestCluster().machines.add(machine('node-1'), true)).toThrow('There is a machine named node-1 already.');
  });
});

describe('power', () => {
  it('takes everything down without a word, and brings the pods back with a restart', () => {
    const cluster = createTestCluster();
    cluster.run('web', nginx);
    cluster.advance(20_000);
    cluster.machines.powerOff('node-1');
    const before = cluster.pod('web');
    const offMs = cluster.kernel.now();
    cluster.advance(120_000);
    expect(cluster.pod('web')).toBe(before);
    expect(renewed(cluster)).toBeLessThanOrEqual(offMs);
    expect(cluster.kernel.save().events.filter(({ handler }) => handler.startsWith('kubelet.'))).toEqual([]);

    cluster.machines.powerOn('node-1');
    cluster.advance(12_000);
    expect(cluster.kernel.now() - renewed(cluster)).toBeLessThan(1_000);
    cluster.advance(2_000);
    expect(cluster.pod('web')?.status).toMatchObject({
      phase: 'Running', podIP: '10.244.1.3',
      containerStatuses: [{ ready: true, restartCount: 1, lastState: { terminated: { exitCode: 255, reason: 'Unknown' } } }],
    });
    expect(cluster.events('web')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.');
    expect(cluster.events('web').at(-1)).toContain('already present on machine');
    expect(cluster.events('node-1').some((event) => event.startsWith('Rebooted: Node node-1 has been rebooted, boot id: '))).toBe(true);
  });

  it('finishes pods on return that were deleted meanwhile', () => {
    const cluster = createTestCluster();
    cluster.run('marked', nginx);
    cluster.run('removed', nginx);
    cluster.advance(20_000);
    cluster.machines.powerOff('node-1');
    cluster.you.delete('Pod', 'default', 'marked');
    cluster.you.delete('Pod', 'default', 'removed', { gracePeriodSeconds: 0 });
    cluster.advance(60_000);
    expect(cluster.pod('marked')?.metadata.deletionTimestamp).toBeDefined();
    cluster.machines.powerOn('node-1');
    cluster.advance(13_000);
    expect(cluster.pod('marked')).toBeUndefined();
    expect(cluster.machines.list()).toEqual([{ name: 'node-1', powered: true, partitioned: false }]);
  });

  it('is posted as ready again when others thought otherwise', () => {
    const cluster = createTestCluster();
    cluster.machines.powerOff('node-1');
    const known = node(cluster);
    if (!known?.status?.conditions) throw new Error('no node');
    const conditions = known.status.conditions.map((condition) => ({ ...condition, status: 'Unknown', reason: 'NodeStatusUnknown' }));
    cluster.you.updateStatus({ ...known, status: { ...known.status, conditions } });
    cluster.machines.powerOn('node-1');
    cluster.advance(12_100);
    expect(ready(cluster)).toMatchObject({ status: 'True', reason: 'KubeletReady' });
    expect(cluster.events('node-1').at(-1)).toContain('has been rebooted');
  });

  it('is refused where it makes no sense', () => {
    const { machines } = createTestCluster();
    expect(() => machines.powerOn('node-1')).toThrow('node-1 is on already.');
    machines.powerOff('node-1');
    expect(() => machines.powerOff('node-1')).toThrow('node-1 is off already.');
    expect(() => machines.powerOff('node-9')).toThrow('There is no machine named node-9.');
  });

  it('lost in the middle of everything leaves nothing pending', () => {
    const cluster = createTestCluster();
    cluster.run('pulling', { containers: [container('c', 'node:20')] });
    cluster.run('missing', { containers: [container('c', 'nginx:9.99')] });
    cluster.run('crashing', nginx, { annotations: { 'kubarium.dev/exit-after-seconds': '1' } });
    for (let elapsed = 0; elapsed < 20; elapsed++) {
      cluster.advance(1_000);
      cluster.machines.powerOff('node-1');
      expect(cluster.kernel.save().events.filter(({ handler }) => handler.startsWith('kubelet.'))).toEqual([]);
      cluster.machines.powerOn('node-1');
      cluster.advance(12_000);
    }
    cluster.advance(60_000);
    expect(cluster.pod('pulling')?.status?.containerStatuses?.[0]?.state?.terminated ?? cluster.pod('pulling')?.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
  });
});

describe('a partition', () => {
  it('lets containers run on with what the kubelet last saw', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { readinessProbe: { httpGet: { port: 80 } } })] });
    cluster.advance(20_000);
    cluster.machines.partition('node-1');
    const cutMs = cluster.kernel.now();
    cluster.you.delete('Pod', 'default', 'web');
    cluster.run('late', nginx);
    cluster.advance(60_000);
    expect(renewed(cluster)).toBeLessThanOrEqual(cutMs);
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]?.ready).toBe(true);
    expect(cluster.pod('late')?.status?.phase).toBe('Pending');

    cluster.machines.heal('node-1');
    cluster.advance(3_000);
    expect(cluster.pod('web')).toBeUndefined();
    expect(cluster.pod('late')?.status?.phase).toBe('Running');
    cluster.advance(10_400);
    expect(renewed(cluster)).toBeGreaterThan(cutMs);
  });

  it('keeps what happened for when it is over', () => {
    const cluster = createTestCluster();
    cluster.run('web', nginx);
    cluster.advance(20_000);
    cluster.machines.partition('node-1');
    cluster.machines.crashContainer('default', 'web', 'nginx', 9);
    cluster.advance(30_000);
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]?.restartCount).toBe(0);
    cluster.machines.heal('node-1');
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 9 } } });
  });
});

describe('an API server that is away', () => {
  it('is not waited for, and is told everything when it is back', () => {
    const cluster = createTestCluster();
    cluster.run('web', nginx);
    cluster.run('gone', nginx);
    cluster.advance(20_000);
    cluster.you.delete('Pod', 'default', 'gone');
    cluster.stopApiServer();
    cluster.machines.crashContainer('default', 'web', 'nginx', 9);
    const eventsBefore = cluster.kernel.eventsRun();
    cluster.advance(600_000);
    // Sixty heartbeats and a handful of local events: no busy waiting.
    expect(cluster.kernel.eventsRun() - eventsBefore).toBeLessThan(80);
    cluster.startApiServer();
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true });
    expect(cluster.pod('gone')).toBeUndefined();
    cluster.advance(11_000);
    expect(cluster.kernel.now() - renewed(cluster)).toBeLessThan(11_000);
  });

  it('makes a machine that boots meanwhile join later', () => {
    const cluster = createTestCluster();
    cluster.stopApiServer();
    cluster.machines.add(machine('node-2'), false);
    cluster.advance(60_000);
    expect(node(cluster, 'node-2')).toBeUndefined();
    cluster.startApiServer();
    cluster.advance(11_000);
    expect(ready(cluster, 'node-2')?.status).toBe('True');
  });
});

describe('a Node object that is deleted', () => {
  it('comes back only when its kubelet starts again', () => {
    const cluster = createTestCluster();
    cluster.you.delete('Node', '', 'node-1');
    cluster.you.delete('Lease', 'kube-node-lease', 'node-1');
    cluster.advance(60_000);
    expect(node(cluster)).toBeUndefined();
    expect(cluster.store.get('Lease', 'kube-node-lease/node-1')).toBeUndefined();
    cluster.machines.powerOff('node-1');
    cluster.machines.powerOn('node-1');
    cluster.advance(12_000);
    expect(ready(cluster)?.status).toBe('True');
    expect(Date.parse(node(cluster)?.metadata.creationTimestamp ?? '')).toBe(START_MS + 72_000);
  });
});

describe('the component', () => {
  it('does nothing while it is stopped and looks at everything when it starts', () => {
    const cluster = createTestCluster();
    cluster.run('web', nginx);
    cluster.advance(20_000);
    cluster.machines.stop();
    cluster.run('late', nginx);
    const version = cluster.store.resourceVersion;
    cluster.advance(60_000);
    expect(cluster.store.resourceVersion).toBe(version);
    cluster.machines.start();
    cluster.advance(5_000);
    expect(cluster.pod('late')?.status?.phase).toBe('Running');
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]?.restartCount).toBe(1);
  });
});
