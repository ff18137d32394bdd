import { easeCubicInOut, easeCubicOut } from 'd3';
import type { Cell, Point, Rect } from './scene-model.ts';

/** Where and how a moving cell is drawn. `size` multiplies its radius. */
export interface CellPose extends Point {
  readonly r: number;
  readonly size: number;
  readonly alpha: number;
}

/** The way a flying cell takes. */
export interface Trail {
  readonly key: string;
  readonly hue: number;
  readonly path: string;
  readonly alpha: number;
}

export interface Ghost extends CellPose {
  readonly cell: Cell;
}

export interface TankLevels {
  readonly cpu: number;
  readonly memory: number;
  /** 1 for still water. */
  readonly swell: number;
  /** 0 to 1 through the change. */
  readonly phase: number;
}

/** A place with the size of the cell there. */
export type Spot = Point & { readonly r: number };

interface Span {
  readonly startMs: number;
  readonly durationMs: number;
}

/** A part of a cell's way: along a curve, straight within its tank, or none but coming into being. */
export type Leg = Span & (
  | { readonly kind: 'flight'; readonly from: Spot; readonly grows: boolean }
  | { readonly kind: 'slide'; readonly from: Spot }
  | { readonly kind: 'appear' }
);
export type FlightLeg = Extract<Leg, { readonly kind: 'flight' }>;

/** A cell on its way; its last leg ends where the cell is. */
export interface Moving {
  cell: Cell;
  legs: readonly Leg[];
}

export interface Leaving extends Span {
  readonly cell: Cell;
  readonly from: CellPose;
}

interface Level {
  readonly cpu: number;
  readonly memory: number;
}

export interface LevelChange extends Span {
  readonly from: Level;
  readonly to: Level;
}

export interface TankSlide extends Span {
  readonly from: Rect;
  readonly to: Rect;
}

export function stillPose({ x, y, r }: Spot): CellPose {
  return { x, y, r, size: 1, alpha: 1 };
}

export function legAt(legs: readonly Leg[], nowMs: number): Leg | undefined {
  return legs.find((leg) => nowMs < leg.startMs + leg.durationMs) ?? legs.at(-1);
}

export function poseOf({ cell, legs }: Moving, nowMs: number): CellPose {
  const leg = legAt(legs, nowMs);
  const still = stillPose(cell);
  if (!leg) return still;
  const share = shareOf(leg, nowMs);
  switch (leg.kind) {
    case 'appear': {
      const t = easeCubicOut(share);
      return { ...still, alpha: t, size: 0.5 + 0.5 * t };
    }
    case 'slide': {
      const t = easeCubicInOut(share);
      return { ...still, x: mix(leg.from.x, cell.x, t), y: mix(leg.from.y, cell.y, t), r: mix(leg.from.r, cell.r, t) };
    }
    case 'flight': {
      const to = legEnd(cell, legs, leg);
      const t = easeCubicInOut(share);
      const grown = leg.grows ? Math.min(1, share * 2.4) : 1;
      return { ...curvePoint(curve(leg.from, to), t), r: mix(leg.from.r, to.r, t), size: 0.35 + 0.65 * grown, alpha: leg.grows ? Math.min(1, share * 4) : 1 };
    }
  }
}

export function trailOf({ cell, legs }: Moving, leg: FlightLeg, nowMs: number): Trail {
  const [a, b, c, d] = curve(leg.from, legEnd(cell, legs, leg));
  const share = shareOf(leg, nowMs);
  const n = (value: number): number => Math.round(value * 10) / 10;
  return {
    key: cell.key, hue: cell.hue, alpha: Math.min(1, share * 6, (1 - share) * 4),
    path: `M${n(a.x)} ${n(a.y)}C${n(b.x)} ${n(b.y)} ${n(c.x)} ${n(c.y)} ${n(d.x)} ${n(d.y)}`,
  };
}

export function ghostAt(leaving: Leaving, nowMs: number): Ghost {
  const { cell, from } = leaving;
  const t = easeCubicInOut(shareOf(leaving, nowMs));
  return { ...from, cell, size: from.size * (1 - 0.55 * t), alpha: from.alpha * (1 - t) };
}

export function levelAt(change: LevelChange, nowMs: number): TankLevels {
  const { from, to } = change;
  const share = shareOf(change, nowMs);
  const t = easeCubicInOut(share);
  const stir = Math.min(1, Math.abs(to.cpu - from.cpu) * 6);
  return { cpu: mix(from.cpu, to.cpu, t), memory: mix(from.memory, to.memory, t), swell: 1 + Math.sin(share * Math.PI) * stir, phase: share };
}

export function slideAt(slide: TankSlide, nowMs: number): Rect {
  const { from, to } = slide;
  const t = easeCubicInOut(shareOf(slide, nowMs));
  return { x: mix(from.x, to.x, t), y: mix(from.y, to.y, t), width: mix(from.width, to.width, t), height: mix(from.height, to.height, t) };
}

export function isOver({ startMs, durationMs }: Span, nowMs: number): boolean {
  return nowMs >= startMs + durationMs;
}

function shareOf({ startMs, durationMs }: Span, nowMs: number): number {
  return Math.min(1, Math.max(0, (nowMs - startMs) / durationMs));
}

/** A leg ends where the next begins, the last at the cell. */
function legEnd(cell: Cell, legs: readonly Leg[], leg: Leg): Spot {
  const next = legs[legs.indexOf(leg) + 1];
  return next && next.kind !== 'appear' ? next.from : cell;
}

type Curve = readonly [Point, Point, Point, Point];

/** Falls out of its start and bends outwards on the way, as a thrown thing does. */
function curve(from: Point, to: Point): Curve {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const bulge = (dx < 0 ? -1 : 1) * Math.min(70, Math.hypot(dx, dy) * 0.16);
  return [
    from,
    { x: from.x + dx * 0.2 + bulge, y: from.y + dy * 0.2 },
    { x: to.x + bulge * 0.7, y: from.y + dy * 0.55 },
    to,
  ];
}

function curvePoint([a, b, c, d]: Curve, t: number): Point {
  const s = 1 - t;
  const at = (p: number, q: number, r: number, u: number): number => s * s * s * p + 3 * s * s * t * q + 3 * s * t * t * r + t * t * t * u;
  return { x: at(a.x, b.x, c.x, d.x), y: at(a.y, b.y, c.y, d.y) };
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
