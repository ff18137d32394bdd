import type { Point, Rect } from './scene-model.ts';

/** How cells of one size are packed: rows from the bottom; without captions every other row is shifted, like honeycomb. */
export interface CellStep {
  readonly r: number;
  readonly captioned: boolean;
  readonly pitchX: number;
  readonly pitchY: number;
}

const CAPTION_HEIGHT = 17;
/** between the captions of neighbours. */
export const CAPTION_SPACE = 5;
const HALF_WIDTH = Math.sqrt(3) / 2;
/** space between neighbours, in radii. */
const GAP = 0.34;

const LEAST_CAPTIONED_COLUMNS = 3;

const CAPTIONED: readonly CellStep[] = [
  { r: 19, captioned: true, pitchX: 52, pitchY: 68 },
  { r: 17, captioned: true, pitchX: 48, pitchY: 62 },
  { r: 15, captioned: true, pitchX: 45, pitchY: 56 },
];
const RADII = [17, 15.5, 14, 12.5, 11.2, 10, 9, 8.1, 7.3, 6.5, 5.9, 5.3, 4.7, 4.2, 3.7, 3.3, 2.9, 2.5, 2.1, 1.8, 1.5, 1.2, 1];

export const CELL_STEPS: readonly CellStep[] = [...CAPTIONED, ...RADII.map(honeycomb)];

function honeycomb(r: number): CellStep {
  const pitchX = r * (2 * HALF_WIDTH + GAP);
  return { r, captioned: false, pitchX, pitchY: pitchX * HALF_WIDTH };
}

/** Height of a row under the cells' centres: the caption, or nothing. */
export function belowCentre(step: CellStep): number {
  return step.r + (step.captioned ? CAPTION_HEIGHT : 0);
}

/** How many cells of a step fit into a box. */
export function cellsThatFit(step: CellStep, width: number, height: number): number {
  const { columns, rows } = gridOf(step, width, height);
  if (columns < 1 || rows < 1) return 0;
  // Captions in a narrow tank would pile its pods up to the lid.
  if (step.captioned) return columns < LEAST_CAPTIONED_COLUMNS ? 0 : columns * rows;
  return Math.ceil(rows / 2) * columns + Math.floor(rows / 2) * (columns - 1);
}

/**
 * The largest step whose cells number at least `capacity` in the box, as an index of {@link CELL_STEPS}. A larger one than
 * `before` is taken only when a quarter more would fit too, so that sizes do not flutter.
 */
export function chooseStep(capacity: number, width: number, height: number, before: number): number {
  const fitting = firstStep(capacity, width, height);
  return fitting >= before ? fitting : Math.min(before, firstStep(Math.ceil(capacity * 1.25), width, height));
}

function firstStep(capacity: number, width: number, height: number): number {
  const index = CELL_STEPS.findIndex((step) => cellsThatFit(step, width, height) >= capacity);
  return index < 0 ? CELL_STEPS.length - 1 : index;
}

/** Centre of the cell in place `slot` of a box: from the bottom left to the right and up. */
export function cellCentre(step: CellStep, slot: number, box: Rect): Point {
  const columns = Math.max(1, gridOf(step, box.width, box.height).columns);
  const { row, column, shifted } = step.captioned || columns === 1 ? straight(slot, columns) : shiftedRows(slot, columns);
  const left = box.x + (box.width - (columns - 1) * step.pitchX) / 2;
  return {
    x: left + (column + (shifted ? 0.5 : 0)) * step.pitchX,
    y: box.y + box.height - belowCentre(step) - row * step.pitchY,
  };
}

function gridOf(step: CellStep, width: number, height: number): { readonly columns: number; readonly rows: number } {
  // Captions may be as wide as a column, and must not reach over the glass either.
  const cellWidth = step.captioned ? step.pitchX - CAPTION_SPACE : 2 * HALF_WIDTH * step.r;
  const cellHeight = step.r + belowCentre(step);
  return {
    columns: Math.floor((width - cellWidth) / step.pitchX + 1 + 1e-6),
    rows: Math.floor((height - cellHeight) / step.pitchY + 1 + 1e-6),
  };
}

function straight(slot: number, columns: number) {
  return { row: Math.floor(slot / columns), column: slot % columns, shifted: false };
}

/** Rows hold `columns` and one less in turns. */
function shiftedRows(slot: number, columns: number) {
  const pair = Math.floor(slot / (2 * columns - 1));
  const rest = slot - pair * (2 * columns - 1);
  const upper = rest >= columns;
  return { row: pair * 2 + (upper ? 1 : 0), column: upper ? rest - columns : rest, shifted: upper };
}
