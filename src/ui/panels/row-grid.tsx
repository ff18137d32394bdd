import { memo, useCallback, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useRowWindow } from './use-row-window.ts';
import './row-grid.css';

export type SortDirection = 'ascending' | 'descending';

export interface GridColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** what the column means, for hovering over its head. */
  readonly description?: string;
  /** CSS grid track; must not depend on the content, because every row is a grid of its own. */
  readonly width: string;
  readonly sorted?: SortDirection | null;
  readonly onSort?: () => void;
  cell(row: Row): ReactNode;
}

interface RowGridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly isSelected: (row: Row) => boolean;
  readonly onSelect: (row: Row) => void;
  /** how a row looks where columns do not fit: a card of two lines. */
  readonly card: (row: Row) => ReactNode;
  /** what to say when there are no rows. */
  readonly empty: ReactNode;
}

/**
 * A table of any length: only the rows in view are in the document, with their true place told by `aria-rowindex`. Arrow
 * keys, Page Up and Down, Home and End move the cursor, Enter or a click selects. What is being read stays where it is when
 * rows come and go above it. Where it is narrow, rows become cards.
 */
export function RowGrid<Row>({ label, columns, rows, keyOf, isSelected, onSelect, card, empty }: RowGridProps<Row>) {
  const id = useId();
  const keys = useMemo(() => rows.map(keyOf), [rows, keyOf]);
  const view = useRowWindow(keys);
  const shown = rows.slice(view.range.first, view.range.end);
  const [cursorKey, setCursorKey] = useState<string | null>(null);
  const selectRow = useCallback((row: Row) => {
    setCursorKey(keyOf(row));
    onSelect(row);
  }, [keyOf, onSelect]);
  const cursor = useRef(-1);
  cursor.current = cursorKey === null ? -1 : keys.indexOf(cursorKey);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const current = cursor.current;
    const row = rows[current];
    if (event.key === 'Enter' && row !== undefined) onSelect(row);
    else {
      const next = nextCursor(event.key, current, rows.length, view.rowsAPage);
      const key = next === null ? undefined : keys[next];
      if (next === null || key === undefined) return;
      setCursorKey(key);
      view.show(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onFocus = () => {
    if (cursor.current >= 0) return;
    const selected = shown.find(isSelected) ?? rows[view.topRow];
    if (selected !== undefined) setCursorKey(keyOf(selected));
  };

  const template = columns.map((column) => column.width).join(' ');
  return (
    <div
      ref={view.scroller} className="k-grid" role="grid" aria-label={label} tabIndex={0} data-narrow={view.narrow}
      aria-rowcount={rows.length + 1} aria-colcount={view.narrow ? 1 : columns.length} onKeyDown={onKeyDown} onFocus={onFocus}
      aria-activedescendant={cursor.current >= view.range.first && cursor.current < view.range.end ? `${id}-${cursorKey}` : undefined}
    >
      <div className="k-grid-sheet">
        <div ref={view.head} className="k-grid-head" role="rowgroup">
          <div className="k-grid-row" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
            {view.narrow ? <div role="columnheader" className="k-unseen">{label}</div> : columns.map((column) => <Head key={column.id} column={column} />)}
          </div>
        </div>
        <div ref={view.probe} className="k-grid-probe" aria-hidden="true" />
        <div className="k-grid-body" role="rowgroup" style={{ height: rows.length * view.rowHeight }}>
          {shown.map((row, place) => {
            const key = keyOf(row);
            // Elements are used again for the rows that follow: where dozens come at once, making them anew costs most.
            return (
              <BodyRow
                key={(view.range.first + place) % shown.length} id={`${id}-${key}`} row={row} index={view.range.first + place} top={(view.range.first + place) * view.rowHeight}
                columns={columns} template={template} narrow={view.narrow} card={card}
                selected={isSelected(row)} atCursor={key === cursorKey} onSelect={selectRow}
              />
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <div className="k-grid-empty" role="row"><div role="gridcell">{empty}</div></div>}
    </div>
  );
}

/** Where the cursor goes on `key`; `null` when the key is not one that moves it. */
function nextCursor(key: string, current: number, rowCount: number, rowsAPage: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: current + 1, ArrowUp: current - 1, PageDown: current + rowsAPage, PageUp: current - rowsAPage, Home: 0, End: rowCount - 1,
  };
  const next = moves[key];
  return next === undefined ? null : Math.max(0, Math.min(rowCount - 1, next));
}

function Head<Row>({ column }: { readonly column: GridColumn<Row> }) {
  if (!column.onSort) return <div role="columnheader" title={column.description}>{column.title}</div>;
  const mark = column.sorted === 'ascending' ? '↑' : column.sorted === 'descending' ? '↓' : '';
  return (
    <div role="columnheader" aria-sort={column.sorted ?? 'none'}>
      <button type="button" className="k-grid-sort" title={column.description} onClick={column.onSort}>
        {column.title}<span aria-hidden="true">{mark}</span>
      </button>
    </div>
  );
}

interface BodyRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly GridColumn<Row>[];
  readonly template: string;
  readonly narrow: boolean;
  readonly card: (row: Row) => ReactNode;
  readonly selected: boolean;
  readonly atCursor: boolean;
  readonly onSelect: (row: Row) => void;
}

function PlainBodyRow<Row>({ id, row, index, top, columns, template, narrow, card, selected, atCursor, onSelect }: BodyRowProps<Row>) {
  return (
    <div
      id={id} role="row" aria-rowindex={index + 2} aria-selected={selected} data-cursor={atCursor} className="k-grid-row"
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: narrow ? undefined : template }} onClick={() => onSelect(row)}
    >
      {narrow
        ? <div role="gridcell" className="k-grid-card">{card(row)}</div>
        : columns.map((column) => <div key={column.id} role="gridcell">{column.cell(row)}</div>)}
    </div>
  );
}

// Live tables change a few rows at a time; the rest need not be drawn again. The cast keeps the type parameter.
const BodyRow = memo(PlainBodyRow) as typeof PlainBodyRow;
