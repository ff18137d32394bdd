import type { Point, Rect } from './scene-model.ts';

export interface ZoneOfNodes {
  readonly name: string;
  readonly nodes: readonly string[];
}

export interface TankGrid {
  readonly tanks: ReadonlyMap<string, Rect>;
  /** blocks around the tanks of a zone; empty when zones are not shown as blocks. */
  readonly zones: readonly (Rect & { readonly name: string })[];
  readonly gap: number;
}

/* Sizes in units of the type scale. */
const IDEAL = { width: 240, height: 330 };
const MOST = { width: 400, height: 500 };
const TANK_GAP = { share: 0.07, most: 16, least: 1 };
const BLOCK = { padding: 0.5, captionShare: 0.16, captionMost: 24, captionLeast: 0 };

interface Candidate {
  /** zones side by side (`across`) or one under the other (`down`). */
  readonly run: 'across' | 'down';
  /** tanks a row, of each zone. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

interface Measures {
  readonly gap: number;
  readonly padding: number;
  readonly caption: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Places the tanks of all zones in `area`, all of one size, in the arrangement that makes them largest in their ideal
 * proportion. With `blocks`, each zone stands in a block of its own with room for a caption.
 */
export function arrangeTanks(zones: readonly ZoneOfNodes[], area: Rect, scale: number, blocks: boolean): TankGrid {
  const groups = blocks ? zones : [{ name: '', nodes: zones.flatMap((zone) => zone.nodes) }];
  let best: { readonly candidate: Candidate; readonly measures: Measures; readonly score: number } | null = null;
  for (const candidate of candidatesFor(groups.map((group) => group.nodes.length))) {
    const measures = measure(candidate, area, scale, blocks);
    const score = Math.min(measures.width / IDEAL.width, measures.height / IDEAL.height);
    if (!best || score > best.score + 1e-9) best = { candidate, measures, score };
  }
  if (!best) return { tanks: new Map(), zones: [], gap: 0 };
  return place(groups, best.candidate, capped(best.measures, scale), area, blocks);
}

function candidatesFor(counts: readonly number[]): readonly Candidate[] {
  const most = Math.max(0, ...counts);
  const found: Candidate[] = [];
  for (let lines = 1; lines <= most; lines++) {
    found.push({ run: 'across', rows: counts.map(() => lines), columns: counts.map((count) => Math.max(1, Math.ceil(count / lines))) });
    if (counts.length > 1) found.push({ run: 'down', columns: counts.map(() => lines), rows: counts.map((count) => Math.max(1, Math.ceil(count / lines))) });
  }
  return found;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Tanks along each axis, and blocks along each axis. */
function extent({ run, columns, rows }: Candidate) {
  return run === 'across'
    ? { across: sum(columns), down: Math.max(...rows), blocksAcross: columns.length, blocksDown: 1 }
    : { across: Math.max(...columns), down: sum(rows), blocksAcross: 1, blocksDown: rows.length };
}

function measure(candidate: Candidate, area: Rect, scale: number, blocks: boolean): Measures {
  const { across, down, blocksAcross, blocksDown } = extent(candidate);
  const rough = Math.min(area.width / across, (area.height / down) * 1.4);
  const gap = Math.min(TANK_GAP.most * scale, Math.max(TANK_GAP.least, rough * TANK_GAP.share));
  const padding = blocks ? gap * BLOCK.padding * 1.4 : 0;
  const caption = blocks ? Math.min(BLOCK.captionMost * scale, Math.max(12 * scale, (area.height / blocksDown) * BLOCK.captionShare)) : 0;
  // Between blocks there is one gap and the paddings of both.
  const width = (area.width - (across - 1) * gap - 2 * padding * blocksAcross) / across;
  const height = (area.height - (down - 1) * gap - (2 * padding + caption) * blocksDown) / down;
  return { gap, padding, caption, width, height };
}

function capped(measures: Measures, scale: number): Measures {
  const width = Math.min(measures.width, MOST.width * scale);
  const height = Math.min(measures.height, MOST.height * scale, width * 2.4);
  return { ...measures, width: Math.min(width, height * 2.6), height };
}

function place(groups: readonly ZoneOfNodes[], candidate: Candidate, measures: Measures, area: Rect, blocks: boolean): TankGrid {
  const { gap, padding, caption, width, height } = measures;
  const { across, blocksAcross } = extent(candidate);
  const total = across * width + (across - 1) * gap + 2 * padding * blocksAcross;
  const tanks = new Map<string, Rect>();
  const zones: (Rect & { name: string })[] = [];
  let at: Point = { x: area.x + Math.max(0, (area.width - total) / 2), y: area.y };
  groups.forEach((group, index) => {
    const columns = candidate.columns[index] ?? 1;
    const rows = candidate.rows[index] ?? 1;
    const usedRows = Math.min(rows, Math.max(1, Math.ceil(group.nodes.length / columns)));
    const block = {
      name: group.name, x: at.x, y: at.y,
      width: columns * width + (columns - 1) * gap + 2 * padding,
      height: caption + (candidate.run === 'across' ? rows : usedRows) * (height + gap) - gap + 2 * padding,
    };
    if (blocks) zones.push(block);
    group.nodes.forEach((node, place) => {
      tanks.set(node, {
        x: at.x + padding + (place % columns) * (width + gap),
        y: at.y + caption + padding + Math.floor(place / columns) * (height + gap),
        width, height,
      });
    });
    at = candidate.run === 'across' ? { x: at.x + block.width + gap, y: at.y } : { x: at.x, y: at.y + block.height + gap };
  });
  return { tanks, zones, gap };
}
