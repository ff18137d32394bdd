import { expect, test } from 'vitest';
import { openedSize, rememberedSizes, startLayout } from '../../../src/ui/shell/panel-sizes.ts';

const ALL_OPEN = { left: true, right: true, bottom: true };
const sum = (layout: Record<string, number>): number => Object.values(layout).reduce((total, size) => total + size, 0);

test('the middle takes what the open panels leave', () => {
  const layout = startLayout('columns', { left: 30, right: 20 }, ALL_OPEN);
  expect(layout).toEqual({ left: 30, right: 20, middle: 50 });
});

test('a closed panel starts at nothing and the sizes still add up', () => {
  const layout = startLayout('columns', undefined, { ...ALL_OPEN, left: false });
  expect(layout['left']).toBe(0);
  expect(sum(layout)).toBeCloseTo(100);
});

test('remembered sizes that leave no stage are shrunk', () => {
  const layout = startLayout('columns', { left: 70, right: 70 }, ALL_OPEN);
  expect(layout['middle']).toBeCloseTo(20);
  expect(sum(layout)).toBeCloseTo(100);
});

test('a panel that was dragged shut opens to the size it had', () => {
  const remembered = rememberedSizes({ left: 31, middle: 49, right: 20 }, { left: 0, middle: 80, right: 20 });
  expect(openedSize('columns', 'left', remembered)).toBe(31);
});

test('nonsense from storage falls back to the default', () => {
  expect(openedSize('rows', 'bottom', { bottom: 240 })).toBe(openedSize('rows', 'bottom', undefined));
});
