import { select } from 'd3';
import { DASHES, hasRing, ICON_WIDTH, MARK, MARKS, NUMBER, numberSize, OUTLINE_WIDTH, RING, lookOf, progressAt, sizeAt } from './cell-look.ts';
import { hexagonLength, hexagonPath } from './hexagon.ts';
import { cornersShown, iconShown } from './lod.ts';
import type { CellPose } from './motion-pose.ts';
import type { Cell } from './scene-model.ts';

const HEXAGON = hexagonPath(1);
/** Outlines are drawn inside the hexagon, so that filled and outlined cells are of one size. */
const RING_PATH = hexagonPath(RING.r);
const INNER = hexagonPath(1 - OUTLINE_WIDTH / 2);
/** The dashes go round without a seam. */
const DASH_COUNT = Math.round(hexagonLength(1 - OUTLINE_WIDTH / 2) / (DASHES.on + DASHES.off));
const DASH_ON = (100 / DASH_COUNT) * (DASHES.on / (DASHES.on + DASHES.off));
const DASH = `${DASH_ON} ${100 / DASH_COUNT - DASH_ON}`;
const BADGE = { x: 0.74, y: -0.7, r: 0.42 };
const CAPTION_DROP = 1.15;
/** pixels on the screen; close up, captions grow no further. */
const LARGEST_CAPTION = 22;

/** What a cell's elements were last drawn from. */
interface Drawn {
  look: string;
  place: string;
  progress: number;
  icon: number;
  corners: number;
  caption: string;
  dim: boolean;
}

const drawn = new WeakMap<SVGGElement, Drawn>();

export interface CellFrame {
  readonly pose: CellPose | null;
  readonly nowMs: number;
  readonly k: number;
  readonly dim: boolean;
}

const lookKey = ({ hue, newest, pod: { shape, restarts, mark, number } }: Cell): string => `${shape} ${hue} ${newest} ${restarts} ${mark ?? ''} ${number}`;

/** Whether an element that another cell was drawn in has all it takes for this one. */
export function looksLike(element: SVGGElement, cell: Cell): boolean {
  return drawn.get(element)?.look === lookKey(cell);
}

/** Draws what of a cell changed since it was last drawn. */
export function drawCell(element: SVGGElement, cell: Cell, { pose, nowMs, k, dim }: CellFrame): void {
  let state = drawn.get(element);
  if (!state) {
    state = { look: '', place: '', progress: -1, icon: -1, corners: -1, caption: '', dim: false };
    drawn.set(element, state);
  }
  const { shape, progress } = cell.pod;
  const look = lookKey(cell);
  const changed = state.look !== look;
  if (changed) {
    rebuild(element, cell, state.look !== '' && !state.look.startsWith(`${shape} `));
    Object.assign(state, { look, progress: -1, icon: -1, corners: -1, caption: '' });
  }
  const share = progressAt(progress, nowMs);
  const size = sizeAt(shape, share) * (pose?.size ?? 1);
  const r = pose?.r ?? cell.r;
  const place = `translate(${n(pose?.x ?? cell.x)},${n(pose?.y ?? cell.y)})scale(${n(r * size)})`;
  const alpha = pose?.alpha ?? 1;
  if (state.place !== `${place}${alpha}`) {
    element.setAttribute('transform', place);
    if (alpha < 1) element.setAttribute('opacity', n(alpha));
    else element.removeAttribute('opacity');
    state.place = `${place}${alpha}`;
  }
  if (state.progress !== share && progress) drawProgress(element, share);
  state.progress = share;
  const icon = iconShown(r * k);
  if (state.icon !== icon) {
    select(element).select('.k-cell-icon').attr('opacity', icon);
    state.icon = icon;
  }
  const corners = cornersShown(r * k);
  if (state.corners !== corners) {
    if (cell.pod.mark !== null || cell.pod.number !== '') select(element).selectAll('.k-cell-mark, .k-cell-number').attr('opacity', corners);
    state.corners = corners;
  }
  drawCaption(element, cell, state, pose, Number(n(r * size)), Math.min(cell.captionSize, LARGEST_CAPTION / k));
  if (state.dim !== dim) element.classList.toggle('is-dim', dim);
  state.dim = dim;
}

