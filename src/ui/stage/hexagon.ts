import type { Point } from './scene-model.ts';

/** How round the corners are, in radii. */
const ROUNDING = 0.2;

/** The corners of a hexagon that stands on a point, from the top clockwise. */
export function corners(r: number): readonly Point[] {
  return Array.from({ length: 6 }, (_, index) => {
    const angle = (index * Math.PI) / 3 - Math.PI / 2;
    return { x: r * Math.cos(angle), y: r * Math.sin(angle) };
  });
}

/** SVG path of a hexagon of radius `r` around the origin, its corners rounded, begun at the middle of the top right side. */
export function hexagonPath(r: number): string {
  const points = corners(r);
  const cut = r * ROUNDING;
  const parts = points.map((_, step) => {
    const index = (step + 1) % 6;
    const corner = points[index] ?? { x: 0, y: 0 };
    const enter = towards(corner, points[(index + 5) % 6] ?? corner, cut);
    const leave = towards(corner, points[(index + 1) % 6] ?? corner, cut);
    return `L${n(enter.x)} ${n(enter.y)}Q${n(corner.x)} ${n(corner.y)} ${n(leave.x)} ${n(leave.y)}`;
  });
  const start = midpoint(points[0], points[1]);
  return `M${n(start.x)} ${n(start.y)}${parts.join('')}Z`;
}

/** Length of the outline of {@link hexagonPath}. */
export function hexagonLength(r: number): number {
  const cut = r * ROUNDING;
  // A rounded corner of 120° is about 1.76 cuts long instead of 2.
  return 6 * (r - 2 * cut) + 6 * cut * 1.76;
}

function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) * distance) / length, y: from.y + ((to.y - from.y) * distance) / length };
}

function midpoint(a: Point | undefined, b: Point | undefined): Point {
  return { x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2, y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2 };
}

const n = (value: number): string => String(Math.round(value * 1_000) / 1_000);
