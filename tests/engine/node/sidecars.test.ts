import { describe, expect, it } from 'vitest';
import { podStatusText } from '../../../src/engine/api/kinds/pod-printing.ts';
import { container, createTestCluster, type TestCluster } from './test-cluster.ts';

const ending = (name: string, script: string, more: Parameters<typeof container>[2] = {}) => container(name, 'busybox:1.36', { command: ['sh', '-c', script], ...more });
const sidecar = (name: string, more: Parameters<typeof container>[2] = {}) => container(name, 'nginx:1.27', { restartPolicy: 'Always', ...more });

/** What kubectl shows of a pod, each time it changes. */
function shownOf(cluster: TestCluster, name: string): string[] {
  const shown: string[] = [];
  cluster.store.watch(['Pod'], ({ object, type }) => {
    if (object.metadata.name !== name || type === 'DELETED') return;
    const text = podStatusText(object);
    if (shown.at(-1) !== text) shown.push(text);
  });
  return shown;
}

describe('init containers and sidecars', () => {
  it('are shown by kubectl one after the other', () => {
    const cluster = createTestCluster();
    const shown = shownOf(cluster, 'web');
    cluster.run('web', { initContainers: [ending('one', 'sleep 1'), ending('two', 'sleep 1')], containers: [container('c', 'nginx:1.27')] });
    cluster.advance(15_000);
    expect(shown).toEqual(['Pending', 'Init:0/2', 'Init:1/2', 'PodInitializing', 'Running']);
  });

  it('that fail are shown with their error and back-off', () => {
    const cluster = createTestCluster();
    const shown = shownOf(cluster, 'web');
    cluster.run('web', { initContainers: [ending('one', 'exit 1')], containers: [container('c', 'nginx:1.27')] });
    cluster.advance(25_000);
    expect(shown.slice(0, 6)).toEqual(['Pending', 'Init:0/1', 'Init:Error', 'Init:0/1', 'Init:Error', 'Init:CrashLoopBackOff']);
  });

  it('wait for a sidecar to start, as its startup probe says', () => {
    const cluster = createTestCluster();
    const shown = shownOf(cluster, 'web');
    const probe = { startupProbe: { httpGet: { port: 80 }, periodSeconds: 1, failureThreshold: 20 } };
    cluster.run('web', { initContainers: [sidecar('mesh', probe), ending('one', 'sleep 1')], containers: [container('c', 'nginx:1.27')] }, { annotations: { 'kubarium.dev/startup-seconds.mesh': '6' } });
    cluster.advance(6_000);
    expect(cluster.pod('web')?.status?.initContainerStatuses).toMatchObject([{ started: false, state: { running: {} } }, { state: { waiting: { reason: 'PodInitializing' } } }]);
    cluster.advance(14_000);
    expect(shown).toEqual(['Pending', 'Init:0/2', 'Init:1/2', 'PodInitializing', 'Running']);
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Running', initContainerStatuses: [{ started: true, ready: true }, { state: { terminated: { reason: 'Completed' } } }] });
  });

  it('do not hold up a container that is restarted later while a sidecar backs off', () => {
    const cluster = createTestCluster();
    cluster.run('web', { restartPolicy: 'OnFailure', initContainers: [sidecar('mesh')], containers: [container('c', 'nginx:1.27')] });
    cluster.advance(10_000);
    for (let times = 0; times < 3; times++) {
      cluster.machines.crashContainer('default', 'web', 'mesh', 1);
      cluster.advance(2_000);
      if (cluster.pod('web')?.status?.initContainerStatuses?.[0]?.state?.waiting) break;
    }
    expect(cluster.pod('web')?.status?.initContainerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    cluster.machines.crashContainer('default', 'web', 'c', 1);
    cluster.advance(2_000);
    expect(cluster.pod('web')?.status).toMatchObject({ initContainerStatuses: [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }], containerStatuses: [{ restartCount: 1, state: { running: {} } }] });
  });

  it('run again when the machine was off, before the containers do', () => {
    const cluster = createTestCluster();
    cluster.run('web', { initContainers: [ending('one', 'sleep 4'), sidecar('mesh')], containers: [container('c', 'nginx:1.27')] });
    cluster.advance(15_000);
    cluster.machines.powerOff('node-1');
    cluster.machines.powerOn('node-1');
    cluster.advance(16_000);
    expect(cluster.pod('web')?.status).toMatchObject({ initContainerStatuses: [{ state: { running: {} } }, { state: { waiting: {} } }] });
    cluster.advance(10_000);
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Running', initContainerStatuses: [{ restartCount: 1, ready: true }, { restartCount: 1, ready: true }], containerStatuses: [{ restartCount: 1, ready: true }] });
  });

  it('restart with the pod’s policy Never only as far as they are sidecars', () => {
    const cluster = createTestCluster();
    cluster.run('job', { restartPolicy: 'Never', initContainers: [sidecar('mesh')], containers: [ending('main', 'sleep 30; exit 2')] });
    cluster.advance(10_000);
    cluster.machines.crashContainer('default', 'job', 'mesh', 1);
    cluster.advance(5_000);
    expect(cluster.pod('job')?.status).toMatchObject({ phase: 'Running', initContainerStatuses: [{ restartCount: 1, state: { running: {} } }] });
    cluster.advance(40_000);
    expect(cluster.pod('job')?.status).toMatchObject({ phase: 'Failed', initContainerStatuses: [{ restartCount: 1, state: { terminated: { exitCode: 0 } } }], containerStatuses: [{ restartCount: 0, state: { terminated: { exitCode: 2 } } }] });
  });
});
