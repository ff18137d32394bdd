import { lookOf, NUMBER, numberSize, progressAt, sizeAt } from './cell-look.ts';
import { cornersShown, iconShown } from './lod.ts';
import type { CellPose } from './motion-pose.ts';
import { isDimmed, type Picture } from './paint-model.ts';
import type { Palette } from './palette.ts';
import type { Cell, Tank } from './scene-model.ts';
import { PROGRESS_STEPS, type Sprites } from './sprites.ts';

/** What drawing on the canvas needs. */
export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly sprites: Sprites;
  readonly picture: Picture;
  /** device pixels a CSS pixel. */
  readonly ratio: number;
}

const DIM = 0.4;
/** pixels on the screen; smaller text is not drawn. */
const LEAST_TEXT = 8;

/** Specks of one colour are filled together; everything larger is a picture of its own. */
export function paintCells(brush: Brush, tank: Tank): void {
  const { context, palette, picture: { camera, motion, emphasis } } = brush;
  const specks = new Map<string, Cell[]>();
  for (const cell of tank.cells) {
    if (motion.flying.has(cell.key)) continue;
    const pose = motion.cells.get(cell.key);
    if (iconShown(cell.r * camera.k) > 0) {
      paintCell(brush, cell, pose);
      continue;
    }
    const { ink, fill } = lookOf(cell.pod.shape);
    const colour = ink === 'hue' ? palette.hues[cell.hue] ?? palette.ink2 : ink === 'failing' ? palette.failing : palette.leaving;
    if (pose && pose.alpha < 0.5) continue;
    const alpha = (fill === 'full' ? 1 : 0.6) * (isDimmed(cell, emphasis) ? DIM : 1);
    const key = `${colour} ${alpha}`;
    const same = specks.get(key);
    if (same) same.push(cell);
    else specks.set(key, [cell]);
  }
  for (const [key, cells] of specks) {
    const space = key.lastIndexOf(' ');
    context.fillStyle = key.slice(0, space);
    context.globalAlpha = Number(key.slice(space + 1));
    context.beginPath();
    for (const cell of cells) traceSpeck(context, cell.x * camera.k + camera.x, cell.y * camera.k + camera.y, cell.r * camera.k);
    context.fill();
  }
}

/** There are as many numbers as pods: no pictures are kept of them. */
function paintNumberOn(context: CanvasRenderingContext2D, palette: Palette, { pod: { number, shape }, hue }: Cell, x: number, y: number, r: number): void {
  const shown = cornersShown(r);
  if (shown === 0) return;
  const alpha = context.globalAlpha;
  const { ink } = lookOf(shape);
  context.globalAlpha = alpha * shown;
  context.beginPath();
  context.arc(x + NUMBER.x * r, y + NUMBER.y * r, NUMBER.r * r, 0, 2 * Math.PI);
  context.fillStyle = palette.tank;
  context.fill();
  context.strokeStyle = ink === 'hue' ? palette.hues[hue] ?? palette.ink2 : ink === 'failing' ? palette.failing : palette.leaving;
  context.lineWidth = NUMBER.stroke * r;
  context.stroke();
  context.font = `700 ${numberSize(number) * r}px ${palette.fontUi}`;
  context.textAlign = 'center';
  context.fillStyle = palette.ink;
  context.fillText(number, x + NUMBER.x * r, y + (NUMBER.y + numberSize(number) * 0.35) * r);
  context.globalAlpha = alpha;
}

/** A place that is kept for a pod while others leave: an outline where it will stand. */
export function paintPlaces({ context, palette, picture: { camera } }: Brush, tank: Tank): void {
  for (const place of tank.kept) {
    const r = place.r * camera.k;
    if (iconShown(r) === 0) continue;
    context.strokeStyle = palette.hues[place.hue] ?? palette.ink2;
    context.lineWidth = Math.max(1, 0.11 * r);
    context.setLineDash([0.24 * r, 0.2 * r]);
    context.beginPath();
    traceSpeck(context, place.x * camera.k + camera.x, place.y * camera.k + camera.y, r * 0.95);
    context.closePath();
    context.stroke();
    context.setLineDash([]);
  }
}

/** Filling closes it. */
function traceSpeck(context: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  const half = r * 0.866;
  context.moveTo(x, y - r);
  context.lineTo(x + half, y - r / 2);
  context.lineTo(x + half, y + r / 2);
  context.lineTo(x, y + r);
  context.lineTo(x - half, y + r / 2);
  context.lineTo(x - half, y - r / 2);
}

function paintCell({ context, palette, sprites, picture: { camera, emphasis, nowMs }, ratio }: Brush, cell: Cell, pose: CellPose | undefined): void {
  const { shape, progress } = cell.pod;
  const share = progressAt(progress, nowMs);
  // What grows or shrinks for a moment is one picture, drawn larger and smaller.
  const restingRadius = (pose?.r ?? cell.r) * sizeAt(shape, share) * camera.k;
  const screenRadius = restingRadius * (pose?.size ?? 1);
  const x = (pose?.x ?? cell.x) * camera.k + camera.x;
  const y = (pose?.y ?? cell.y) * camera.k + camera.y;
  context.globalAlpha = (pose?.alpha ?? 1) * (isDimmed(cell, emphasis) ? DIM : 1);
  const step = progress && shape !== 'finishing' ? Math.floor(share * PROGRESS_STEPS) : 0;
  const { image, r, half } = sprites.of({ shape, hue: cell.hue, mark: cell.pod.mark, newest: cell.newest, step, deviceRadius: restingRadius * ratio, screenRadius: restingRadius });
  const reach = (half * screenRadius) / r;
  context.drawImage(image, x - reach, y - reach, 2 * reach, 2 * reach);
  if (cell.pod.number !== '') paintNumberOn(context, palette, cell, x, y, screenRadius);
  if (cell.caption === '' || pose || cell.captionSize * camera.k < LEAST_TEXT) return;
  context.font = `${cell.captionSize * camera.k}px ${palette.fontMono}`;
  context.textAlign = 'center';
  context.fillStyle = palette.ink2;
  context.fillText(cell.caption, x, y + (cell.r * 1.15 + cell.captionSize * 0.82) * camera.k);
}
