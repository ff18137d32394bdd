import { describe, expect, it } from 'vitest';
import { container, createTestCluster } from './test-cluster.ts';

describe('a pod bound to a node', () => {
  it('is pulled, started and ready, with upstream events and few writes', () => {
    const cluster = createTestCluster();
    cluster.writes('Pod');
    cluster.run('web', { containers: [container('nginx', 'nginx:1.27')] });
    cluster.advance(100);
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Pending', containerStatuses: [{ name: 'nginx', ready: false, state: { waiting: { reason: 'ContainerCreating' } } }] });
    cluster.advance(10_000);
    const status = cluster.pod('web')?.status;
    expect(status).toMatchObject({
      phase: 'Running', podIP: '10.244.1.2', hostIP: '192.168.49.10', qosClass: 'BestEffort', observedGeneration: 1,
      containerStatuses: [{ ready: true, started: true, restartCount: 0, image: 'docker.io/library/nginx:1.27' }],
    });
    expect(status?.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual(['PodReadyToStartContainers=True', 'Initialized=True', 'Ready=True', 'ContainersReady=True', 'PodScheduled=True']);
    expect(cluster.events('web')).toEqual([
      'Pulling: Pulling image "nginx:1.27"',
      'Pulled: Successfully pulled image "nginx:1.27" in 1.81s (1.81s including waiting). Image size: 72950530 bytes.',
      'Created: Container created',
      'Started: Container started',
    ]);
    // Create, bind, ContainerCreating, Running.
    expect(cluster.writes('Pod')).toBe(4);
  });

  it('has no pending event once it runs', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('nginx', 'nginx:1.27', { ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { port: 80 } }, livenessProbe: { tcpSocket: { port: 80 } } })] });
    cluster.advance(15_000);
    expect(cluster.pod('web')?.status?.containerStatuses?.[0]?.ready).toBe(true);
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
    expect(cluster.kernel.save().events.filter(({ handler }) => handler.startsWith('kubelet.') && handler !== 'kubelet.lease')).toEqual([]);
  });

  it('is not waited for when its process runs for an hour and is restarted then', () => {
    const cluster = createTestCluster();
    cluster.run('sleeper', { containers: [container('c', 'busybox:1.36', { command: ['sleep', '3600'] })] });
    cluster.run('task', { restartPolicy: 'Never', containers: [container('c', 'busybox:1.36', { command: ['sleep', '1200'] })] });
    cluster.advance(10_000);
    expect(cluster.kernel.nextWait()).toMatchObject({ label: 'container exit', subject: { name: 'task' } });
    cluster.advance(3_600_000);
    expect(cluster.pod('task')?.status?.phase).toBe('Succeeded');
    expect(cluster.pod('sleeper')?.status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, state: { running: {} } });
  });
});
