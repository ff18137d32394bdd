import { useCallback, useMemo, useState } from 'react';
import { referenceKey } from '../../engine/api/reference.ts';
import type { EventView } from '../../worker/protocol.ts';
import { useCluster, useSession } from '../store/session.ts';
import { clockTimeTenths, fullTime } from './clock-time.ts';
import { newestEvents, objectName, type EventFilter } from './event-filter.ts';
import { RowGrid, type GridColumn } from './row-grid.tsx';
import { useCalmMap } from './use-calm-map.ts';
import './events-table.css';

const TYPES = ['All', 'Normal', 'Warning'] as const;

const COLUMNS: readonly GridColumn<EventView>[] = [
  { id: 'time', title: 'Time', width: 'minmax(11ch, 0.7fr)', cell: (event) => <time className="k-mono" title={fullTime(event.atMs)}>{clockTimeTenths(event.atMs)}</time> },
  { id: 'type', title: 'Type', width: 'minmax(11ch, 0.6fr)', cell: (event) => <EventType type={event.type} /> },
  { id: 'reason', title: 'Reason', width: 'minmax(12ch, 1.1fr)', cell: (event) => <>{event.reason}<Count count={event.count} /></> },
  { id: 'object', title: 'Object', width: 'minmax(16ch, 1.2fr)', cell: (event) => <span className="k-row-link" title={referenceKey(event.object)}>{objectName(event.object)}</span> },
  { id: 'from', title: 'From', width: 'minmax(12ch, 1.1fr)', cell: (event) => <span className="k-row-quiet">{event.from}</span> },
  { id: 'message', title: 'Message', width: 'minmax(20ch, 3fr)', cell: (event) => <span title={event.message}>{event.message}</span> },
];

/** What happened, newest first, as it happens. Choosing an event selects its object everywhere. */
export function EventsTable() {
  const session = useSession();
  const selected = useCluster((state) => state.selected);
  const [text, setText] = useState('');
  const [type, setType] = useState<EventFilter['type']>('All');
  const [onlySelected, setOnlySelected] = useState(false);
  const calm = useCalmMap('events');
  const only = onlySelected ? selected : null;
  const rows = useMemo(() => newestEvents(calm.map.values(), { text, type, only }), [calm, text, type, only]);
  const selectedKey = selected && referenceKey(selected);
  const isSelected = useCallback((event: EventView) => selectedKey !== null && referenceKey(event.object) === selectedKey, [selectedKey]);
  const select = useCallback((event: EventView) => session.select(event.object), [session]);
  const filtered = text !== '' || type !== 'All' || only !== null;
  return (
    <div className="k-table-panel">
      <div className="k-table-tools">
        <input className="k-search" type="search" placeholder="Filter events" aria-label="Filter events" value={text} onChange={(event) => setText(event.target.value)} />
        <div className="k-segments" role="group" aria-label="Type of event">
          {TYPES.map((each) => <button key={each} type="button" aria-pressed={each === type} onClick={() => setType(each)}>{each}</button>)}
        </div>
        <label className="k-check" data-disabled={selected === null}>
          <input type="checkbox" checked={onlySelected} disabled={selected === null} onChange={() => setOnlySelected(!onlySelected)} /> Only {selected ? objectName(selected) : 'the selected object'}
        </label>
        <span className="k-table-count">{rows.length.toLocaleString('en')} {rows.length === 1 ? 'event' : 'events'}</span>
      </div>
      <RowGrid
        label="Events" columns={COLUMNS} rows={rows} keyOf={eventKey} isSelected={isSelected} onSelect={select} card={eventCard}
        empty={filtered ? 'No event matches the filter.' : 'Nothing has happened yet. Events appear here as components report them.'}
      />
    </div>
  );
}

function eventKey(event: EventView): string {
  return event.key;
}

function EventType({ type }: Pick<EventView, 'type'>) {
  return <span className="k-event-type" data-type={type}><span className="k-dot" aria-hidden="true" />{type}</span>;
}

function Count({ count }: Pick<EventView, 'count'>) {
  return count > 1 ? <span className="k-row-quiet" title={`happened ${count} times`}> ×{count}</span> : null;
}

function eventCard(event: EventView) {
  return (
    <>
      <div className="k-card-line">
        <EventType type={event.type} /> <strong>{event.reason}</strong><Count count={event.count} />
        <time className="k-mono k-row-quiet">{clockTimeTenths(event.atMs)}</time>
      </div>
      <div className="k-card-line"><span className="k-row-link">{objectName(event.object)}</span> <span className="k-card-rest">{event.message}</span></div>
    </>
  );
}
