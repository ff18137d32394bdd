import { describe, expect, it } from 'vitest';
import { container, createTestCluster, type TestCluster } from './test-cluster.ts';

const status = (cluster: TestCluster, pod = 'web') => cluster.pod(pod)?.status?.containerStatuses?.[0];
const shell = (script: string) => ({ exec: { command: ['sh', '-c', script] } });

describe('a postStart hook', () => {
  it('holds back that its container runs, its probes and the next container until it is done', () => {
    const cluster = createTestCluster();
    cluster.run('web', {
      containers: [container('first', 'nginx:1.27', { lifecycle: { postStart: shell('sleep 5') }, readinessProbe: { httpGet: { port: 80 } } }), container('second', 'nginx:1.27')],
    });
    cluster.advance(5_000);
    expect(status(cluster)).toMatchObject({ started: false, ready: false, state: { waiting: { reason: 'ContainerCreating' } } });
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'postStart hook', subject: { name: 'web' } });
    expect(cluster.events('web').filter((event) => event.startsWith('Started'))).toHaveLength(1);
    cluster.advance(10_000);
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true, restartCount: 0 }, { ready: true }] });
  });

  it('that fails kills its container, which is started again and backs off', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { lifecycle: { postStart: shell('echo no; exit 3') } })] });
    let first: ReturnType<typeof status>;
    cluster.store.watch(['Pod'], () => {
      if (status(cluster)?.state?.waiting?.reason === 'PostStartHookError') first ??= status(cluster);
    });
    cluster.advance(2_750);
    expect(cluster.events('web').slice(3, 6)).toEqual(['Started: Container started', 'FailedPostStartHook: PostStartHook failed', 'Killing: FailedPostStartHook']);
    const uid = cluster.pod('web')?.metadata.uid ?? '';
    expect(first).toMatchObject({
      restartCount: 0,
      state: { waiting: { reason: 'PostStartHookError', message: `Exec lifecycle hook ([sh -c echo no; exit 3]) for Container "c" in Pod "web_default(${uid})" failed - error: command 'sh -c echo no; exit 3' exited with 3: , message: "no\\n"` } },
      lastState: { terminated: { exitCode: 0 } },
    });
    cluster.advance(3_000);
    expect(status(cluster)?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(status(cluster)?.restartCount).toBe(1);
  });

  it('asks by HTTP, which fails while the server does not listen yet and counts any answer', () => {
    const cluster = createTestCluster();
    const hook = (port: number) => ({ lifecycle: { postStart: { httpGet: { path: '/none', port } } } });
    cluster.run('early', { restartPolicy: 'Never', containers: [container('c', 'nginx:1.27', hook(80))] });
    cluster.run('late', { containers: [container('c', 'registry.k8s.io/pause:3.10', hook(80))] });
    cluster.advance(10_000);
    expect(cluster.pod('early')?.status?.phase).toBe('Succeeded');
    expect(cluster.events('early')).toContain('FailedPostStartHook: PostStartHook failed');
    expect(status(cluster, 'late')?.lastState?.terminated).toBeDefined();
    const message = status(cluster, 'late')?.state?.waiting?.message ?? '';
    expect(status(cluster, 'late')?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(message).toContain('restarting failed container=c');
  });

  it('of a container that crashes meanwhile has failed', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { lifecycle: { postStart: shell('sleep 60') } })] });
    cluster.advance(6_000);
    cluster.machines.crashContainer('default', 'web', undefined, 2);
    cluster.advance(50);
    expect(cluster.events('web').some((event) => event.startsWith('FailedPostStartHook'))).toBe(true);
    expect(status(cluster)?.lastState?.terminated?.exitCode).toBe(2);
  });

  it('does not keep a pod from being deleted', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { lifecycle: { postStart: shell('sleep infinity') } })] });
    cluster.advance(20_000);
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
    cluster.you.delete('Pod', 'default', 'web');
    cluster.advance(1_000);
    expect(cluster.pod('web')).toBeUndefined();
  });
});

describe('a preStop hook', () => {
  it('that fails is told of, and SIGTERM follows at once', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { lifecycle: { preStop: shell('sleep 2; exit 1') } })] });
    cluster.advance(10_000);
    cluster.you.delete('Pod', 'default', 'web');
    cluster.advance(1_900);
    expect(cluster.events('web').at(-1)).toBe('Killing: Stopping container c');
    cluster.advance(300);
    expect(cluster.events('web').at(-1)).toBe('FailedPreStopHook: PreStopHook failed');
    expect(cluster.pod('web')).toBeUndefined();
  });

  it('of a sidecar runs at once, although the sidecar is stopped last', () => {
    const cluster = createTestCluster();
    cluster.run('web', {
      initContainers: [container('mesh', 'nginx:1.27', { restartPolicy: 'Always', lifecycle: { preStop: { sleep: { seconds: 6 } } } })],
      containers: [container('app', 'busybox:1.36', { command: ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 1; done'] })],
    });
    cluster.advance(10_000);
    expect(cluster.pod('web')?.status?.phase).toBe('Running');
    cluster.you.delete('Pod', 'default', 'web');
    cluster.advance(5_900);
    expect(cluster.pod('web')).toBeDefined();
    cluster.advance(300);
    expect(cluster.pod('web')).toBeUndefined();
  });
});
