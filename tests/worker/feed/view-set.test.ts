import { expect, test } from 'vitest';
import { createViewSet } from '../../../src/worker/feed/view-set.ts';

function counted(objects: Map<string, number>) {
  const built: string[] = [];
  const views = createViewSet<{ readonly key: string; readonly value: number }>((key) => {
    built.push(key);
    const value = objects.get(key);
    return value === undefined ? null : { key, value };
  });
  return { views, built };
}

test('what changes ten times between two frames is built once', () => {
  const objects = new Map([['a', 1], ['b', 1]]);
  const { views, built } = counted(objects);
  for (let change = 0; change < 10; change++) views.mark('a');
  views.mark('b');
  expect(views.take(false)?.put.map(({ key }) => key)).toEqual(['a', 'b']);
  expect(built).toEqual(['a', 'b']);
  expect(views.take(false)).toBeUndefined();
});

test('the whole costs no more building than the changes', () => {
  const objects = new Map([['a', 1], ['b', 1]]);
  const { views, built } = counted(objects);
  views.mark('a');
  views.mark('b');
  views.take(false);
  objects.set('b', 2);
  views.mark('b');
  expect(views.take(true)).toEqual({ put: [{ key: 'a', value: 1 }, { key: 'b', value: 2 }], gone: [] });
  expect(built).toEqual(['a', 'b', 'b']);
});

test('what came and went between two frames was never there', () => {
  const { views } = counted(new Map());
  views.mark('a');
  expect(views.take(false)).toBeUndefined();
});

test('what is gone is named once', () => {
  const objects = new Map([['a', 1]]);
  const { views } = counted(objects);
  views.mark('a');
  views.take(false);
  objects.delete('a');
  views.mark('a');
  expect(views.take(false)).toEqual({ put: [], gone: ['a'] });
  views.mark('a');
  expect(views.take(false)).toBeUndefined();
});

test('what is more than asked for comes next time, what was marked first before the rest', () => {
  const objects = new Map(['a', 'b', 'c', 'd', 'e'].map((key) => [key, 1]));
  const { views, built } = counted(objects);
  for (const key of objects.keys()) views.mark(key);
  const taken = (): readonly string[] | undefined => views.take(false, 2)?.put.map(({ key }) => key);
  expect(taken()).toEqual(['a', 'b']);
  expect(views.isBehind).toBe(true);
  // What waits is built once, as it is when its turn comes; what changed anew waits behind it.
  views.mark('a');
  objects.set('c', 2);
  views.mark('c');
  expect(views.take(false, 2)).toEqual({ put: [{ key: 'c', value: 2 }, { key: 'd', value: 1 }], gone: [] });
  expect(taken()).toEqual(['e', 'a']);
  expect(views.isBehind).toBe(false);
  expect(built).toEqual(['a', 'b', 'c', 'd', 'e', 'a']);
});

test('the whole leaves nothing for later', () => {
  const { views } = counted(new Map([['a', 1], ['b', 1]]));
  views.mark('a');
  views.mark('b');
  expect(views.take(true, 1)?.put).toHaveLength(2);
  expect(views.isBehind).toBe(false);
});
