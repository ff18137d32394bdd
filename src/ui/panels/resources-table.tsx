import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { referenceKey } from '../../engine/api/reference.ts';
import type { RowView, TableView } from '../../worker/protocol.ts';
import { usePreferences } from '../store/preferences.ts';
import { useCluster, useSession } from '../store/session.ts';
import { columnWidths, resourceCard, resourceColumns } from './resource-columns.tsx';
import { RowGrid } from './row-grid.tsx';
import { API_ORDER, orderRows, type RowSort } from './row-order.ts';
import { TABLE_KIND_GROUPS, TABLE_KINDS } from './table-kinds.ts';
import { useCalmMap } from './use-calm-map.ts';

/** A table before the worker has sent it. */
const NO_TABLE: TableView = { kind: '', columns: [] };

/** Every object of a kind, as `kubectl get` prints them, live. Choosing a row selects the object everywhere. */
export function ResourcesTable() {
  const session = useSession();
  const kind = usePreferences((preferences) => preferences.tableKind);
  const setPreferences = usePreferences((preferences) => preferences.set);
  const [filter, setFilter] = useState('');
  const [wide, setWide] = useState(false);
  const [sortOf, setSortOf] = useState({ kind, sort: API_ORDER });
  const sort = sortOf.kind === kind ? sortOf.sort : API_ORDER;
  const table = useShownTable(kind);
  const rows = useOrderedRows(table, sort, filter);
  const widths = table ? columnWidths(table, rows).join() : '';
  const columns = useMemo(() => {
    const onSort = (next: RowSort) => setSortOf({ kind, sort: next });
    return resourceColumns(table ?? NO_TABLE, { wide, widths: widths.split(',').map(Number), sort, onSort });
  }, [table, widths, wide, sort, kind]);
  const card = useMemo(() => resourceCard(table ?? NO_TABLE), [table]);
  const selectedKey = useCluster((state) => state.selected && referenceKey(state.selected));
  const isSelected = useCallback((row: RowView) => selectedKey !== null && referenceKey(row.reference) === selectedKey, [selectedKey]);
  const select = useCallback((row: RowView) => session.select(row.reference), [session]);
  const customKinds = useCluster((state) => state.customKinds);
  const plural = TABLE_KINDS.find((each) => each.kind === kind)?.plural ?? customKinds.find((each) => each.kind === kind)?.resource ?? kind;
  return (
    <div className="k-table-panel">
      <div className="k-table-tools">
        <label className="k-pick"><span className="k-unseen">Kind</span>
          <select value={kind} onChange={(event) => setPreferences({ tableKind: event.target.value })}>
            {TABLE_KIND_GROUPS.map(({ title, kinds }) => (
              <optgroup key={title} label={title}>{kinds.map((each) => <option key={each.kind} value={each.kind}>{each.plural}</option>)}</optgroup>
            ))}
            {customKinds.length > 0 && (
              <optgroup label="Custom">{customKinds.map((each) => <option key={each.kind} value={each.kind}>{each.resource}</option>)}</optgroup>
            )}
          </select>
        </label>
        <input className="k-search" type="search" placeholder="Filter by name" aria-label="Filter by name" value={filter} onChange={(event) => setFilter(event.target.value)} />
        <label className="k-check"><input type="checkbox" checked={wide} onChange={() => setWide(!wide)} /> Wide</label>
        {table && <RowCount shown={rows.length} />}
      </div>
      {table && (
        <RowGrid
          key={kind} label={plural} columns={columns} rows={rows} keyOf={rowKey} isSelected={isSelected} onSelect={select} card={card}
          empty={filter === '' ? `There are no ${plural} in this cluster.` : `None of the ${plural} has “${filter}” in its name.`}
        />
      )}
    </div>
  );
}

/** Has the worker send the table of `kind` while this is shown; `null` until it has come. */
function useShownTable(kind: string): TableView | null {
  const { host, store } = useSession();
  const table = useCluster((state) => state.table);
  useEffect(() => {
    // A refusal shows as a table that does not come; there is nothing else a person could do about it here.
    const ask = (shown: string | null) => void host.send({ type: 'show-table', kind: shown }).catch(() => undefined);
    ask(kind);
    // Opening another cluster forgets the table; it has to be asked for again.
    const stop = store.subscribe((state, before) => {
      if (state.table === null && before.table !== null) ask(kind);
    });
    return () => {
      stop();
      ask(null);
    };
  }, [host, store, kind]);
  return table?.kind === kind ? table : null;
}

function useOrderedRows(table: TableView | null, sort: RowSort, filter: string): readonly RowView[] {
  const calm = useCalmMap('rows');
  const previous = useRef<readonly RowView[]>([]);
  const rows = useMemo(() => (table ? orderRows(calm.map, table, sort, filter, previous.current) : []), [calm, table, sort, filter]);
  useEffect(() => {
    previous.current = rows;
  }, [rows]);
  return rows;
}

function RowCount({ shown }: { readonly shown: number }) {
  const { store } = useSession();
  const total = store.getState().rows.size;
  return <span className="k-table-count">{shown === total ? total.toLocaleString('en') : `${shown.toLocaleString('en')} of ${total.toLocaleString('en')}`}</span>;
}

function rowKey(row: RowView): string {
  return row.key;
}
