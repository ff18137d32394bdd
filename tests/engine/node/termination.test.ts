import { describe, expect, it } from 'vitest';
import { container, createTestCluster, type Pod, type TestCluster } from './test-cluster.ts';

/** Milliseconds until a pod is gone from the API. */
function untilGone(cluster: TestCluster, pod = 'web'): number {
  const fromMs = cluster.kernel.now();
  while (cluster.pod(pod) && cluster.kernel.now() - fromMs < 200_000) cluster.advance(10);
  return cluster.kernel.now() - fromMs;
}

function running(cluster: TestCluster, spec: Parameters<TestCluster['run']>[1], annotations?: Readonly<Record<string, string>>): void {
  cluster.run('web', spec, annotations ? { annotations } : {});
  cluster.advance(15_000);
}

describe('graceful termination', () => {
  it('ends as soon as the process has shut down', () => {
    const cluster = createTestCluster();
    running(cluster, { containers: [container('nginx', 'nginx:1.27')] });
    let final: unknown;
    cluster.store.watch(['Pod'], ({ type, previous }) => {
      if (type === 'DELETED') final = previous?.status;
    });
    cluster.you.delete('Pod', 'default', 'web');
    expect(untilGone(cluster)).toBe(60);
    expect(final).toMatchObject({ phase: 'Succeeded', containerStatuses: [{ ready: false, state: { terminated: { exitCode: 0, reason: 'Completed' } } }] });
    expect(cluster.events('web').at(-1)).toBe('Killing: Stopping container nginx');
  });

  it('takes as long as the process needs', () => {
    const cluster = createTestCluster();
    running(cluster, { containers: [container('nginx', 'nginx:1.27')] }, { 'kubarium.dev/shutdown-seconds': '12' });
    cluster.you.delete('Pod', 'default', 'web');
    cluster.advance(1_000);
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'terminationGracePeriodSeconds', subject: { name: 'web' } });
    expect(untilGone(cluster)).toBeCloseTo(11_020, -2);
  });

  it('kills a process that ignores SIGTERM at the end of the grace', () => {
    const cluster = createTestCluster();
    running(cluster, { terminationGracePeriodSeconds: 10, containers: [container('sleeper', 'busybox:1.36', { command: ['sleep', '3600'] })] });
    let exitCode: number | undefined;
    cluster.store.watch(['Pod'], ({ type, previous }) => {
      if (type === 'DELETED') exitCode = previous?.status?.containerStatuses?.[0]?.state?.terminated?.exitCode;
    });
    cluster.you.delete('Pod', 'default', 'web');
    expect(untilGone(cluster)).toBe(10_020);
    expect(exitCode).toBe(137);
  });

  it('counts the preStop hook inside the grace', () => {
    const cluster = createTestCluster();
    running(cluster, { containers: [container('nginx', 'nginx:1.27', { lifecycle: { preStop: { sleep: { seconds: 5 } } } })] });
    cluster.you.delete('Pod', 'default', 'web');
    expect(untilGone(cluster)).toBe(5_060);

    const long = createTestCluster();
    running(long, { terminationGracePeriodSeconds: 10, containers: [container('c', 'busybox:1.36', { command: ['sleep', '3600'], lifecycle: { preStop: { exec: { command: ['sleep', '60'] } } } })] });
    long.you.delete('Pod', 'default', 'web');
    // The hook uses the grace up; two seconds are left for SIGTERM all the same.
    expect(untilGone(long)).toBe(12_020);
  });

  it('obeys a shell that traps SIGTERM when its command is over', () => {
    const cluster = createTestCluster();
    running(cluster, { containers: [container('c', 'busybox:1.36', { command: ['sh', '-c', 'trap "echo bye; exit 0" TERM; while true; do sleep 2; done'] })] });
    cluster.you.delete('Pod', 'default', 'web');
    expect(untilGone(cluster)).toBeLessThan(2_030);
  });

  it('is shortened by a second delete with a shorter grace', () => {
    const cluster = createTestCluster();
    running(cluster, { containers: [container('sleeper', 'busybox:1.36', { command: ['sleep', '3600'] })] });
    cluster.you.delete('Pod', 'default', 'web');
    cluster.advance(5_000);
    cluster.you.delete('Pod', 'default', 'web', { gracePeriodSeconds: 2 });
    expect(untilGone(cluster)).toBe(2_020);
  });

  it('stops all containers together and sidecars last', () => {
    const cluster = createTestCluster();
    running(cluster, {
      initContainers: [container('mesh', 'nginx:1.27', { restartPolicy: 'Always' })],
      containers: [container('app', 'busybox:1.36', { command: ['sleep', '3600'] })],
      terminationGracePeriodSeconds: 10,
    });
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Running', initContainerStatuses: [{ started: true, ready: true }] });
    cluster.you.delete('Pod', 'default', 'web');
    cluster.advance(9_000);
    expect(cluster.machines.logs({ namespace: 'default', pod: 'web', container: 'mesh' }).some(({ text }) => text.includes('SIGQUIT'))).toBe(false);
    expect(untilGone(cluster)).toBeLessThan(3_100);
  });

  it('stops sidecars one after the other, the last one first, and gives each two seconds when the grace is used up', () => {
    const cluster = createTestCluster();
    const sidecar = (name: string): ReturnType<typeof container> => container(name, 'nginx:1.27', { restartPolicy: 'Always' });
    running(cluster, { initContainers: [sidecar('first'), sidecar('second')], containers: [container('app', 'busybox:1.36', { command: ['sleep', '3600'] })], terminationGracePeriodSeconds: 5 });
    let final: Pod['status'];
    cluster.store.watch(['Pod'], ({ type, previous }) => {
      if (type === 'DELETED') final = previous?.status;
    });
    cluster.you.delete('Pod', 'default', 'web');
    const takenMs = untilGone(cluster);
    expect(takenMs).toBe(5_100);
    // nginx obeys in time, although the shell has used the grace up.
    expect(final?.initContainerStatuses?.map(({ state }) => state?.terminated?.exitCode)).toEqual([0, 0]);
    expect(final?.containerStatuses?.map(({ state }) => state?.terminated?.exitCode)).toEqual([137]);
    expect(final?.conditions?.find(({ type }) => type === 'PodReadyToStartContainers')?.status).toBe('False');
  });

  it('comes to the sidecars of a pod that is over, and only then has the pod succeeded', () => {
    const cluster = createTestCluster();
    cluster.run('job', {
      restartPolicy: 'Never', terminationGracePeriodSeconds: 10,
      initContainers: [container('shell', 'busybox:1.36', { command: ['sleep', '3600'], restartPolicy: 'Always' }), container('mesh', 'nginx:1.27', { restartPolicy: 'Always' })],
      containers: [container('main', 'busybox:1.36', { command: ['sleep', '20'] })],
    });
    const untilOver = (): boolean => cluster.pod('job')?.status?.containerStatuses?.[0]?.state?.terminated !== undefined;
    for (let waitedMs = 0; waitedMs < 60_000 && !untilOver(); waitedMs += 10) cluster.advance(10);
    expect(cluster.pod('job')?.status).toMatchObject({ phase: 'Running', initContainerStatuses: [{ state: { running: {} } }, { state: { running: {} } }] });
    expect(cluster.events('job').slice(-2)).toEqual(['Killing: Stopping container shell', 'Killing: Stopping container mesh']);
    cluster.advance(1_000);
    expect(cluster.pod('job')?.status).toMatchObject({ phase: 'Running', initContainerStatuses: [{ state: { running: {} } }, { state: { terminated: { exitCode: 0 } } }] });
    cluster.advance(10_000);
    expect(cluster.pod('job')?.status).toMatchObject({ phase: 'Succeeded', initContainerStatuses: [{ restartCount: 0, state: { terminated: { exitCode: 137 } } }, { restartCount: 0 }] });
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('comes to a pod that has taken longer than its activeDeadlineSeconds, and the pod has failed', () => {
    const cluster = createTestCluster();
    const sleeper = container('main', 'busybox:1.36', { command: ['sleep', '3600'] });
    cluster.run('slow', { activeDeadlineSeconds: 20, terminationGracePeriodSeconds: 5, containers: [sleeper] });
    cluster.run('stuck', { activeDeadlineSeconds: 20, containers: [container('main', 'nginx:none')] });
    cluster.run('done', { activeDeadlineSeconds: 20, restartPolicy: 'Never', containers: [container('main', 'busybox:1.36', { command: ['sleep', '2'] })] });
    cluster.advance(18_000);
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'activeDeadlineSeconds' });
    cluster.advance(4_000);
    expect(cluster.pod('slow')?.status).toMatchObject({ phase: 'Running', containerStatuses: [{ state: { running: {} } }] });
    expect(cluster.events('slow').slice(-2)).toEqual(['DeadlineExceeded: Pod was active on the node longer than the specified deadline', 'Killing: Stopping container main']);
    cluster.advance(5_000);
    const failed = { phase: 'Failed', reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' };
    expect(cluster.pod('slow')?.status).toMatchObject({ ...failed, containerStatuses: [{ restartCount: 0, state: { terminated: { exitCode: 137 } } }] });
    expect(cluster.pod('stuck')?.status).toMatchObject(failed);
    expect(cluster.pod('done')?.status?.phase).toBe('Succeeded');
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('counts the deadline on while the machine is off', () => {
    const cluster = createTestCluster();
    cluster.run('slow', { activeDeadlineSeconds: 60, containers: [container('main', 'nginx:1.27')] });
    cluster.advance(30_000);
    cluster.machines.powerOff('node-1');
    cluster.advance(100_000);
    cluster.machines.powerOn('node-1');
    cluster.advance(20_000);
    expect(cluster.pod('slow')?.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  });

  it('ends at once when the pod is removed by force', () => {
    const cluster = createTestCluster();
    running(cluster, { containers: [container('sleeper', 'busybox:1.36', { command: ['sleep', '3600'] })] });
    cluster.you.delete('Pod', 'default', 'web', { gracePeriodSeconds: 0 });
    expect(cluster.pod('web')).toBeUndefined();
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('interrupts a pod that is still being started', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'node:20')] });
    cluster.advance(2_000);
    cluster.you.delete('Pod', 'default', 'web');
    expect(untilGone(cluster)).toBe(20);
    cluster.advance(20_000);
    // The image that was under way is kept.
    expect(cluster.store.get('Node', 'node-1')?.status?.images).toHaveLength(1);
  });

  it('leaves a pod that finalizers hold with its last status', () => {
    const cluster = createTestCluster();
    running(cluster, { containers: [container('nginx', 'nginx:1.27')] });
    const pod = cluster.pod('web');
    if (!pod) throw new Error('no pod');
    cluster.you.update({ ...pod, metadata: { ...pod.metadata, finalizers: ['example.com/hold'] } });
    cluster.you.delete('Pod', 'default', 'web');
    cluster.advance(5_000);
    const held = cluster.pod('web');
    expect(held?.status?.phase).toBe('Succeeded');
    if (!held) throw new Error('no pod');
    cluster.you.update({ ...held, metadata: { ...held.metadata, finalizers: [] } });
    expect(cluster.pod('web')).toBeUndefined();
  });
});
