import { expect, test } from 'vitest';
import { createSimulation } from '../../../src/engine/simulation.ts';
import { closeLook, type CloseLook } from '../../../src/worker/feed/close-look.ts';
import { createFeed } from '../../../src/worker/feed/feed.ts';
import { deployment } from './cluster.ts';

test('what was selected and which table was asked for is told as soon as the close look is there', () => {
  let look: CloseLook | undefined = undefined;
  const simulation = createSimulation({ seed: 7 });
  const feed = createFeed(simulation, () => look);
  feed.take(true);
  simulation.api.apply(deployment('web', 1));
  feed.select({ kind: 'Deployment', namespace: 'default', name: 'web' });
  feed.showTable('Deployment');
  const early = feed.take(false);
  expect(early.workloads?.put).toHaveLength(1);
  expect(early).not.toHaveProperty('detail');
  expect(early).not.toHaveProperty('table');
  look = closeLook;
  const { detail, table } = feed.take(false);
  expect(detail?.chain.length).toBeGreaterThan(0);
  expect(table?.view?.kind).toBe('Deployment');
  expect(table?.rows.put).toHaveLength(1);
});

test('nothing selected and no table is told without it', () => {
  const feed = createFeed(createSimulation({ seed: 7 }), () => undefined);
  feed.take(true);
  feed.select(null);
  feed.showTable(null);
  expect(feed.take(false)).toMatchObject({ detail: null, table: { view: { kind: '', columns: [] } } });
});
