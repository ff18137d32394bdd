import type { RowView, TableView } from '../../worker/protocol.ts';

/** What a table is sorted by: a column's index, or `null` for the API's own order (namespace, then name). */
export interface RowSort {
  readonly column: number | null;
  readonly direction: 'ascending' | 'descending';
}

export const API_ORDER: RowSort = { column: null, direction: 'ascending' };

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, y: 31_536_000 };
const DURATION = /^(\d+[smhdy])+$/;

/** Columns whose numbers are moments (ms since the epoch) and are shown as ages. */
export function isAgeColumn(column: TableView['columns'][number]): boolean {
  return ['Age', 'Last Seen', 'First Seen'].includes(column.name);
}

/**
 * `rows` that pass the name `filter`, sorted. Cells compare as a reader of kubectl's output expects: numbers and durations
 * (`5m30s`, `3 (10s ago)`) by size, ages with the youngest first, text with the numbers in it by size (`node-9` before
 * `node-10`); equals stand in the API's order. `previous` is an earlier answer for the same rows: starting from it makes
 * sorting cost what changed.
 */
export function orderRows(
  rows: ReadonlyMap<string, RowView>, table: TableView, sort: RowSort, filter: string, previous: readonly RowView[] = [],
): RowView[] {
  const wanted = filter.trim().toLowerCase();
  const passes = (row: RowView) => wanted === '' || row.key.toLowerCase().includes(wanted);
  const ordered: RowView[] = [];
  const taken = new Set<string>();
  for (const old of previous) {
    const row = rows.get(old.key);
    if (!row || taken.has(row.key)) continue;
    taken.add(row.key);
    if (passes(row)) ordered.push(row);
  }
  if (taken.size < rows.size) {
    for (const row of rows.values()) if (!taken.has(row.key) && passes(row)) ordered.push(row);
  }
  return ordered.sort(comparison(table, sort));
}

function comparison(table: TableView, { column, direction }: RowSort): (a: RowView, b: RowView) => number {
  const sign = direction === 'ascending' ? 1 : -1;
  if (column === null) return (a, b) => sign * compareKeys(a, b);
  const head = table.columns[column];
  // An age is the time since: the later the moment, the smaller the age.
  const ageSign = head && isAgeColumn(head) ? -1 : 1;
  return (a, b) => sign * ageSign * compareWeights(weightOf(a, column), weightOf(b, column)) || compareKeys(a, b);
}

function compareKeys(a: RowView, b: RowView): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** What a cell is compared by: numbers stand before text. */
type Weight = number | string;

function compareWeights(a: Weight, b: Weight): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

const weightsByRow = new WeakMap<RowView, Map<number, Weight>>();

function weightOf(row: RowView, column: number): Weight {
  let weights = weightsByRow.get(row);
  if (!weights) weightsByRow.set(row, (weights = new Map()));
  let weight = weights.get(column);
  if (weight === undefined) weights.set(column, (weight = weigh(row.cells[column] ?? '')));
  return weight;
}

/** What `cell` is compared by. Durations weigh their seconds, numbers (also at the start, `3 (10s ago)`) their value. */
export function weigh(cell: string | number): Weight {
  if (typeof cell === 'number') return cell;
  if (DURATION.test(cell)) {
    return [...cell.matchAll(/(\d+)([smhdy])/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_SECONDS[unit ?? ''] ?? 0), 0);
  }
  const leading = /^-?\d+(\.\d+)?%?(?= \(|$)/.exec(cell);
  if (leading) return Number.parseFloat(leading[0]);
  return cell.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}