function rebuild(element: SVGGElement, cell: Cell, fades: boolean): void {
  const { shape, restarts, mark, number } = cell.pod;
  const look = lookOf(shape);
  element.dataset['ink'] = look.ink === 'hue' ? `hue-${cell.hue}` : look.ink;
  element.dataset['shape'] = shape;
  const group = select(element);
  group.selectChildren().remove();
  group.append('path').attr('class', `k-cell-ground k-cell-ground--${look.fill}`).attr('d', HEXAGON);
  if (look.outline === 'progress') group.append('path').attr('class', 'k-cell-track').attr('d', INNER).attr('stroke-width', OUTLINE_WIDTH);
  if (look.outline !== 'none') {
    group.append('path').attr('class', 'k-cell-outline').attr('d', INNER).attr('stroke-width', OUTLINE_WIDTH).attr('pathLength', 100)
      .attr('stroke-dasharray', look.outline === 'dashed' ? DASH : null);
  }
  if (hasRing(cell.newest, shape)) group.append('path').attr('class', 'k-cell-ring').attr('d', RING_PATH).attr('stroke-width', RING.stroke);
  group.append('path').attr('d', look.icon).attr('stroke-width', look.iconFilled ? 0 : ICON_WIDTH)
    .attr('class', `k-cell-icon k-cell-icon--${look.iconFilled ? 'filled' : 'drawn'} k-cell-icon--${look.iconOn}${fades ? ' is-new' : ''}`);
  if (mark && (shape !== 'failing' || restarts === 0)) {
    const sign = group.append('g').attr('class', `k-cell-mark k-cell-mark--${MARKS[mark].filled ? 'filled' : 'drawn'}`).attr('transform', `translate(${MARK.x},${MARK.y})scale(${MARK.r})`);
    sign.append('circle').attr('r', 1);
    sign.append('path').attr('d', MARKS[mark].path).attr('stroke-width', MARKS[mark].filled ? 0 : MARK.stroke);
  }
  if (number !== '') {
    const tag = group.append('g').attr('class', 'k-cell-number').attr('transform', `translate(${NUMBER.x},${NUMBER.y})`);
    tag.append('circle').attr('r', NUMBER.r).attr('stroke-width', NUMBER.stroke);
    tag.append('text').attr('y', numberSize(number) * 0.35).attr('font-size', numberSize(number)).text(number);
  }
  if (shape !== 'failing' || restarts === 0) return;
  const badge = group.append('g').attr('class', 'k-cell-badge').attr('transform', `translate(${BADGE.x},${BADGE.y})`);
  badge.append('circle').attr('r', BADGE.r);
  badge.append('text').attr('y', BADGE.r * 0.44).attr('font-size', restarts > 9 ? BADGE.r * 1.05 : BADGE.r * 1.3).text(restarts > 99 ? '99' : restarts);
}

function drawProgress(element: SVGGElement, share: number): void {
  const { shape } = element.dataset;
  if (shape === 'finishing') return;
  element.querySelector('.k-cell-outline')?.setAttribute('stroke-dasharray', `${n(Math.max(0.5, share * 100))} 100`);
  // The spinner turns with simulated time and stands still with it.
  if (shape === 'starting') element.querySelector('.k-cell-icon')?.setAttribute('transform', `rotate(${n(share * 360)})`);
}

function drawCaption(element: SVGGElement, cell: Cell, state: Drawn, pose: CellPose | null, scale: number, size: number): void {
  const key = cell.caption === '' || pose !== null || scale === 0 ? '' : `${cell.caption} ${size} ${scale}`;
  if (state.caption === key) return;
  state.caption = key;
  const group = select(element);
  if (key === '') {
    group.select('.k-cell-caption').remove();
    return;
  }
  const text = group.selectAll<SVGTextElement, string>('.k-cell-caption').data([cell.caption]).join((enter) => enter.append('text').attr('class', 'k-cell-caption is-new'));
  // The group is scaled to the radius; the caption is not to be.
  text.attr('transform', `scale(${1 / scale})`).attr('y', n(cell.r * CAPTION_DROP + size * 0.82)).attr('font-size', n(size)).text((caption) => caption);
}

function n(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}
