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
