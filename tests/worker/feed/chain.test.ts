import { describe, expect, test } from 'vitest';
import { restoreSimulation } from '../../../src/engine/simulation.ts';
import { chainLines, deployment, watched, watchedCluster, type WatchedCluster } from './cluster.ts';

/** A Deployment of six on three nodes, the second of which was powered off long ago. */
function afterNodeLoss(): WatchedCluster & { readonly old: string; readonly oldUid: string; readonly fresh: string } {
  const cluster = watchedCluster();
  const { simulation } = cluster;
  simulation.api.apply(deployment('web', 6));
  cluster.watch(20_000);
  const before = cluster.podsOf('web');
  const old = simulation.api.list('Pod', { nodeName: 'node-2' })[0]?.metadata;
  cluster.fault('power-off-node', { node: 'node-2' });
  cluster.watch(400_000, 1_000);
  const fresh = cluster.podsOf('web').find((name) => !before.includes(name));
  return { ...cluster, old: old?.name ?? '', oldUid: old?.uid ?? '', fresh: fresh ?? '' };
}

const AFTER_NODE_LOSS = [
  /^\[kubelet node-[13]\] started container nginx \(image was already there\)$/,
  /^scheduler chose \[node-[13]\], \d+ points; node-[13] had (\d+|as many, and chance decided)$/,
  /^\[ReplicaSet web-\w+\] had [45] of 6 pods, so it made one$/,
  /^\[Pod web-\w+-\w+\] was evicted from \[node-2\] \(tolerated the taint unreachable for 300\u00a0s\)$/,
  /^\[node-2\] stopped its heartbeat: Ready=Unknown \(\d+\u00a0s without a lease renewal\)$/,
  /^\* You powered off \[node-2\]$/,
];

