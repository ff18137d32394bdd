import { describe, expect, it } from 'vitest';
import { container, createTestCluster, type TestCluster } from './test-cluster.ts';

function waiting(cluster: TestCluster): unknown {
  return cluster.pod('web')?.status?.containerStatuses?.[0]?.state?.waiting;
}
const config = (data: Readonly<Record<string, string>>) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'app', namespace: 'default' }, data }) as const;

describe('volumes of ConfigMaps and Secrets', () => {
  it('hold a pod up until what they show is there', () => {
    const cluster = createTestCluster();
    cluster.run('web', { volumes: [{ name: 'conf', configMap: { name: 'app' } }], containers: [container('c', 'nginx:1.27')] });
    cluster.advance(10_000);
    expect(waiting(cluster)).toEqual({ reason: 'ContainerCreating' });
    // Tried after 0.5 s, 1 s, 2 s, 4 s.
    expect(cluster.events('web')).toEqual(['FailedMount: MountVolume.SetUp failed for volume "conf" : configmap "app" not found (x5)']);
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
    cluster.you.create(config({ key: 'value' }));
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'volume mount' });
    cluster.advance(12_000);
    expect(cluster.pod('web')?.status?.phase).toBe('Running');
  });

  it.each([
    [{ name: 'v', configMap: { name: 'app', items: [{ key: 'nope', path: 'x' }] } }, 'configmap references non-existent config key: nope'],
    [{ name: 'v', secret: { secretName: 'keys' } }, 'secret "keys" not found'],
    [{ name: 'v', projected: { sources: [{ configMap: { name: 'app' } }, { secret: { name: 'keys' } }] } }, 'secret "keys" not found'],
  ])('say what is missing of %j', (volume, message) => {
    const cluster = createTestCluster();
    cluster.you.create(config({}));
    cluster.run('web', { volumes: [volume], containers: [container('c', 'nginx:1.27')] });
    cluster.advance(100);
    expect(cluster.events('web')).toEqual([`FailedMount: MountVolume.SetUp failed for volume "v" : ${message}`]);
  });

  it('may be missing when they are optional', () => {
    const cluster = createTestCluster();
    cluster.run('web', { volumes: [{ name: 'conf', configMap: { name: 'app', optional: true } }], containers: [container('c', 'nginx:1.27')] });
    cluster.advance(10_000);
    expect(cluster.pod('web')?.status?.phase).toBe('Running');
  });
});

describe('variables from elsewhere', () => {
  it('hold a container up in CreateContainerConfigError until they are there', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27', { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'app', key: 'a' } } }] })] });
    cluster.advance(5_000);
    expect(waiting(cluster)).toEqual({ reason: 'CreateContainerConfigError', message: 'configmap "app" not found' });
    expect(cluster.events('web').at(-1)).toBe('Failed: Error: configmap "app" not found');
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
    cluster.you.create(config({ b: '1' }));
    cluster.advance(16_000);
    expect(waiting(cluster)).toEqual({ reason: 'CreateContainerConfigError', message: "couldn't find key a in ConfigMap default/app" });
    const found = cluster.store.get('ConfigMap', 'default/app');
    if (!found) throw new Error('no ConfigMap');
    cluster.you.update({ ...found, data: { a: '1' } });
    expect(cluster.kernel.nextWait()?.label).toBe('CreateContainerConfigError');
    cluster.advance(16_000);
    expect(cluster.pod('web')?.status?.phase).toBe('Running');
  });

  it('reach the process as they were when it started', () => {
    const cluster = createTestCluster();
    cluster.you.create(config({ greeting: 'hello' }));
    cluster.you.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: 'default' }, data: { password: 'czNjcmV0' } });
    cluster.run('web', {
      containers: [container('c', 'busybox:1.36', {
        command: ['sh', '-c', 'echo "$GREETING from $POD with $password and $LITERAL"; sleep 3600'],
        envFrom: [{ secretRef: { name: 'keys' } }],
        env: [{ name: 'GREETING', valueFrom: { configMapKeyRef: { name: 'app', key: 'greeting' } } }, { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }, { name: 'LITERAL', value: '42' }],
      })],
    });
    cluster.advance(10_000);
    const found = cluster.store.get('ConfigMap', 'default/app');
    if (!found) throw new Error('no ConfigMap');
    cluster.you.update({ ...found, data: { greeting: 'bye' } });
    cluster.advance(10_000);
    expect(cluster.machines.logs({ namespace: 'default', pod: 'web' }).map(({ text }) => text)).toEqual(['hello from web with s3cret and 42']);
  });

  it('decide whether a database starts', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'postgres:16')] });
    cluster.advance(20_000);
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    expect(cluster.machines.logs({ namespace: 'default', pod: 'web' })[0]?.text).toContain('superuser password is not specified');
    cluster.run('db', { containers: [container('c', 'postgres:16', { env: [{ name: 'POSTGRES_PASSWORD', value: 'x' }], readinessProbe: { exec: { command: ['pg_isready', '-U', 'postgres'] }, periodSeconds: 1 } })] });
    cluster.advance(10_000);
    expect(cluster.pod('db')?.status?.containerStatuses?.[0]?.ready).toBe(true);
    expect(cluster.events('db')).toContain('Unhealthy: Readiness probe failed: pg_isready: could not connect to server: Connection refused (x2)');
  });
});
