import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeCard, type Box } from '../../../src/ui/shell/tour-placement.ts';

const overlaps = (one: Box, other: Box): boolean =>
  one.left < other.left + other.width && other.left < one.left + one.width && one.top < other.top + other.height && other.top < one.top + one.height;

test('the card stays on the screen and off its target wherever a small target is', () => {
  const viewport = fc.record({ width: fc.integer({ min: 340, max: 2_560 }), height: fc.integer({ min: 600, max: 1_440 }) });
  fc.assert(fc.property(viewport, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (screen, x, y) => {
    const target = { left: x * (screen.width - 80), top: y * (screen.height - 40), width: 80, height: 40 };
    const card = { width: 300, height: 170 };
    const { left, top } = placeCard(target, card, screen);
    expect(overlaps({ left, top, ...card }, target)).toBe(false);
    expect(left).toBeGreaterThanOrEqual(10);
    expect(top).toBeGreaterThanOrEqual(10);
    expect(left + card.width).toBeLessThanOrEqual(screen.width);
    expect(top + card.height).toBeLessThanOrEqual(screen.height);
  }));
});

test('the pointer points at the middle of its target', () => {
  const place = placeCard({ left: 100, top: 300, width: 80, height: 40 }, { width: 300, height: 170 }, { width: 1440, height: 900 });
  expect(place.side).toBe('right');
  expect(place.top + place.pointer).toBe(320);
});
