import type { Point } from './scene-model.ts';

/** Path along `points` with rounded corners. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return '';
  let path = `M${round(first.x)} ${round(first.y)}`;
  for (let index = 1; index < points.length - 1; index++) {
    const before = points[index - 1];
    const corner = points[index];
    const after = points[index + 1];
    if (!before || !corner || !after) continue;
    const cut = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const enter = towards(corner, before, cut);
    const leave = towards(corner, after, cut);
    path += `L${round(enter.x)} ${round(enter.y)}Q${round(corner.x)} ${round(corner.y)} ${round(leave.x)} ${round(leave.y)}`;
  }
  return `${path}L${round(last.x)} ${round(last.y)}`;
}

/** The point at `share` (0 to 1) of the way along `points`. */
export function pointAlong(points: readonly Point[], share: number): Point {
  const total = lengthOf(points);
  let left = Math.min(1, Math.max(0, share)) * total;
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1];
    const to = points[index];
    if (!from || !to) break;
    const length = distance(from, to);
    if (left <= length || index === points.length - 1) return length === 0 ? to : towards(from, to, left);
    left -= length;
  }
  return points[0] ?? { x: 0, y: 0 };
}

export function lengthOf(points: readonly Point[]): number {
  let total = 0;
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before) total += distance(before, point);
  });
  return total;
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

function towards(from: Point, to: Point, length: number): Point {
  const share = length / (distance(from, to) || 1);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

const round = (value: number): number => Math.round(value * 100) / 100;
