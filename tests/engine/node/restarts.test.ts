import { describe, expect, it } from 'vitest';
import { container, createTestCluster, secondsOf } from './test-cluster.ts';

const CRASHING = { 'kubarium.dev/exit-after-seconds': '1', 'kubarium.dev/exit-code': '3' };

function startsOf(cluster: ReturnType<typeof createTestCluster>): number[] {
  const starts: number[] = [];
  cluster.store.watch(['Pod'], ({ object }) => {
    const startedAt = object.status?.containerStatuses?.[0]?.state?.running?.startedAt;
    if (startedAt !== undefined && object.status?.containerStatuses?.[0]?.restartCount === starts.length) starts.push(secondsOf(cluster));
  });
  return starts;
}

describe('restarts', () => {
  it('come at once the first time, then after 10 s doubling to 300 s', () => {
    const cluster = createTestCluster();
    const starts = startsOf(cluster);
    cluster.run('web', { containers: [container('nginx', 'nginx:1.27')] }, { annotations: CRASHING });
    cluster.advance(1_300_000);
    // A gap is the run of one second, the back-off, and a fraction of a second to create and start.
    const gaps = starts.slice(1).map((at, index) => Math.floor(at - (starts[index] ?? 0)));
    expect(gaps).toEqual([1, 11, 21, 41, 81, 161, 301, 301, 301]);
  });

  it('show the ended state, then CrashLoopBackOff with upstream words', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('nginx', 'nginx:1.27')] }, { annotations: CRASHING });
    cluster.advance(4_900);
    const uid = cluster.pod('web')?.metadata.uid ?? '';
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: false, state: { terminated: { exitCode: 3, reason: 'Error' } } });
    cluster.advance(1_000);
    expect(cluster.pod('web')?.status).toMatchObject({
      phase: 'Running',
      containerStatuses: [{
        restartCount: 1, state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off 10s restarting failed container=nginx pod=web_default(${uid})` } }, lastState: { terminated: { exitCode: 3, reason: 'Error' } },
      }],
    });
    expect(cluster.pod('web')?.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [nginx]' });
    expect(cluster.events('web').at(-1)).toBe(`BackOff: Back-off restarting failed container nginx in pod web_default(${uid})`);
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'CrashLoopBackOff', subject: { name: 'web' } });
  });

  it('begin at 10 s again after the container ran for more than ten minutes', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('nginx', 'nginx:1.27')] });
    cluster.advance(10_000);
    for (let crash = 0; crash < 3; crash++) {
      cluster.machines.crashContainer('default', 'web', undefined, 1);
      cluster.advance(60_000);
    }
    cluster.advance(700_000);
    cluster.machines.crashContainer('default', 'web', 'nginx', 1);
    cluster.advance(1_000);
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 4, state: { running: {} } });
    cluster.machines.crashContainer('default', 'web', 'nginx', 1);
    cluster.advance(2_000);
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]?.state?.waiting?.message).toContain('back-off 10s');
  });

  it('do not happen with restartPolicy Never, and not after success with OnFailure', () => {
    const cluster = createTestCluster();
    const finishing = (code: string): Record<string, string> => ({ 'kubarium.dev/exit-after-seconds': '5', 'kubarium.dev/exit-code': code });
    cluster.run('never', { restartPolicy: 'Never', containers: [container('c', 'nginx:1.27')] }, { annotations: finishing('2') });
    cluster.run('done', { restartPolicy: 'OnFailure', containers: [container('c', 'nginx:1.27')] }, { annotations: finishing('0') });
    cluster.run('again', { restartPolicy: 'OnFailure', containers: [container('c', 'nginx:1.27')] }, { annotations: finishing('2') });
    cluster.advance(60_000);
    expect(cluster.pod('never')?.status).toMatchObject({ phase: 'Failed', containerStatuses: [{ restartCount: 0, state: { terminated: { exitCode: 2, reason: 'Error' } } }] });
    expect(cluster.pod('done')?.status).toMatchObject({ phase: 'Succeeded', containerStatuses: [{ restartCount: 0, ready: false, state: { terminated: { exitCode: 0, reason: 'Completed' } } }] });
    expect(cluster.pod('done')?.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'False', reason: 'PodCompleted' });
    expect(cluster.pod('again')?.status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(1);
    expect(cluster.pod('again')?.status?.phase).toBe('Running');
  });

  it("follow the container's own policy and rules before the pod's", () => {
    const cluster = createTestCluster();
    const ending = (name: string, code: number, more: Parameters<typeof container>[2]): ReturnType<typeof container> => container(name, 'busybox:1.36', { command: ['sh', '-c', `sleep 1; exit ${code}`], ...more });
    cluster.run('mixed', { containers: [container('nginx', 'nginx:1.27'), ending('once', 3, { restartPolicy: 'Never' }), ending('again', 0, {})] });
    cluster.run('ruled', {
      restartPolicy: 'Never',
      containers: [
        ending('rule', 42, { restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }] }),
        ending('none', 41, { restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'NotIn', values: [41, 42] } }] }),
      ],
    });
    cluster.run('strict', { initContainers: [ending('init', 1, { restartPolicy: 'Never' })], containers: [container('nginx', 'nginx:1.27')] });
    cluster.run('over', { containers: [ending('a', 0, { restartPolicy: 'OnFailure' }), ending('b', 5, { restartPolicy: 'Never' })] });
    cluster.advance(40_000);
    const restarts = (pod: string): boolean[] => (cluster.pod(pod)?.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount > 0);
    expect(restarts('mixed')).toEqual([false, false, true]);
    expect(cluster.pod('mixed')?.status?.phase).toBe('Running');
    expect(restarts('ruled')).toEqual([true, false]);
    expect(cluster.pod('ruled')?.status?.phase).toBe('Running');
    expect(cluster.pod('strict')?.status?.phase).toBe('Failed');
    expect(cluster.pod('over')?.status).toMatchObject({ phase: 'Failed', containerStatuses: [{ restartCount: 0 }, { restartCount: 0 }] });
  });

  it('are not backed off after the first two times that a probe asked for them', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('nginx', 'nginx:1.27', { livenessProbe: { httpGet: { port: 81 }, periodSeconds: 1, failureThreshold: 3 } })] });
    const shown: string[] = [];
    cluster.store.watch(['Pod'], ({ object }) => {
      const [status] = object.status?.containerStatuses ?? [];
      const text = `${status?.restartCount} ${status?.state?.waiting?.reason ?? (status?.state?.running ? 'runs' : 'ended')}`;
      if (status && shown.at(-1) !== text) shown.push(text);
    });
    cluster.advance(25_000);
    // As the kubelet sees it, no run has ended before the first; the second notes the back-off that the third meets.
    expect(shown.slice(1, 8)).toEqual(['0 runs', '0 ended', '1 runs', '1 ended', '2 runs', '2 ended', '2 CrashLoopBackOff']);
  });

  it('follow an OOM kill when memory outgrows the limit', () => {
    const cluster = createTestCluster();
    cluster.run('hungry', { containers: [container('stress', 'polinux/stress', { command: ['stress'], args: ['--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1'], resources: { limits: { memory: '100Mi' }, requests: { memory: '50Mi' } } })] });
    cluster.run('modest', { containers: [container('stress', 'polinux/stress', { command: ['stress'], args: ['--vm', '1', '--vm-bytes', '150M', '--vm-hang', '1'], resources: { limits: { memory: '200Mi' }, requests: { memory: '100Mi' } } })] });
    cluster.advance(8_000);
    expect(cluster.pod('hungry')?.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
    expect(cluster.pod('modest')?.status?.containerStatuses?.[0]?.state?.running).toBeDefined();
  });

  it('are what a beginner meets who runs an operating system image without a command', () => {
    const cluster = createTestCluster();
    cluster.run('ubuntu', { containers: [container('c', 'ubuntu:24.04')] });
    cluster.advance(30_000);
    expect(cluster.pod('ubuntu')?.status?.containerStatuses?.[0]).toMatchObject({ state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 0, reason: 'Completed' } } });
  });

  it('fail when the command is not in the image', () => {
    const cluster = createTestCluster();
    cluster.run('typo', { containers: [container('c', 'nginx:1.27', { command: ['ngnix'] })] });
    cluster.advance(2_700);
    const message = 'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "ngnix": executable file not found in $PATH: unknown';
    expect(cluster.events('typo')).toContain(`Failed: Error: ${message}`);
    expect(cluster.pod('typo')?.status?.containerStatuses?.[0]).toMatchObject({ state: { waiting: { reason: 'RunContainerError', message } }, lastState: { terminated: { exitCode: 128, reason: 'StartError', startedAt: '1970-01-01T00:00:00Z' } } });
    cluster.advance(10_000);
    expect(cluster.pod('typo')?.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
  });

  it('replace a running container whose image is changed', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('nginx', 'nginx:1.27')] });
    cluster.advance(10_000);
    const pod = cluster.pod('web');
    if (!pod) throw new Error('no pod');
    cluster.you.update({ ...pod, spec: { ...pod.spec, containers: [container('nginx', 'nginx:1.28')] } });
    cluster.advance(5_000);
    expect(cluster.events('web')).toContain('Killing: Container nginx definition changed, will be restarted');
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, image: 'docker.io/library/nginx:1.28', state: { running: {} } });
  });
});

describe('init containers', () => {
  it('run one after the other before the rest, and are shown as such', () => {
    const cluster = createTestCluster();
    cluster.run('web', {
      initContainers: [container('first', 'busybox:1.36', { command: ['sleep', '5'] }), container('second', 'busybox:1.36', { command: ['sleep', '5'] })],
      containers: [container('nginx', 'nginx:1.27')],
    });
    cluster.advance(3_000);
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Pending', initContainerStatuses: [{ state: { running: {} } }, { state: { waiting: { reason: 'PodInitializing' } } }], containerStatuses: [{ state: { waiting: { reason: 'PodInitializing' } } }] });
    expect(cluster.pod('web')?.status?.conditions?.find(({ type }) => type === 'Initialized')).toMatchObject({ status: 'False', reason: 'ContainersNotInitialized', message: 'containers with incomplete status: [first second]' });
    cluster.advance(20_000);
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Running', initContainerStatuses: [{ ready: true }, { ready: true }], containerStatuses: [{ ready: true }] });
  });

  it('are tried again when they fail, and fail the pod with restartPolicy Never', () => {
    const cluster = createTestCluster();
    const init = container('init', 'busybox:1.36', { command: ['sh', '-c', 'exit 4'] });
    cluster.run('always', { initContainers: [init], containers: [container('nginx', 'nginx:1.27')] });
    cluster.run('never', { restartPolicy: 'Never', initContainers: [init], containers: [container('nginx', 'nginx:1.27')] });
    cluster.advance(30_000);
    expect(cluster.pod('always')?.status).toMatchObject({ phase: 'Pending', initContainerStatuses: [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }] });
    expect(cluster.pod('never')?.status).toMatchObject({ phase: 'Failed', initContainerStatuses: [{ state: { terminated: { exitCode: 4 } } }] });
  });
});