describe('the answer to Why?', () => {
  test('of a pod that replaces one of a dead node leads back to who killed the node', () => {
    const { inspect, fresh } = afterNodeLoss();
    const detail = inspect('Pod', fresh);
    const lines = chainLines(detail);
    expect(lines).toHaveLength(AFTER_NODE_LOSS.length);
    AFTER_NODE_LOSS.forEach((expected, index) => expect(lines[index]).toMatch(expected));
    expect(detail.owners.map(({ kind }) => kind)).toEqual(['ReplicaSet', 'Deployment']);
    expect(detail.decision).toMatchObject({ outcome: 'scheduled' });
    const times = detail.chain.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test('is the same after the session was saved and opened again, but for the counts', () => {
    const { simulation, fresh } = afterNodeLoss();
    const restored = watched(restoreSimulation(simulation.checkpoint()));
    const lines = chainLines(restored.inspect('Pod', fresh)).filter((line) => !line.includes('found it ready'));
    expect(lines[2]).toMatch(/^\[ReplicaSet web-\w+\] made it$/);
    for (const index of [0, 1, 3, 4, 5]) expect(lines[index]).toMatch(AFTER_NODE_LOSS[index] ?? /never/);
  });

  test('of the pod on the dead node tells its whole life', () => {
    const { inspect, old, oldUid } = afterNodeLoss();
    const lines = chainLines(inspect('Pod', old, oldUid));
    expect(lines[0]).toMatch(/was evicted from \[node-2\]/);
    expect(lines).toContain('* You powered off [node-2]');
    expect(lines).toContain('[kubelet node-2] started container nginx (image pulled in 1.81s)');
    expect(lines.at(-1)).toBe('* You applied [Deployment web]');
  });

  test('of a lost node names the deed at once, and another one after it came back', () => {
    const { fault, watch, inspect } = watchedCluster();
    fault('power-off-node', { node: 'node-2' });
    expect(chainLines(inspect('Node', 'node-2'))[0]).toBe('* You powered off [node-2]');
    fault('power-on-node', { node: 'node-2' });
    watch(60_000, 1_000);
    fault('partition-node', { node: 'node-2' });
    watch(90_000, 1_000);
    const [lost, deed] = chainLines(inspect('Node', 'node-2'));
    expect(lost).toMatch(/^\[node-2\] stopped its heartbeat/);
    expect(deed).toBe('* You cut off [node-2]');
  });

  test('does not blame what was undone', () => {
    const { simulation, watch, fault, inspect, podsOf } = watchedCluster();
    simulation.api.apply(deployment('web', 3));
    watch(20_000);
    const before = podsOf('web');
    fault('partition-node', { node: 'node-2' });
    watch(1_000);
    fault('power-off-node', { node: 'node-2' });
    watch(1_000);
    fault('power-on-node', { node: 'node-2' });
    watch(400_000, 1_000);
    const lines = chainLines(inspect('Pod', podsOf('web').find((name) => !before.includes(name)) ?? ''));
    expect(lines.filter((line) => line.startsWith('*'))).toEqual(['* You cut off [node-2]']);
  });

  test('of a pod no node takes is the scheduler’s sentence', () => {
    const { simulation, watch, inspect, podsOf } = watchedCluster();
    simulation.api.apply(deployment('big', 1, { resources: { requests: { cpu: '64' } } }));
    watch(2_000);
    const detail = inspect('Pod', podsOf('big')[0] ?? '');
    expect(chainLines(detail)[0]).toMatch(/^scheduler found no node for it \(0\/3 nodes are available: 3 Insufficient cpu\./);
    expect(detail.decision).toMatchObject({ outcome: 'unschedulable', node: null });
    expect(detail.conditions.map(({ type, status }) => [type, status])).toContainEqual(['PodScheduled', 'False']);
  });

  test('tells once what happens over and over', () => {
    const { simulation, watch, inspect, podsOf } = watchedCluster();
    simulation.api.apply(deployment('crash', 1, { image: 'busybox:1.37', command: ['sh', '-c', 'exit 3'] }));
    watch(600_000, 1_000);
    const lines = chainLines(inspect('Pod', podsOf('crash')[0] ?? ''));
    expect(lines.filter((line) => line.includes('CrashLoopBackOff'))).toHaveLength(1);
    expect(lines.find((line) => line.includes('reported Error'))).toMatch(/ended with exit code 3, many times\)$/);
    expect(lines.at(-1)).toBe('* You applied [Deployment crash]');
  });

  test('of a pod that a person broke names the deed between its start and its end', () => {
    const { simulation, watch, fault, inspect, podsOf } = watchedCluster();
    simulation.api.apply(deployment('web', 1));
    watch(20_000);
    const pod = podsOf('web')[0] ?? '';
    fault('crash-container', { namespace: 'default', pod });
    watch(2_000);
    const lines = chainLines(inspect('Pod', pod));
    expect(lines.slice(0, 3)).toEqual([
      expect.stringMatching(/started container nginx again/), expect.stringMatching(/reported Error for container nginx/), `* You crashed a container of pod [${pod}]`,
    ]);
  });

  test('of an old pod in a rollout leads to the new template', () => {
    const { simulation, watch, inspect, podsOf } = watchedCluster();
    simulation.api.apply(deployment('web', 3));
    watch(20_000);
    const [pod = ''] = podsOf('web');
    const uid = simulation.api.get('Pod', 'default', pod)?.metadata.uid ?? '';
    simulation.api.apply(deployment('web', 3, { image: 'nginx:1.28' }));
    watch(60_000);
    const detail = inspect('Pod', pod, uid);
    expect(detail.object).toBeNull();
    const lines = chainLines(detail);
    expect(lines[0]).toMatch(/^\[kubelet node-\d\] finished stopping it$/);
    expect(lines[1]).toMatch(/^\[ReplicaSet web-\w+\] had more pods than it should, so it removed this one$/);
    expect(lines.filter((line) => line === '* You applied [Deployment web]')).toHaveLength(2);
  });
});

describe('the details of the selected object', () => {
  test('come again when it changes, and only then', () => {
    const { simulation, feed, watch } = watchedCluster();
    simulation.api.apply(deployment('web', 1), deployment('api', 1));
    watch(30_000);
    feed.select({ kind: 'Deployment', namespace: 'default', name: 'web' });
    expect(feed.take(false).detail?.summary[0]).toEqual({ label: 'Replicas', value: '1 of 1 ready, 1 updated' });
    simulation.advance(20_000);
    expect(feed.take(false).detail).toBeUndefined();
    simulation.api.scale('Deployment', 'default', 'web', 2);
    expect(feed.take(false).detail?.summary[0]).toEqual({ label: 'Replicas', value: '1 of 2 ready, 1 updated' });
    feed.select(null);
    expect(feed.take(false).detail).toBeNull();
    expect(feed.take(false).detail).toBeUndefined();
  });

  test('of a pod do not come with what happens to others', () => {
    const { simulation, feed, watch, podsOf } = watchedCluster();
    simulation.api.apply(deployment('web', 1));
    watch(30_000);
    feed.select({ kind: 'Pod', namespace: 'default', name: podsOf('web')[0] ?? '' });
    expect(feed.take(false).detail?.decision?.outcome).toBe('scheduled');
    simulation.advance(5_000);
    expect(feed.take(false).detail).toBeUndefined();
    simulation.api.apply(deployment('api', 1));
    feed.take(false);
    simulation.advance(10_000);
    expect(feed.take(false).detail).toBeUndefined();
  });

  test('stay when it is deleted, without the object', () => {
    const { simulation, feed, watch } = watchedCluster();
    simulation.api.apply(deployment('web', 1));
    watch(30_000);
    feed.select({ kind: 'Deployment', namespace: 'default', name: 'web' });
    expect(feed.take(false).detail?.dependents.map(({ kind }) => kind)).toEqual(['ReplicaSet']);
    simulation.api.delete('Deployment', 'default', 'web');
    const detail = feed.take(false).detail;
    expect(detail).toMatchObject({ object: null, dependents: [], summary: [] });
    expect(detail && chainLines(detail)[0]).toBe('* You deleted [Deployment web]');
  });
});
