import { describe, expect, it } from 'vitest';
import { container, createTestCluster, START_MS } from './test-cluster.ts';

const query = { namespace: 'default', pod: 'web' };

describe('container logs', () => {
  it('hold what the process printed, with its times, and no more than asked', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'busybox:1.36', { command: ['sh', '-c', 'i=0; while true; do echo tick $i; i=$((i+1)); sleep 1; done'] })] });
    cluster.advance(12_000);
    const lines = cluster.machines.logs({ ...query, tailLines: 3 });
    const startedMs = Date.parse(cluster.pod('web')?.status?.containerStatuses?.[0]?.state?.running?.startedAt ?? '');
    expect(lines.map(({ text }) => text)).toEqual(['tick 8', 'tick 9', 'tick 10']);
    expect(lines.every(({ atMs }) => (atMs - startedMs) % 1000 < 1000 && atMs <= START_MS + 12_000)).toBe(true);
    cluster.advance(86_400_000);
    expect(cluster.machines.logs(query)).toHaveLength(2_000);
    expect(cluster.kernel.nextAtMs(true)).toBeUndefined();
  });

  it('of the run before are kept', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'busybox:1.36', { command: ['sh', '-c', 'echo "started $(date +%s)"; sleep 5; echo failing; exit 1'] })] });
    cluster.advance(10_000);
    const [before, failing] = cluster.machines.logs({ ...query, previous: true });
    const [now] = cluster.machines.logs(query);
    expect(failing?.text).toBe('failing');
    expect(Number(now?.text.split(' ')[1])).toBeGreaterThanOrEqual(Number(before?.text.split(' ')[1]) + 5);
  });

  it('end with what the process says to SIGTERM', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('c', 'nginx:1.27')] }, { annotations: { 'kubarium.dev/shutdown-seconds': '5', 'kubarium.dev/logs': 'first\nsecond' } });
    cluster.advance(10_000);
    expect(cluster.machines.logs(query).slice(0, 2).map(({ text }) => text)).toEqual(['first', 'second']);
    cluster.you.delete('Pod', 'default', 'web');
    cluster.advance(1_000);
    expect(cluster.machines.logs(query).map(({ text }) => text).at(-1)).toBe('2026/01/05 10:00:10 [notice] 1#1: exit');
  });

  it('are refused with the words of the API', () => {
    const cluster = createTestCluster();
    cluster.run('web', { containers: [container('a', 'node:20'), container('b', 'nginx:9.99')] });
    cluster.advance(100);
    const logs = (more: object) => () => cluster.machines.logs({ ...query, ...more });
    expect(logs({})).toThrow('a container name must be specified for pod web, choose one of: [a b]');
    expect(logs({ container: 'x' })).toThrow('container x is not valid for pod web');
    expect(logs({ container: 'a' })).toThrow('container "a" in pod "web" is waiting to start: ContainerCreating');
    expect(logs({ container: 'a', previous: true })).toThrow('previous terminated container "a" in pod "web" not found');
    expect(logs({ pod: 'nobody' })).toThrow('pods "nobody" not found');
    cluster.advance(15_000);
    expect(logs({ container: 'b' })).toThrow('container "b" in pod "web" is waiting to start: trying and failing to pull image');
    cluster.machines.powerOff('node-1');
    expect(logs({ container: 'a' })).toThrow('Get "https://192.168.49.10:10250/containerLogs/default/web/a": dial tcp 192.168.49.10:10250: connect: no route to host');
  });
});
