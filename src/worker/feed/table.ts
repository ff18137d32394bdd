import { kindDefinitions } from '../../engine/api/kinds/registry.ts';
import type { Column, KindDefinition } from '../../engine/api/kind-definition.ts';
import type { KindName, KubeObject } from '../../engine/api/object.ts';
import { parseTime } from '../../engine/time-format.ts';
import type { Frame, RowView } from '../protocol.ts';
import { keyOf, referenceTo, type ClusterMirror } from './cluster-mirror.ts';
import { createViewSet, type ViewSet } from './view-set.ts';

/** The table of one kind that the page shows, in all namespaces. */
export interface TableFeed {
  show(kind: string | null): void;
  mark(kind: KindName, key: string): void;
  take(everything: boolean, nowMs: number): Frame['table'];
}

/** Cells that contain a duration, such as restarts "3 (2m ago)", are written anew this often, in simulated time … */
const REFRESH_MS = 10_000;
/** … and not more often than in so many frames. */
const REFRESH_FRAMES = 30;
const DURATION = / ago\)$/;
const UNKNOWN_TIME = '<unknown>';

export function createTableFeed(mirror: ClusterMirror): TableFeed {
  let shown = '';
  let definition: KindDefinition | undefined;
  let rows: ViewSet<RowView> | undefined;
  let isNew = false;
  let nowMs = 0;
  let refreshedMs = 0;
  let frames = 0;
  const ageing = new Set<string>();

  function build(key: string): RowView | null {
    const object = definition && mirror.get(definition.kind, key);
    ageing.delete(key);
    if (!definition || !object) return null;
    const row = rowOf(object, definition.columns, nowMs);
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
      definition = kindDefinitions.get(shown as KindName);
      rows = definition && createViewSet(build);
      ageing.clear();
      isNew = true;
      if (definition) for (const key of mirror.keys(definition.kind)) rows?.mark(key);
    },
    mark(kind, key) {
      if (kind === definition?.kind) rows?.mark(key);
    },
    take(everything, atMs) {
      nowMs = atMs;
      if (rows) refreshAges();
      const changes = rows?.take(everything || isNew);
      const whole = isNew || (everything && rows !== undefined);
      isNew = false;
      if (whole) {
        const columns = (definition?.columns ?? []).map(({ name, description, priority, type }) => ({ name, description, priority, type }));
        return { view: { kind: shown, columns }, rows: changes ?? { put: [], gone: [] } };
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
