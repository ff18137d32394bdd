import type { Cell, Point, Scene, StationShape, Tank } from './scene-model.ts';

/** What a person points at. */
export type Target =
  | { readonly kind: 'pod'; readonly cell: Cell }
  | { readonly kind: 'node'; readonly tank: Tank }
  | { readonly kind: 'station'; readonly station: StationShape };

const REACH = 1.1;

/** The foremost thing at a point of the scene; cells may be missed by `slack` pixels of the scene. */
export function targetAt(scene: Scene, at: Point, slack: number): Target | null {
  const waiting = nearestCell(scene.lane.cells, at, slack);
  if (waiting) return { kind: 'pod', cell: waiting };
  for (const tank of scene.tanks.values()) {
    if (!inside(tank.rect, at)) continue;
    const cell = nearestCell(tank.cells, at, slack);
    return cell ? { kind: 'pod', cell } : { kind: 'node', tank };
  }
  const station = scene.stations.find((candidate) => inside(candidate, at));
  return station ? { kind: 'station', station } : null;
}

function nearestCell(cells: readonly Cell[], at: Point, slack: number): Cell | null {
  let nearest: Cell | null = null;
  let least = Infinity;
  for (const cell of cells) {
    const distance = Math.hypot(cell.x - at.x, cell.y - at.y);
    if (distance < least && distance <= cell.r * REACH + slack) {
      nearest = cell;
      least = distance;
    }
  }
  return nearest;
}

function inside({ x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, at: Point): boolean {
  return at.x >= x && at.y >= y && at.x <= x + width && at.y <= y + height;
}

/** One string for a target; the selection and the focus are kept as such. */
export function targetKey(target: Target): string {
  switch (target.kind) {
    case 'pod': return `pod:${target.cell.key}`;
    case 'node': return `node:${target.tank.name}`;
    case 'station': return `station:${target.station.name}`;
  }
}
