import { beforeEach, expect, test, vi } from 'vitest';
import { deployment, watchedCluster } from './cluster.ts';

const built = vi.hoisted(() => ({ pods: 0, nodes: 0 }));
vi.mock('../../../src/worker/feed/pod-view.ts', async (original) => {
  const actual = await original<typeof import('../../../src/worker/feed/pod-view.ts')>();
  return { ...actual, podView: (...args: Parameters<typeof actual.podView>) => { built.pods++; return actual.podView(...args); } };
});
vi.mock('../../../src/worker/feed/node-view.ts', async (original) => {
  const actual = await original<typeof import('../../../src/worker/feed/node-view.ts')>();
  return { ...actual, nodeView: (...args: Parameters<typeof actual.nodeView>) => { built.nodes++; return actual.nodeView(...args); } };
});
beforeEach(() => Object.assign(built, { pods: 0, nodes: 0 }));

/** What was built since the last look. */
function look(): { readonly pods: number; readonly nodes: number } {
  const seen = { ...built };
  Object.assign(built, { pods: 0, nodes: 0 });
  return seen;
}

test('a frame builds what changed since the last one, however often it did', () => {
  const { simulation, feed, watch } = watchedCluster();
  simulation.api.apply(deployment('web', 60));
  simulation.advance(30_000);
  look();
  const frame = feed.take(false);
  expect(frame.pods?.put).toHaveLength(60);
  // Each pod was created, bound, and wrote its status several times.
  expect(look()).toEqual({ pods: 60, nodes: 3 });
  watch(60_000);
  look();
  simulation.api.delete('Pod', 'default', frame.pods?.put[0]?.name ?? '');
  feed.take(false);
  expect(look().pods).toBe(1);
});

test('the whole is told from what was built before', () => {
  const { simulation, feed, watch } = watchedCluster();
  simulation.api.apply(deployment('web', 30));
  watch(60_000);
  look();
  expect(feed.take(true).pods?.put).toHaveLength(30);
  expect(look()).toEqual({ pods: 0, nodes: 0 });
});

test('an hour of heartbeats builds no pod', () => {
  const { simulation, feed, watch } = watchedCluster();
  simulation.api.apply(deployment('web', 30));
  watch(60_000);
  look();
  for (let frame = 0; frame < 360; frame++) {
    simulation.advance(10_000);
    feed.take(false);
  }
  const { pods, nodes } = look();
  expect(pods).toBe(0);
  expect(nodes).toBeLessThanOrEqual(360 * 3);
});

test('a storm comes in portions a page can take in, which add up to the whole', () => {
  const { simulation, feed } = watchedCluster();
  feed.showTable('Pod');
  feed.take(false);
  const known = simulation.api.list('Event', { namespace: 'default' }).length;
  simulation.api.apply(deployment('web', 250));
  simulation.advance(5_000);
  const pods = new Set<string>();
  const events = new Set<string>();
  const rows = new Set<string>();
  let frames = 0;
  do {
    const frame = feed.take(false);
    frames++;
    for (const [changes, most, seen] of [[frame.pods, 64, pods], [frame.events, 48, events], [frame.table?.rows, 200, rows]] as const) {
      expect((changes?.put.length ?? 0) + (changes?.gone.length ?? 0)).toBeLessThanOrEqual(most);
      for (const { key } of changes?.put ?? []) seen.add(key);
    }
    expect(frame.messages?.length ?? 0).toBeLessThanOrEqual(24);
  } while (feed.isBehind);
  expect(frames).toBeGreaterThan(3);
  expect(pods.size).toBe(250);
  expect(rows.size).toBe(250);
  expect(events.size).toBe(simulation.api.list('Event', { namespace: 'default' }).length - known);
  expect(look().pods).toBe(250);
  expect(feed.take(false).pods).toBeUndefined();
});
