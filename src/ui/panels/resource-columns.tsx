import type { ReactNode } from 'react';
import { objectKey, referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { RowView, TableView } from '../../worker/protocol.ts';
import { useCluster } from '../store/session.ts';
import { humanDuration } from './human-duration.ts';
import type { GridColumn } from './row-grid.tsx';
import { API_ORDER, isAgeColumn, type RowSort } from './row-order.ts';

const WIDEST_CHARACTERS = 48;
/** Widths grow in steps, so that a column does not twitch with every row that comes or goes. */
const STEP_CHARACTERS = 4;
const AGE_CHARACTERS = 8;

type Column = TableView['columns'][number];

/** How wide each column has to be for `rows`, in characters; the last entry is for the namespaces, 0 when there are none. */
export function columnWidths(table: TableView, rows: readonly RowView[]): number[] {
  const longest = [...table.columns.map((column) => column.name.length), 0];
  for (const row of rows) {
    row.cells.forEach((cell, index) => {
      const length = typeof cell === 'string' ? cell.length : AGE_CHARACTERS;
      if (length > (longest[index] ?? 0)) longest[index] = length;
    });
    const last = table.columns.length;
    if (row.reference.namespace.length > (longest[last] ?? 0)) longest[last] = row.reference.namespace.length;
  }
  return longest.map((length) => Math.min(WIDEST_CHARACTERS, Math.ceil(length / STEP_CHARACTERS) * STEP_CHARACTERS));
}

interface ColumnOptions {
  /** also columns of priority 1 and up, as `-o wide` prints. */
  readonly wide: boolean;
  readonly widths: readonly number[];
  readonly sort: RowSort;
  readonly onSort: (sort: RowSort) => void;
}

/** The grid's columns for `table`: kubectl's own, after the namespace when the kind has one. */
export function resourceColumns(table: TableView, { wide, widths, sort, onSort }: ColumnOptions): GridColumn<RowView>[] {
  const columns = table.columns.flatMap((column, index): GridColumn<RowView>[] => {
    if (column.priority > 0 && !wide) return [];
    const sorted = sort.column === index ? sort.direction : null;
    return [{
      id: column.name, title: column.name, description: column.description, width: track(column, widths[index] ?? 0),
      sorted, onSort: () => onSort(nextSort(index, sort)), cell: (row) => <Cell row={row} column={column} index={index} />,
    }];
  });
  const namespaceWidth = widths[table.columns.length] ?? 0;
  if (namespaceWidth === 0 || table.columns.some((column) => column.name === 'Namespace')) return columns;
  const namespace: GridColumn<RowView> = {
    id: 'namespace', title: 'Namespace', width: `minmax(${Math.max(namespaceWidth, 'Namespace'.length + 1)}ch, 0.6fr)`,
    cell: (row) => <span className="k-row-quiet">{row.reference.namespace}</span>,
  };
  return [namespace, ...columns];
}

/** A head clicked once sorts upwards, twice downwards, three times not at all. */
function nextSort(column: number, sort: RowSort): RowSort {
  if (sort.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : API_ORDER;
}

function track(column: Column, characters: number): string {
  if (isAgeColumn(column)) return `minmax(${AGE_CHARACTERS}ch, 0.4fr)`;
  const least = Math.max(characters, column.name.length + 3);
  return `minmax(${least}ch, ${column.name === 'Name' ? 1.4 : Math.max(0.4, least / 24)}fr)`;
}

function Cell({ row, column, index }: { readonly row: RowView; readonly column: Column; readonly index: number }) {
  const cell = row.cells[index] ?? '';
  if (typeof cell === 'number' && isAgeColumn(column)) return <Age sinceMs={cell} />;
  if (column.name === 'Name') return <NameCell reference={row.reference} name={String(cell)} />;
  if (column.name === 'Status') return <span className="k-state" data-health={healthOf(String(cell))}><span className="k-dot" aria-hidden="true" />{cell}</span>;
  return <span title={String(cell)}>{cell}</span>;
}

/** Drawn anew only when what it says changes, not with every tick of the clock. */
function Age({ sinceMs }: { readonly sinceMs: number }) {
  const age = useCluster((state) => humanDuration(state.clock.atMs - sinceMs));
  return <span className="k-mono">{age}</span>;
}

function NameCell({ reference, name }: { readonly reference: ObjectReference; readonly name: string }) {
  const hue = useCluster((state) => {
    const pod = reference.kind === 'Pod' ? state.pods.get(objectKey(reference.namespace, reference.name)) : undefined;
    return state.workloads.get(pod?.workload ?? referenceKey(reference))?.hue;
  });
  return <span className="k-row-link" title={name}>{hue !== undefined && <span className="k-hue" style={{ background: `var(--hue-${hue})` }} />}{name}</span>;
}

type Health = 'good' | 'waiting' | 'leaving' | 'bad' | 'neutral';

const HEALTH: Readonly<Record<string, Health>> = {
  Running: 'good', Ready: 'good', Active: 'good', Pending: 'waiting', ContainerCreating: 'waiting', PodInitializing: 'waiting',
  'Ready,SchedulingDisabled': 'waiting', Terminating: 'leaving', Completed: 'neutral', Unknown: 'leaving',
};

/** The colour of a status; what is none of the known good or passing ones is trouble. */
function healthOf(status: string): Health {
  return HEALTH[status] ?? (status.startsWith('Init:') ? 'waiting' : 'bad');
}

/** A row on a narrow screen: the name, then what else the table tells. */
export function resourceCard(table: TableView): (row: RowView) => ReactNode {
  return (row) => (
    <>
      <div className="k-card-line">
        <NameCell reference={row.reference} name={row.reference.name} /> <span className="k-row-quiet">{row.reference.namespace}</span>
      </div>
      <div className="k-card-line">
        {table.columns.map((column, index) => column.priority === 0 && column.name !== 'Name' && (
          <span key={column.name}><span className="k-row-quiet">{column.name}</span> <Cell row={row} column={column} index={index} /></span>
        ))}
      </div>
    </>
  );
}
