// @vitest-environment happy-dom
import '@testing-library/jest-dom/vitest';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BottomPanel } from '../../../src/ui/panels/bottom-panel.tsx';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import { clockAt, event, NOW, panelsFixture, PICTURE, POD, POD_TABLE, podRow, type PanelsFixture } from './panels-fixture.ts';

const first = usePreferences.getState();
beforeEach(() => usePreferences.setState(first));
afterEach(cleanup);

function show(fixture: PanelsFixture) {
  return render(<SessionProvider value={fixture.session}><BottomPanel /></SessionProvider>);
}

const bodyRows = () => screen.getAllByRole('row').filter((row) => row.getAttribute('aria-rowindex') !== '1');
const firstCells = (column: number) => bodyRows().map((row) => within(row).getAllByRole('gridcell')[column]?.textContent);

describe('Events', () => {
  it('lists what happened, newest first, with how often', () => {
    const fixture = panelsFixture();
    fixture.frame(PICTURE);
    show(fixture);
    expect(firstCells(0)).toEqual(['10:02:58.1', '10:02:57.9', '10:02:57.8', '10:02:57.7', '09:57:57.6']);
    expect(firstCells(2).at(-1)).toBe('NodeNotReady ×3');
    expect(screen.getByRole('grid', { name: 'Events' })).toHaveAttribute('aria-rowcount', '6');
  });

  it('shows an event as it happens', async () => {
    const fixture = panelsFixture();
    fixture.frame(PICTURE);
    show(fixture);
    act(() => fixture.frame({ events: { put: [event('new', NOW + 50, 'Unhealthy', POD, 'kubelet, node-3', 'Readiness probe failed', { type: 'Warning' })], gone: [] } }));
    expect(await screen.findByText('Unhealthy')).toBeInTheDocument();
    expect(firstCells(2)[0]).toBe('Unhealthy');
  });

  it('filters by words, by type and by the selected object', async () => {
    const user = userEvent.setup();
    const fixture = panelsFixture();
    fixture.frame(PICTURE);
    show(fixture);
    expect(screen.getByRole('checkbox')).toBeDisabled();
    await user.type(screen.getByRole('searchbox', { name: 'Filter events' }), 'replicaset');
    expect(firstCells(2)).toEqual(['SuccessfulCreate']);
    await user.clear(screen.getByRole('searchbox'));
    await user.click(screen.getByRole('button', { name: 'Warning' }));
    expect(firstCells(2)).toEqual(['NodeNotReady ×3']);
    await user.click(screen.getByRole('button', { name: 'All' }));
    act(() => fixture.session.select(POD));
    await user.click(screen.getByRole('checkbox', { name: 'Only pod/web-6d4f-x9k2p' }));
    expect(firstCells(2)).toEqual(['Started', 'Scheduled']);
  });

  it('says that nothing matches', async () => {
    const fixture = panelsFixture();
    fixture.frame(PICTURE);
    show(fixture);
    await userEvent.type(screen.getByRole('searchbox'), 'no such thing');
    expect(screen.getByText('No event matches the filter.')).toBeInTheDocument();
  });

  it('selects the object of an event everywhere and marks all its events', async () => {
    const fixture = panelsFixture();
    fixture.frame(PICTURE);
    show(fixture);
    await userEvent.click(screen.getByText('Started'));
    expect(fixture.session.store.getState().selected).toEqual(POD);
    expect(fixture.sent).toContainEqual({ type: 'select', reference: POD });
    expect(bodyRows().map((row) => row.getAttribute('aria-selected'))).toEqual(['true', 'true', 'false', 'false', 'false']);
  });

  it('draws only the rows in view of many', () => {
    const fixture = panelsFixture();
    fixture.frame({ events: { put: Array.from({ length: 4_000 }, (_, index) => event(`e${index}`, NOW + index, 'Pulled', POD, 'kubelet', `number ${index}`)), gone: [] } });
    show(fixture);
    expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '4001');
    expect(bodyRows().length).toBeLessThan(60);
    expect(bodyRows()[0]).toHaveTextContent('number 3999');
  });

  it('stands still for a reader who has scrolled down when something happens', async () => {
    const fixture = panelsFixture();
    fixture.frame({ events: { put: Array.from({ length: 200 }, (_, index) => event(`e${index}`, NOW + index, 'Pulled', POD, 'kubelet', `number ${index}`)), gone: [] } });
    show(fixture);
    const grid = screen.getByRole('grid');
    grid.scrollTop = 1_450;
    fireEvent.scroll(grid);
    act(() => fixture.frame({ events: { put: [event('new', NOW + 900, 'Started', POD, 'kubelet', 'new')], gone: [] } }));
    await waitFor(() => expect(grid).toHaveAttribute('aria-rowcount', '202'));
    expect(grid.scrollTop).toBe(1_450 + 29);
  });
});

