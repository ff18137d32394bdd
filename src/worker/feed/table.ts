import type { Column } from '../../engine/api/column.ts';
import type { KindName, KubeObject } from '../../engine/api/object.ts';
import type { Simulation } from '../../engine/simulation.ts';
import { parseTime } from '../../engine/time-format.ts';
import type { Frame, RowView } from '../protocol.ts';
import type { CloseLook } from './close-look.ts';
import { keyOf, referenceTo, type ClusterMirror } from './cluster-mirror.ts';
import { createViewSet, type ViewSet } from './view-set.ts';

/** The table of one kind that the page shows, in all namespaces. */
export interface TableFeed {
  show(kind: string | null): void;
  mark(kind: KindName, key: string): void;
  take(everything: boolean, nowMs: number): Frame['table'];
  /** whether the last take left rows for the next. */
  readonly isBehind: boolean;
}

/** Cells that contain a duration, such as restarts "3 (2m ago)", are written anew this often, in simulated time … */
const REFRESH_MS = 10_000;
/** … and not more often than in so many frames. */
const REFRESH_FRAMES = 30;
/** A page has to take a frame in before the next is due. */
const ROWS_A_FRAME = 200;
const DURATION = / ago\)$/;
const UNKNOWN_TIME = '<unknown>';

/** While there is no close look yet, nothing is told of the table. */
export function createTableFeed(mirror: ClusterMirror, closeLook: () => CloseLook | undefined, kinds: Simulation['kinds']): TableFeed {
  let shown = '';
  let served: KindName | undefined;
  let columns: readonly Column[] = [];
  let rows: ViewSet<RowView> | undefined;
  let isNew = false;
  let nowMs = 0;
  let refreshedMs = 0;
  let frames = 0;
  const ageing = new Set<string>();

  function build(key: string): RowView | null {
    const object = served && mirror.get(served, key);
    ageing.delete(key);
    if (!object) return null;
    const row = rowOf(object, columns, nowMs);
    if (row.cells.some((cell) => typeof cell === 'string' && DURATION.test(cell))) ageing.add(key);
    return row;
  }
  function refreshAges(): void {
    frames++;
    if (Math.abs(nowMs - refreshedMs) < REFRESH_MS || frames < REFRESH_FRAMES) return;
    refreshedMs = nowMs;
    frames = 0;
    for (const key of ageing) rows?.mark(key);
  }

  return {
    show(kind) {
      shown = kind ?? '';
      served = shown === '' ? undefined : (shown as KindName);
      rows = served && createViewSet(build);
      ageing.clear();
      isNew = true;
      if (served) for (const key of mirror.keys(served)) rows?.mark(key);
    },
    mark(kind, key) {
      if (kind === served) rows?.mark(key);
    },
    get isBehind() {
      return rows !== undefined && closeLook() !== undefined && rows.isBehind;
    },
    take(everything, atMs) {
      nowMs = atMs;
      const look = closeLook();
      if (rows && !look) return undefined;
      if (isNew) columns = kinds.get(shown as KindName)?.custom?.columns ?? look?.columnsOf(shown) ?? [];
      if (rows) refreshAges();
      const changes = rows?.take(everything || isNew, ROWS_A_FRAME);
      const whole = isNew || (everything && rows !== undefined);
      isNew = false;
      if (whole) {
        const heads = columns.map(({ name, description, priority, type }) => ({ name, description, priority, type }));
        return { view: { kind: shown, columns: heads }, rows: changes ?? { put: [], gone: [] } };
      }
      return changes && { rows: changes };
    },
  };
}

function rowOf(object: KubeObject, columns: readonly Column[], nowMs: number): RowView {
  const cells = columns.map((column): string | number => {
    const value = column.value(object as never, nowMs);
    if (column.type !== 'date') return value;
    const atMs = parseTime(String(value));
    return Number.isNaN(atMs) ? UNKNOWN_TIME : atMs;
  });
  return { key: keyOf(object), reference: referenceTo(object), cells };
}
