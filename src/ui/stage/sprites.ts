import { DASHES, hasRing, ICON_WIDTH, MARK, MARKS, OUTLINE_WIDTH, RING, lookOf } from './cell-look.ts';
import { hexagonLength, hexagonPath } from './hexagon.ts';
import { cornersShown, iconShown } from './lod.ts';
import type { Palette } from './palette.ts';
import type { PodMark, PodShape } from '../../worker/protocol.ts';

/** A picture of one kind of cell at one size, in device pixels; its centre is the hexagon's. */
export interface Sprite {
  readonly image: HTMLCanvasElement;
  /** the radius it was drawn for. */
  readonly r: number;
  readonly half: number;
}

export interface CellKind {
  readonly shape: PodShape;
  readonly hue: number;
  readonly mark: PodMark | null;
  /** of the newest of several versions. */
  readonly newest: boolean;
  /** progress in steps of {@link PROGRESS_STEPS}. */
  readonly step: number;
  /** radius in device pixels, and in CSS pixels (which decides what can be seen). */
  readonly deviceRadius: number;
  readonly screenRadius: number;
}

export const PROGRESS_STEPS = 12;
const MOST_SPRITES = 1_500;
const HALF_PIXELS = 4;

const HEXAGON = hexagonPath(1);
const INNER = hexagonPath(1 - OUTLINE_WIDTH / 2);
const OUTLINE_LENGTH = hexagonLength(1 - OUTLINE_WIDTH / 2);

export interface Sprites {
  of(kind: CellKind): Sprite;
  /** After the palette changed. */
  clear(): void;
}

/** Cells as pictures, drawn once each: thousands of them are then cheap to put down. */
export function createSprites(document: Document, palette: () => Palette): Sprites {
  const known = new Map<string, Sprite>();
  return {
    of(kind) {
      const r = Math.max(1, Math.round(kind.deviceRadius * HALF_PIXELS) / HALF_PIXELS);
      const icon = Math.round(iconShown(kind.screenRadius) * 4) / 4;
      const key = `${kind.shape} ${kind.hue} ${kind.step} ${r} ${icon} ${kind.mark ?? ''} ${hasRing(kind.newest, kind.shape)}`;
      const found = known.get(key);
      if (found) return found;
      if (known.size >= MOST_SPRITES) known.clear();
      const sprite = draw(document, palette(), kind, r, icon);
      known.set(key, sprite);
      return sprite;
    },
    clear: () => known.clear(),
  };
}

function draw(document: Document, palette: Palette, { shape, hue, step, mark, newest, screenRadius }: CellKind, r: number, icon: number): Sprite {
  // A sign reaches over the hexagon's corner.
  const half = Math.ceil(r * (mark ? 1.22 : 1)) + 1;
  const image = document.createElement('canvas');
  image.width = image.height = 2 * half;
  const context = image.getContext('2d');
  if (context) {
    context.save();
    drawCellOn(context, palette, shape, hue, step / PROGRESS_STEPS, half, r, icon);
    context.restore();
    if (hasRing(newest, shape)) drawRingOn(context, palette, half, r);
    const corners = mark ? Math.round(cornersShown(screenRadius) * 4) / 4 : 0;
    if (mark && corners > 0) drawMarkOn(context, palette, mark, shape === 'finishing' ? palette.leaving : palette.hues[hue] ?? palette.ink2, half, r, corners);
  }
  return { image, r, half };
}

function drawCellOn(context: CanvasRenderingContext2D, palette: Palette, shape: PodShape, hue: number, progress: number, centre: number, r: number, icon: number): void {
  const look = lookOf(shape);
  const ink = look.ink === 'hue' ? palette.hues[hue] ?? palette.ink2 : look.ink === 'failing' ? palette.failing : palette.leaving;
  const hexagon = new Path2D(HEXAGON);
  context.translate(centre, centre);
  context.scale(r, r);
  context.lineCap = context.lineJoin = 'round';
  context.fillStyle = look.fill === 'full' ? ink : palette.tank;
  if (look.fill !== 'none') context.fill(hexagon);
  if (look.fill === 'half') {
    context.globalAlpha = 0.5;
    context.fillStyle = ink;
    context.fill(hexagon);
    context.globalAlpha = 1;
  }
  // Too small for an outline to show, an outlined cell is a pale speck of its colour.
  if (icon < 1 && look.fill === 'glass') {
    context.globalAlpha = 0.55 * (1 - icon);
    context.fillStyle = ink;
    context.fill(hexagon);
    context.globalAlpha = 1;
  }
  strokeOutline(context, look.outline, ink, progress);
  if (icon === 0) return;
  context.globalAlpha = icon;
  context.strokeStyle = context.fillStyle = look.iconOn === 'fill' ? palette.onHue : ink;
  context.lineWidth = ICON_WIDTH;
  if (shape === 'starting') context.rotate(progress * 2 * Math.PI);
  const mark = new Path2D(look.icon);
  if (look.iconFilled) context.fill(mark);
  else context.stroke(mark);
}

function drawRingOn(context: CanvasRenderingContext2D, palette: Palette, centre: number, r: number): void {
  context.save();
  context.translate(centre, centre);
  context.scale(r, r);
  context.strokeStyle = palette.onHue;
  context.lineWidth = RING.stroke;
  context.lineJoin = 'round';
  context.stroke(new Path2D(hexagonPath(RING.r)));
  context.restore();
}

function drawMarkOn(context: CanvasRenderingContext2D, palette: Palette, mark: PodMark, ink: string, centre: number, r: number, icon: number): void {
  const { path, filled } = MARKS[mark];
  context.translate(centre + MARK.x * r, centre + MARK.y * r);
  context.scale(MARK.r * r, MARK.r * r);
  context.globalAlpha = icon;
  context.fillStyle = palette.tank;
  context.strokeStyle = ink;
  context.lineWidth = MARK.stroke;
  context.lineCap = context.lineJoin = 'round';
  context.beginPath();
  context.arc(0, 0, 1, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.fillStyle = ink;
  if (filled) context.fill(new Path2D(path));
  else context.stroke(new Path2D(path));
}

function strokeOutline(context: CanvasRenderingContext2D, outline: ReturnType<typeof lookOf>['outline'], ink: string, progress: number): void {
  if (outline === 'none') return;
  const path = new Path2D(INNER);
  context.strokeStyle = ink;
  context.lineWidth = OUTLINE_WIDTH;
  if (outline === 'progress') {
    context.globalAlpha = 0.32;
    context.stroke(path);
    context.globalAlpha = 1;
    context.setLineDash([OUTLINE_LENGTH * Math.max(0.005, progress), OUTLINE_LENGTH]);
  }
  if (outline === 'dashed') {
    const count = Math.round(OUTLINE_LENGTH / (DASHES.on + DASHES.off));
    const on = (OUTLINE_LENGTH / count) * (DASHES.on / (DASHES.on + DASHES.off));
    context.lineCap = 'butt';
    context.setLineDash([on, OUTLINE_LENGTH / count - on]);
  }
  context.stroke(path);
  context.setLineDash([]);
  context.lineCap = 'round';
}