describe('Resources', () => {
  function withPods(names: readonly string[]): PanelsFixture {
    const fixture = panelsFixture({
      'show-table': ({ kind }) => {
        if (kind === 'Pod') fixture.frame({ table: { view: POD_TABLE, rows: { put: names.map((name, index) => podRow(name, { createdAtMs: NOW - (index + 1) * 60_000 })), gone: [] } } });
        if (kind === 'Node') fixture.frame({ table: { view: { ...POD_TABLE, kind: 'Node' }, rows: { put: [], gone: [] } } });
        return null;
      },
    });
    usePreferences.getState().set({ bottomTab: 'resources' });
    return fixture;
  }

  it('prints a kind as kubectl does, in the order of the API, with ages that grow', async () => {
    const fixture = withPods(['b', 'a']);
    show(fixture);
    await screen.findByText('a');
    expect(firstCells(1)).toEqual(['a', 'b']);
    expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual(['Namespace', 'Name', 'Ready', 'Status', 'Restarts', 'Age']);
    expect(firstCells(5)).toEqual(['2m', '60s']);
    act(() => fixture.frame({ clock: clockAt(NOW + 61_000) }));
    expect(firstCells(5)).toEqual(['3m1s', '2m1s']);
  });

  it('shows further columns when wide', async () => {
    show(withPods(['a']));
    await screen.findByText('a');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Wide' }));
    expect(screen.getByRole('columnheader', { name: 'IP' })).toBeInTheDocument();
  });

  it('sorts by a column and back, and says so', async () => {
    show(withPods(['b', 'a', 'c']));
    await screen.findByText('a');
    const age = screen.getByRole('button', { name: 'Age' });
    await userEvent.click(age);
    expect(firstCells(1)).toEqual(['b', 'a', 'c']);
    expect(screen.getByRole('columnheader', { name: 'Age' })).toHaveAttribute('aria-sort', 'ascending');
    await userEvent.click(age);
    expect(firstCells(1)).toEqual(['c', 'a', 'b']);
    await userEvent.click(age);
    expect(firstCells(1)).toEqual(['a', 'b', 'c']);
  });

  it('moves with the arrow keys and selects with Enter', async () => {
    const fixture = withPods(['a', 'b', 'c']);
    show(fixture);
    await screen.findByText('a');
    const grid = screen.getByRole('grid', { name: 'Pods' });
    act(() => grid.focus());
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
    expect(fixture.session.store.getState().selected?.name).toBe('b');
    expect(document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')).toHaveTextContent('b');
  });

  it('follows rows that come and go', async () => {
    const fixture = withPods(['a', 'b']);
    show(fixture);
    await screen.findByText('a');
    act(() => fixture.frame({ table: { rows: { put: [podRow('aa')], gone: ['default/b'] } } }));
    await screen.findByText('aa');
    expect(firstCells(1)).toEqual(['a', 'aa']);
  });

  it('asks for another kind, remembers it, and stops asking when it is left', async () => {
    const fixture = withPods(['a']);
    const view = show(fixture);
    await screen.findByText('a');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'Nodes');
    expect(await screen.findByText('There are no Nodes in this cluster.')).toBeInTheDocument();
    expect(usePreferences.getState().tableKind).toBe('Node');
    view.unmount();
    expect(fixture.sent.at(-1)).toEqual({ type: 'show-table', kind: null });
  });

  it('asks again when another cluster is opened', async () => {
    const fixture = withPods(['a']);
    show(fixture);
    await screen.findByText('a');
    const asked = () => fixture.sent.filter((command) => command.type === 'show-table' && command.kind === 'Pod').length;
    const before = asked();
    act(() => fixture.frame({ reset: true }));
    expect(asked()).toBe(before + 1);
    expect(await screen.findByText('a')).toBeInTheDocument();
  });

  it('holds 10,000 rows and draws those in view', async () => {
    show(withPods(Array.from({ length: 10_000 }, (_, index) => `web-${index}`)));
    await screen.findByText('web-0');
    expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '10001');
    expect(bodyRows().length).toBeLessThan(60);
  });
});

describe('the session timeline', () => {
  it('is a figure that lists the deeds', () => {
    const fixture = panelsFixture();
    fixture.frame(PICTURE);
    show(fixture);
    const figure = screen.getByRole('figure', { name: 'Session timeline' });
    expect(within(figure).getByRole('listitem')).toHaveTextContent('09:57:02.2 You powered off node-2');
  });
});

it('has no accessibility violation', async () => {
  const fixture = panelsFixture();
  fixture.frame(PICTURE);
  const { container } = show(fixture);
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => [id, nodes.map((each) => each.html)])).toEqual([]);
});
