import { describe, expect, it } from 'vitest';
import type { RowView } from '../../../src/worker/protocol.ts';
import { newestEvents } from '../../../src/ui/panels/event-filter.ts';
import { API_ORDER, orderRows, weigh, type RowSort } from '../../../src/ui/panels/row-order.ts';
import { scrollToShow, shiftOfReading, visibleRows } from '../../../src/ui/panels/visible-rows.ts';
import { EVENTS, NOW, POD, POD_TABLE, podRow } from './panels-fixture.ts';

const map = (rows: readonly RowView[]) => new Map(rows.map((row) => [row.key, row]));
const names = (rows: readonly RowView[]) => rows.map((row) => row.reference.name);
const by = (column: string, direction: RowSort['direction'] = 'ascending'): RowSort => ({ column: POD_TABLE.columns.findIndex(({ name }) => name === column), direction });

describe('orderRows', () => {
  const rows = map([
    podRow('b', { restarts: '12 (3m ago)', createdAtMs: NOW - 10_000 }),
    podRow('a', { restarts: '3 (10s ago)', createdAtMs: NOW - 90_000 }),
    podRow('c', { restarts: '0', createdAtMs: NOW - 1_000 }),
  ]);

  it('keeps the order of the API when nothing is sorted', () => {
    expect(names(orderRows(rows, POD_TABLE, API_ORDER, ''))).toEqual(['a', 'b', 'c']);
  });

  it('sorts restarts by how many there were', () => {
    expect(names(orderRows(rows, POD_TABLE, by('Restarts'), ''))).toEqual(['c', 'a', 'b']);
    expect(names(orderRows(rows, POD_TABLE, by('Restarts', 'descending'), ''))).toEqual(['b', 'a', 'c']);
  });

  it('sorts ages with the youngest first', () => {
    expect(names(orderRows(rows, POD_TABLE, by('Age'), ''))).toEqual(['c', 'b', 'a']);
  });

  it('puts node-9 before node-10', () => {
    const nodes = map([podRow('node-10'), podRow('node-9')]);
    expect(names(orderRows(nodes, POD_TABLE, by('Name'), ''))).toEqual(['node-9', 'node-10']);
  });

  it('finds names regardless of case', () => {
    expect(names(orderRows(map([podRow('web-1'), podRow('db-0')]), POD_TABLE, API_ORDER, ' WEB '))).toEqual(['web-1']);
  });

  it('gives the same answer from an earlier one, however rows came, changed and went since', () => {
    const before = orderRows(rows, POD_TABLE, by('Restarts'), '');
    const now = map([podRow('d', { restarts: '7' }), podRow('a', { restarts: '99' }), podRow('c', { restarts: '1' })]);
    expect(orderRows(now, POD_TABLE, by('Restarts'), '', before)).toEqual(orderRows(now, POD_TABLE, by('Restarts'), ''));
    expect(orderRows(rows, POD_TABLE, API_ORDER, '', orderRows(rows, POD_TABLE, API_ORDER, 'a'))).toHaveLength(3);
  });
});

describe('weigh', () => {
  it.each([['5m30s', 330], ['2d1h', 176_400], ['3 (10s ago)', 3], ['80%', 80], ['42', 42], ['-1', -1]])('takes %s for %d', (cell, weight) => {
    expect(weigh(cell)).toBe(weight);
  });

  it('takes addresses and versions for text', () => {
    expect(weigh('10.244.2.7') < weigh('10.244.10.1')).toBe(true);
    expect(typeof weigh('1/2')).toBe('string');
  });
});

describe('newestEvents', () => {
  const reasons = (filter: Partial<Parameters<typeof newestEvents>[1]>) =>
    newestEvents(EVENTS, { text: '', type: 'All', only: null, ...filter }).map((event) => event.reason);

  it('has the newest first', () => {
    expect(reasons({})).toEqual(['Started', 'Scheduled', 'SuccessfulCreate', 'TaintManagerEviction', 'NodeNotReady']);
  });

  it('wants every word somewhere in the event', () => {
    expect(reasons({ text: 'node-3 KUBELET' })).toEqual(['Started']);
  });

  it('tells types and objects apart', () => {
    expect(reasons({ type: 'Warning' })).toEqual(['NodeNotReady']);
    expect(reasons({ only: POD })).toEqual(['Started', 'Scheduled']);
  });
});

describe('visibleRows', () => {
  it('draws the rows in view and a few around them', () => {
    expect(visibleRows(2_900, 290, 29, 10_000)).toEqual({ first: 92, end: 119 });
    expect(visibleRows(0, 290, 29, 3)).toEqual({ first: 0, end: 3 });
  });

  it('stays at the end when rows went while scrolled far down', () => {
    expect(visibleRows(290_000, 290, 29, 20)).toEqual({ first: 1, end: 20 });
  });

  it('draws nothing of nothing', () => {
    expect(visibleRows(0, 290, 29, 0)).toEqual({ first: 0, end: 0 });
  });
});

describe('shiftOfReading', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f'];

  it('counts the rows that came above', () => {
    expect(shiftOfReading(before, ['x', 'y', ...before], { first: 2, end: 5 })).toBe(2);
  });

  it('does not follow a single row to the top', () => {
    expect(shiftOfReading(before, ['d', 'a', 'b', 'c', 'e', 'f'], { first: 3, end: 6 })).toBe(0);
  });

  it('does not move when everything in view is gone', () => {
    expect(shiftOfReading(before, ['a', 'b'], { first: 2, end: 5 })).toBe(0);
  });
});

describe('scrollToShow', () => {
  it('scrolls no further than it takes', () => {
    expect(scrollToShow(3, 0, 290, 29, 29)).toBe(0);
    expect(scrollToShow(9, 0, 290, 29, 29)).toBe(29);
    expect(scrollToShow(1, 290, 290, 29, 29)).toBe(29);
  });
});
