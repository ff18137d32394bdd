import { describe, expect, it } from 'vitest';
import { imageNameProblem, parseImageReference } from '../../../src/engine/node/image-reference.ts';
import { container, createTestCluster, secondsOf, START_MS } from './test-cluster.ts';

function waiting(cluster: ReturnType<typeof createTestCluster>, pod: string): { reason?: string; message?: string } | undefined {
  return cluster.pod(pod)?.status?.containerStatuses?.[0]?.state?.waiting;
}

describe('image names', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['grafana/grafana:11.0.0', 'docker.io/grafana/grafana:11.0.0'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
    [`busybox@sha256:${'a'.repeat(64)}`, `docker.io/library/busybox@sha256:${'a'.repeat(64)}`],
  ])('%s means %s', (name, canonical) => {
    expect(parseImageReference(name)?.canonical).toBe(canonical);
  });

  it.each(['', 'Nginx', 'nginx:', 'nginx::1', 'nginx:1.27@sha256:abc', '/nginx', 'a//b', 'nginx:a b'])('%j is none', (name) => {
    expect(parseImageReference(name)).toBeUndefined();
  });
});

describe('the kubelet says of a name that is none', () => {
  it.each([
    ['nginx:1:2', 'invalid reference format'],
    ['myorg/App:v1', 'invalid reference format: repository name (myorg/App) must be lowercase'],
    ['ghcr.io/MyOrg/app', 'invalid reference format: repository name (MyOrg/app) must be lowercase'],
    ['localhost:5000/app@', 'invalid reference format'],
  ])('%j: %s', (name, problem) => {
    expect(imageNameProblem(name)).toBe(problem);
  });
});

