import type { Point } from './scene-model.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

export interface Stop extends Point {
  readonly key: string;
}

/** Straying sideways counts this much more than going the way. */
const SIDEWAYS = 2.4;
const LEAST_WAY = 2;

const WAYS: Readonly<Record<Direction, Point>> = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, up: { x: 0, y: -1 }, down: { x: 0, y: 1 } };

/** The stop that an arrow key leads to: the nearest in that direction, those straight ahead first. `null` at the edge. */
export function nextStop(stops: Iterable<Stop>, from: Stop, direction: Direction): Stop | null {
  const way = WAYS[direction];
  let best: Stop | null = null;
  let least = Infinity;
  for (const stop of stops) {
    if (stop.key === from.key) continue;
    const dx = stop.x - from.x;
    const dy = stop.y - from.y;
    const ahead = dx * way.x + dy * way.y;
    if (ahead < LEAST_WAY) continue;
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x);
    // Half a right angle to each side is "that direction".
    if (aside > ahead * 2) continue;
    const cost = ahead + aside * SIDEWAYS;
    if (cost < least) {
      best = stop;
      least = cost;
    }
  }
  return best;
}
