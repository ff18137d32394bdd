import { describe, expect, it } from 'vitest';
import { container, createTestCluster, secondsOf, type TestCluster } from './test-cluster.ts';

const HTTP = { httpGet: { port: 80 } };
const PORTS = [{ name: 'http', containerPort: 80 }];

function first(cluster: TestCluster, pod = 'web'): NonNullable<NonNullable<ReturnType<TestCluster['pod']>>['status']>['containerStatuses'] extends readonly (infer S)[] | undefined ? S | undefined : never {
  return cluster.pod(pod)?.status?.containerStatuses?.[0];
}

/** Milliseconds after the container's start at which something about it first holds. */
function when(cluster: TestCluster, holds: () => boolean, limitMs: number): number {
  const startedMs = Date.parse(first(cluster)?.state?.running?.startedAt ?? '');
  for (let waitedMs = 0; waitedMs <= limitMs; waitedMs += 100) {
    if (holds()) return cluster.kernel.now() - startedMs;
    cluster.advance(100);
  }
  return Number.NaN;
}

function started(cluster: TestCluster): void {
  while (first(cluster)?.state?.running === undefined) cluster.advance(100);
}

describe('readiness probes', () => {
  it('make a pod ready with the first success, after the initial delay', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { readinessProbe: { ...HTTP, initialDelaySeconds: 20 } })] });
    started(cluster);
    expect(first(cluster)).toMatchObject({ ready: false, started: true });
    expect(cluster.kernel.nextWait()?.label).toBe('readiness probe');
    const readyMs = when(cluster, () => first(cluster)?.ready === true, 60_000);
    expect(readyMs).toBeGreaterThanOrEqual(20_000);
    expect(readyMs).toBeLessThan(21_000);
    expect(cluster.pod('web')?.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
  });

  it('need as many successes as successThreshold says', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { readinessProbe: { ...HTTP, initialDelaySeconds: 5, periodSeconds: 7, successThreshold: 3 } })] });
    started(cluster);
    const readyMs = when(cluster, () => first(cluster)?.ready === true, 60_000);
    expect(Math.floor(readyMs / 1000)).toBe(19);
  });

  it('are refused while the server starts, and tell so in an event', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { readinessProbe: { ...HTTP, periodSeconds: 5 } })] }, { annotations: { 'kubarium.dev/startup-seconds': '12' } });
    started(cluster);
    const readyMs = when(cluster, () => first(cluster)?.ready === true, 60_000);
    expect(Math.floor(readyMs / 1000)).toBe(16);
    expect(cluster.events('web').at(-1)).toBe('Unhealthy: Readiness probe failed: Get "http://10.244.1.2:80/": dial tcp 10.244.1.2:80: connect: connection refused (x3)');
  });

  it('take a pod out after failureThreshold failures when a person makes them fail, and back in', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { readinessProbe: { ...HTTP, periodSeconds: 10, failureThreshold: 3 } })] });
    cluster.advance(30_000);
    expect(first(cluster)?.ready).toBe(true);
    cluster.machines.overrideProbe('default', 'web', 'readiness', true);
    const fromMs = cluster.kernel.now();
    while (first(cluster)?.ready) cluster.advance(100);
    expect(cluster.kernel.now() - fromMs).toBeGreaterThan(20_000);
    expect(cluster.kernel.now() - fromMs).toBeLessThanOrEqual(30_000);
    expect(cluster.events('web').at(-1)).toBe('Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503 (x3)');
    expect(first(cluster)).toMatchObject({ restartCount: 0, state: { running: {} } });
    cluster.advance(30_000);
    expect(cluster.events('web').at(-1)).toMatch(/x6/);
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
    cluster.machines.overrideProbe('default', 'web', 'readiness', false);
    // The next attempt will succeed: that is worth waiting for.
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'readiness probe' });
    cluster.advance(10_000);
    expect(first(cluster)?.ready).toBe(true);
    expect(cluster.machines.hasProbeOverride('default', 'web', 'readiness')).toBe(false);
  });

  it('can be overridden only where there are any', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27')] });
    cluster.advance(10_000);
    expect(() => cluster.machines.overrideProbe('default', 'web', 'liveness', true)).toThrow('No container of pod web has a liveness probe.');
    expect(() => cluster.machines.overrideProbe('default', 'gone', 'liveness', true)).toThrow('Pod gone in namespace default is on no machine that runs.');
  });

  it.each([
    [{ httpGet: { port: 8080 } }, 'Get "http://10.244.1.2:8080/": dial tcp 10.244.1.2:8080: connect: connection refused'],
    [{ httpGet: { port: 'http', path: '/healthz' } }, 'HTTP probe failed with statuscode: 404'],
    [{ httpGet: { port: 80, scheme: 'HTTPS' } }, 'Get "https://10.244.1.2:80/": http: server gave HTTP response to HTTPS client'],
    [{ tcpSocket: { port: 6379 } }, 'dial tcp 10.244.1.2:6379: connect: connection refused'],
    [{ exec: { command: ['cat', '/tmp/ready'] } }, 'cat: /tmp/ready: No such file or directory'],
    [{ exec: { command: ['sleep', '5'] } }, 'command timed out: "sleep 5" timed out after 1s'],
    [{ grpc: { port: 9000 } }, 'timeout: failed to connect service "10.244.1.2:9000" within 1s: context deadline exceeded'],
  ])('say what is wrong with %j', (probe, message) => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { ports: PORTS, readinessProbe: probe })] });
    cluster.advance(5_000);
    expect(cluster.events('web').at(-1)).toBe(`Unhealthy: Readiness probe failed: ${message}`);
  });

  it.each([
    ['redis:7', { exec: { command: ['redis-cli', 'ping'] } }],
    ['redis:7', { tcpSocket: { port: 6379 } }],
    ['nginx:1.27', { exec: { command: ['sh', '-c', 'test -d /tmp && curl -f localhost'] } }],
    ['registry.k8s.io/e2e-test-images/agnhost:2.53', { grpc: { port: 5000 } }],
  ])('succeed on a healthy %s with %j', (image, probe) => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', image, { args: image.includes('agnhost') ? ['grpc-health-checking'] : undefined, readinessProbe: probe })] });
    cluster.advance(15_000);
    expect(first(cluster)?.ready).toBe(true);
  });
});

