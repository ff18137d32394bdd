import { describe, expect, it } from 'vitest';
import { controlPlaneMachine } from '../../../src/engine/node/control-plane-machine.ts';
import { container, createTestCluster, machine, type Pod, type TestCluster } from './test-cluster.ts';

const manifest: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { app: 'web' } }, spec: { containers: [container('nginx', 'nginx:1.27')] } };
const withManifest = (): TestCluster => createTestCluster([machine('node-1', { staticPods: [manifest] })]);
const system = (cluster: TestCluster, name: string): Pod | undefined => cluster.store.get('Pod', `kube-system/${name}-master`);
const COMPONENTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

function controlPlane(): TestCluster {
  const cluster = createTestCluster([controlPlaneMachine('master'), machine('node-1')]);
  cluster.advance(1_000);
  return cluster;
}

describe('a static pod', () => {
  it('runs without the API, which has an image of it', () => {
    const cluster = withManifest();
    const node = cluster.store.get('Node', 'node-1');
    const mirror = cluster.pod('web-node-1');
    const hash = mirror?.metadata.annotations?.['kubernetes.io/config.hash'];
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(mirror).toMatchObject({
      metadata: {
        labels: { app: 'web' },
        annotations: { 'kubernetes.io/config.mirror': hash, 'kubernetes.io/config.source': 'file', 'kubernetes.io/config.seen': '2026-01-05T10:00:00Z' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'node-1', uid: node?.metadata.uid, controller: true }],
      },
      spec: { nodeName: 'node-1', restartPolicy: 'Always', tolerations: [{ operator: 'Exists', effect: 'NoExecute' }] },
      status: { phase: 'Running', podIP: '10.244.1.2', containerStatuses: [{ ready: true }] },
    });
    cluster.stopApiServer();
    cluster.machines.powerOff('node-1');
    cluster.machines.powerOn('node-1');
    cluster.advance(20_000);
    cluster.machines.crashContainer('default', 'web-node-1', undefined, 3);
    cluster.advance(5_000);
    cluster.startApiServer();
    cluster.advance(15_000);
    expect(cluster.pod('web-node-1')?.status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true, restartCount: 2, lastState: { terminated: { exitCode: 3 } } }] });
    expect(cluster.machines.logs({ namespace: 'default', pod: 'web-node-1' }).length).toBeGreaterThan(0);
  });

  it('cannot be deleted: its image comes back', () => {
    const cluster = withManifest();
    cluster.advance(1_000);
    const before = cluster.pod('web-node-1');
    for (const gracePeriodSeconds of [undefined, 0]) {
      cluster.you.delete('Pod', 'default', 'web-node-1', gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds });
      cluster.advance(1_000);
      const after = cluster.pod('web-node-1');
      expect(after?.metadata.deletionTimestamp).toBeUndefined();
      expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
      expect(after?.status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true, restartCount: 0, containerID: before?.status?.containerStatuses?.[0]?.containerID }] });
    }
  });

  it('is started by a machine that boots, and told of once the machine has joined', () => {
    const cluster = createTestCluster([]);
    cluster.machines.add(machine('node-1', { staticPods: [manifest] }), false);
    cluster.advance(11_000);
    expect(cluster.pod('web-node-1')).toBeUndefined();
    cluster.advance(10_000);
    expect(cluster.pod('web-node-1')?.status?.phase).toBe('Running');
    expect(cluster.events('web-node-1').map((event) => event.split(':')[0])).toEqual(['Pulling', 'Pulled', 'Created', 'Started']);
  });

  it('counts for what the node has left', () => {
    const big: Pod = { ...manifest, spec: { containers: [container('nginx', 'nginx:1.27', { resources: { requests: { cpu: '3' } } })] } };
    const cluster = createTestCluster([machine('node-1', { staticPods: [big] })]);
    cluster.run('more', { containers: [container('c', 'nginx:1.27', { resources: { requests: { cpu: '2' } } })] });
    cluster.advance(1_000);
    expect(cluster.pod('more')?.status).toMatchObject({ phase: 'Failed', reason: 'OutOfcpu' });
  });

  it('that nobody has a manifest of is removed', () => {
    const cluster = withManifest();
    cluster.you.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'fake', namespace: 'default', annotations: { 'kubernetes.io/config.mirror': 'abc' } }, spec: { nodeName: 'node-1', containers: [container('c', 'nginx:1.27')] } });
    cluster.advance(1_000);
    expect(cluster.pod('fake')).toBeUndefined();
  });
});

describe('the control plane', () => {
  it('runs as static pods with kubeadm’s names from the very beginning', () => {
    const cluster = controlPlane();
    for (const name of COMPONENTS) {
      expect(system(cluster, name)).toMatchObject({ metadata: { labels: { component: name, tier: 'control-plane' } }, spec: { hostNetwork: true, priorityClassName: 'system-node-critical' }, status: { phase: 'Running', podIP: '192.168.49.10' } });
    }
    for (const name of COMPONENTS) expect(system(cluster, name)?.status?.containerStatuses?.[0]).toMatchObject({ ready: true, started: true, restartCount: 0 });
    expect(cluster.store.get('Node', 'master')).toMatchObject({ metadata: { labels: { 'node-role.kubernetes.io/control-plane': '' } }, spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } });
    expect(cluster.components).toEqual(COMPONENTS.map((name) => `${name} up`));
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('loses a component while its container is down', () => {
    const cluster = controlPlane();
    cluster.components.length = 0;
    const crash = (): void => cluster.machines.crashContainer('kube-system', 'kube-scheduler-master', undefined, 1);
    crash();
    cluster.advance(1_000);
    expect(cluster.components).toEqual(['kube-scheduler down', 'kube-scheduler up']);
    crash();
    cluster.advance(5_000);
    expect(system(cluster, 'kube-scheduler')?.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(cluster.components.slice(2)).toEqual(['kube-scheduler down']);
    cluster.advance(10_000);
    expect(cluster.components.slice(3)).toEqual(['kube-scheduler up']);
  });

  it('comes back with its machine, and everybody with it', () => {
    const cluster = controlPlane();
    cluster.run('web', { containers: [container('nginx', 'nginx:1.27')] });
    cluster.advance(10_000);
    cluster.components.length = 0;
    cluster.machines.powerOff('master');
    cluster.advance(1);
    expect(cluster.components).toEqual(COMPONENTS.map((name) => `${name} down`));
    expect(cluster.you.reachable()).toBe(false);
    cluster.machines.crashContainer('default', 'web', undefined, 1);
    cluster.advance(30_000);
    cluster.machines.powerOn('master');
    cluster.advance(60_000);
    expect(cluster.you.reachable()).toBe(true);
    expect(cluster.components.slice(4).sort()).toEqual(COMPONENTS.map((name) => `${name} up`));
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true });
    for (const name of COMPONENTS) expect(system(cluster, name)?.status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true, restartCount: 1 }] });
    expect(cluster.store.get('Node', 'master')?.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
  });

  it('is lost for good with its only machine', () => {
    const cluster = controlPlane();
    cluster.components.length = 0;
    cluster.machines.remove('master');
    cluster.advance(60_000);
    expect(cluster.components).toEqual(COMPONENTS.map((name) => `${name} down`));
  });

  it('is not evicted', () => {
    const cluster = controlPlane();
    cluster.machines.press('master', 'memory');
    cluster.advance(60_000);
    for (const name of COMPONENTS) expect(system(cluster, name)?.status?.phase).toBe('Running');
  });
});
