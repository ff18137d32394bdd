import { expect, test } from 'vitest';
import { deployment, watchedCluster } from './cluster.ts';

test('a table comes whole when it is asked for, and then row by row', () => {
  const { simulation, feed, watch } = watchedCluster();
  simulation.api.apply(deployment('web', 3));
  watch(20_000);
  feed.showTable('Pod');
  const first = feed.take(false).table;
  expect(first?.view?.columns.slice(0, 5).map(({ name }) => name)).toEqual(['Name', 'Ready', 'Status', 'Restarts', 'Age']);
  expect(first?.rows.put).toHaveLength(3);
  const [row] = first?.rows.put ?? [];
  expect(row?.cells.slice(1, 5)).toEqual(['1/1', 'Running', expect.anything(), simulation.startMs]);
  expect(row?.reference).toMatchObject({ kind: 'Pod', namespace: 'default', uid: expect.stringMatching(/-/) });
  simulation.advance(5_000);
  expect(feed.take(false).table).toBeUndefined();
  const name = row?.reference.name ?? '';
  simulation.api.delete('Pod', 'default', name);
  const next = feed.take(false).table;
  expect(next?.view).toBeUndefined();
  expect(next?.rows.put.map(({ cells }) => [cells[0], cells[2]])).toEqual([[name, 'Terminating']]);
  watch(60_000);
  expect(feed.take(true).table?.rows.put).toHaveLength(3);
});

test('no kind is an empty table, and then none', () => {
  const { feed } = watchedCluster();
  feed.showTable('Node');
  expect(feed.take(false).table?.rows.put).toHaveLength(3);
  feed.showTable(null);
  expect(feed.take(false).table).toEqual({ view: { kind: '', columns: [] }, rows: { put: [], gone: [] } });
  expect(feed.take(true).table).toBeUndefined();
});

test('cells that contain a duration grow older while the table is shown', () => {
  const { simulation, feed, fault, watch, podsOf } = watchedCluster();
  simulation.api.apply(deployment('web', 1));
  watch(20_000);
  fault('crash-container', { namespace: 'default', pod: podsOf('web')[0] ?? '' });
  watch(5_000);
  feed.showTable('Pod');
  const restarts = () => feed.take(false).table?.rows.put[0]?.cells[3];
  expect(restarts()).toBe('1 (5s ago)');
  const seen = new Set<unknown>();
  for (let frame = 0; frame < 90; frame++) {
    simulation.advance(1_000);
    seen.add(restarts());
  }
  seen.delete(undefined);
  expect([...seen]).toHaveLength(3);
  expect([...seen].at(-1)).toMatch(/^1 \(9\ds ago\)$/);
});