describe('liveness probes', () => {
  it('restart a container after failureThreshold failures', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { livenessProbe: { ...HTTP, periodSeconds: 5, failureThreshold: 2 } })] }, { annotations: { 'kubarium.dev/unhealthy-after-seconds': '30' } });
    started(cluster);
    const restartedMs = when(cluster, () => first(cluster)?.restartCount === 1, 60_000);
    // Attempts at 1 s, 6 s, …: the first failure at 31 s, the second at 36 s; nginx stops at once.
    expect(Math.floor(restartedMs / 1000)).toBe(36);
    expect(cluster.events('web')).toEqual(expect.arrayContaining(['Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 500 (x2)', 'Killing: Container c failed liveness probe, will be restarted']));
    expect(first(cluster)?.lastState?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });

  it('kill a process that ignores SIGTERM after the grace of the probe', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { livenessProbe: { ...HTTP, periodSeconds: 5, failureThreshold: 1, terminationGracePeriodSeconds: 4 } })] }, { annotations: { 'kubarium.dev/unhealthy-after-seconds': '30', 'kubarium.dev/ignore-sigterm': 'true' } });
    started(cluster);
    const killedMs = when(cluster, () => first(cluster)?.lastState?.terminated !== undefined, 60_000);
    expect(Math.floor(killedMs / 1000)).toBe(35);
    expect(first(cluster)?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
  });

  it('follow a file, as in the tasks of the documentation', () => {
    const cluster = createTestCluster();
    cluster.run('web', {
      containers: [container('liveness', 'busybox:1.36', { args: ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'], livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 } })],
    });
    started(cluster);
    const before = secondsOf(cluster);
    cluster.advance(29_000);
    expect(cluster.events('web').some((event) => event.startsWith('Unhealthy'))).toBe(false);
    cluster.advance(12_000);
    expect(cluster.events('web')).toContain("Unhealthy: Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory (x3)");
    // The shell ignores SIGTERM: the restart comes after 30 s of grace.
    while (first(cluster)?.restartCount !== 1) cluster.advance(1_000);
    expect(secondsOf(cluster) - before).toBeGreaterThan(69);
    expect(secondsOf(cluster) - before).toBeLessThan(73);
    expect(first(cluster)?.lastState?.terminated?.exitCode).toBe(137);
  });

  it('find agnhost failing after ten seconds', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('liveness', 'registry.k8s.io/e2e-test-images/agnhost:2.40', { args: ['liveness'], livenessProbe: { httpGet: { path: '/healthz', port: 8080 }, initialDelaySeconds: 3, periodSeconds: 3 } })] });
    started(cluster);
    const restartedMs = when(cluster, () => first(cluster)?.restartCount === 1, 60_000);
    expect(Math.floor(restartedMs / 1000)).toBe(18);
  });
});

describe('startup probes', () => {
  it('hold the others back until they succeed', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { startupProbe: { ...HTTP, periodSeconds: 5, failureThreshold: 30 }, livenessProbe: { ...HTTP, failureThreshold: 1, periodSeconds: 1 }, readinessProbe: HTTP })] }, { annotations: { 'kubarium.dev/startup-seconds': '40' } });
    started(cluster);
    expect(first(cluster)).toMatchObject({ started: false, ready: false });
    cluster.advance(35_000);
    expect(first(cluster)).toMatchObject({ started: false, restartCount: 0 });
    const readyMs = when(cluster, () => first(cluster)?.ready === true, 60_000);
    expect(Math.floor(readyMs / 1000)).toBe(41);
    expect(first(cluster)).toMatchObject({ started: true, restartCount: 0 });
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('restart a container that does not start in time', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { startupProbe: { ...HTTP, periodSeconds: 5, failureThreshold: 3 } })] }, { annotations: { 'kubarium.dev/startup-seconds': '40' } });
    started(cluster);
    const restartedMs = when(cluster, () => first(cluster)?.restartCount === 1, 60_000);
    expect(Math.floor(restartedMs / 1000)).toBe(11);
    expect(cluster.events('web')).toContain('Killing: Container c failed startup probe, will be restarted');
  });
});