describe('image pulls', () => {
  it('pulls once for pods that ask together, and not again afterwards', () => {
    const cluster = createTestCluster();
    cluster.run('one', { containers: [container('c', 'redis:7')] });
    cluster.run('two', { containers: [container('c', 'redis:7')] });
    cluster.advance(20_000);
    cluster.run('three', { containers: [container('c', 'redis:7')] });
    cluster.advance(5_000);
    expect(cluster.events('one').filter((event) => event.startsWith('Pull'))).toHaveLength(2);
    expect(cluster.events('two')[1]).toContain('Successfully pulled image "redis:7"');
    expect(cluster.events('three')[0]).toBe('Pulled: Container image "redis:7" already present on machine and can be accessed by the pod');
    expect(cluster.pod('two')?.status?.containerStatuses?.[0]?.state?.running?.startedAt).toBe(cluster.pod('one')?.status?.containerStatuses?.[0]?.state?.running?.startedAt);
  });

  it('pulls different images one after the other', () => {
    const cluster = createTestCluster();
    cluster.run('one', { containers: [container('c', 'node:20')] });
    cluster.run('two', { containers: [container('c', 'redis:7')] });
    cluster.advance(60_000);
    // 388 MB at 50 MB/s and a round trip, then 45.9 MB.
    expect(cluster.events('one')[1]).toContain('in 8.11s (8.11s including waiting)');
    expect(cluster.events('two')[1]).toContain('in 1.268s (9.378s including waiting)');
  });

  it('asks the registry again with pull policy Always, but downloads nothing twice', () => {
    const cluster = createTestCluster();
    cluster.run('one', { containers: [container('c', 'redis:7')] });
    cluster.advance(20_000);
    cluster.run('two', { containers: [container('c', 'redis:7', { imagePullPolicy: 'Always' })] });
    cluster.advance(20_000);
    expect(cluster.events('two')[1]).toContain('in 350ms (350ms including waiting)');
  });

  it('lists pulled images on the node, the biggest first', () => {
    const cluster = createTestCluster();
    cluster.run('one', { containers: [container('c', 'redis:7'), container('d', 'nginx:1.27')] });
    cluster.advance(40_000);
    expect(cluster.store.get('Node', 'node-1')?.status?.images?.map(({ names, sizeBytes }) => [names?.[1], sizeBytes])).toEqual([['docker.io/library/nginx:1.27', 72_950_530], ['docker.io/library/redis:7', 45_900_000]]);
  });

  it('backs off a missing tag by 10 s, doubling to 300 s', () => {
    const cluster = createTestCluster();
    const pulls: number[] = [];
    cluster.store.watch(['Event'], ({ object }) => {
      if (object.reason === 'Pulling') pulls.push(secondsOf(cluster));
    });
    cluster.run('web', { containers: [container('c', 'nginx:9.99')] });
    cluster.advance(1_000);
    const error = 'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:9.99": failed to resolve reference "docker.io/library/nginx:9.99": docker.io/library/nginx:9.99: not found';
    expect(waiting(cluster, 'web')).toEqual({ reason: 'ErrImagePull', message: error });
    cluster.advance(2_000);
    expect(waiting(cluster, 'web')).toEqual({ reason: 'ImagePullBackOff', message: `Back-off pulling image "nginx:9.99": ErrImagePull: ${error}` });
    expect(cluster.events('web')).toEqual([
      'Pulling: Pulling image "nginx:9.99"', `Failed: Failed to pull image "nginx:9.99": ${error}`, 'Failed: Error: ErrImagePull', 'BackOff: Back-off pulling image "nginx:9.99"', 'Failed: Error: ImagePullBackOff',
    ]);
    expect(cluster.kernel.nextWait()?.label).toBe('ImagePullBackOff');
    cluster.advance(1_200_000);
    const gaps = pulls.slice(1).map((at, index) => Math.round(at - (pulls[index] ?? 0)));
    expect(gaps).toEqual([10, 20, 40, 80, 160, 300, 300]);
    expect(cluster.pod('web')?.status?.phase).toBe('Pending');
  });

  it('is found by a pod that may not pull, once another has', () => {
    const cluster = createTestCluster();
    cluster.run('shy', { containers: [container('c', 'nginx:1.27', { imagePullPolicy: 'Never' })] });
    cluster.advance(30_000);
    expect(waiting(cluster, 'shy')?.reason).toBe('ErrImageNeverPull');
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
    cluster.run('other', { containers: [container('c', 'nginx:1.27')] });
    cluster.advance(30_000);
    expect(cluster.pod('shy')?.status?.containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 0 });
  });

  it('recovers when the image is mended', () => {
    const cluster = createTestCluster();
    cluster.registries.breakImage('nginx');
    cluster.run('web', { containers: [container('c', 'nginx:1.27')] });
    cluster.advance(5_000);
    expect(waiting(cluster, 'web')?.reason).toBe('ImagePullBackOff');
    cluster.registries.mendImage('nginx');
    cluster.advance(15_000);
    expect(cluster.pod('web')?.status?.phase).toBe('Running');
  });

  it('tells apart a repository that is not there, a registry that does not answer, and a name that is none', () => {
    const cluster = createTestCluster();
    cluster.run('typo', { containers: [container('c', 'ngnix:1.27')] });
    cluster.run('bad', { containers: [container('c', 'Nginx:1.27')] });
    cluster.run('never', { containers: [container('c', 'nginx:1.27', { imagePullPolicy: 'Never' })] });
    cluster.advance(900);
    expect(waiting(cluster, 'typo')?.message).toContain('pull access denied, repository does not exist or may require authorization');
    expect(waiting(cluster, 'bad')).toEqual({ reason: 'InvalidImageName', message: 'Failed to apply default image tag "Nginx:1.27": couldn\'t parse image name "Nginx:1.27": invalid reference format: repository name (library/Nginx) must be lowercase' });
    expect(waiting(cluster, 'never')).toEqual({ reason: 'ErrImageNeverPull', message: 'Container image "nginx:1.27" is not present with pull policy of Never' });
    cluster.registries.stop();
    cluster.run('cut', { containers: [container('c', 'redis:7')] });
    cluster.advance(900);
    expect(waiting(cluster, 'cut')?.message).toContain('failed to do request: Head "https://registry-1.docker.io/v2/library/redis/manifests/7": dial tcp');
    expect(waiting(cluster, 'cut')?.message).toContain('connection refused');
  });

  it('pulls the new image at once when a waiting pod gets another one', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:9.99')] });
    cluster.advance(5_000);
    const pod = cluster.pod('web');
    if (!pod) throw new Error('no pod');
    cluster.you.update({ ...pod, spec: { ...pod.spec, containers: [container('c', 'nginx:1.27')] } });
    cluster.advance(4_000);
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Running', observedGeneration: 2 });
  });

  it('takes an image that the pod vouches for', () => {
    const cluster = createTestCluster();
    cluster.run('own', { containers: [container('c', 'registry.example.com/shop/cart:v3', { ports: [{ containerPort: 8080 }], readinessProbe: { httpGet: { port: 8080, path: '/health' } } })] }, { annotations: { 'kubarium.dev/image-size': '100M' } });
    cluster.advance(10_000);
    expect(cluster.events('own')[1]).toContain('in 2.35s');
    expect(cluster.pod('own')?.status?.containerStatuses?.[0]?.ready).toBe(true);
    expect(Date.parse(cluster.pod('own')?.status?.startTime ?? '')).toBe(START_MS);
  });
});
