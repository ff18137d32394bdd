// @vitest-environment happy-dom
import '@testing-library/jest-dom/vitest';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect, it, vi } from 'vitest';
import { DecisionNodes } from '../../../src/ui/panels/decision-nodes.tsx';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import type { DecisionView, NodeVerdictView } from '../../../src/worker/protocol.ts';
import { node, panelsFixture, SCHEDULED } from './panels-fixture.ts';

afterEach(cleanup);

/** Every fifth is refused; the rest have points by their number. */
const VERDICTS: readonly NodeVerdictView[] = Array.from({ length: 500 }, (_, index) => {
  const name = `node-${index + 1}`;
  if (index % 5 === 0) return { node: name, refusedBy: { plugin: 'NodeResourcesFit', reasons: ['Insufficient cpu'] }, scores: null, total: null };
  return { node: name, refusedBy: null, scores: [{ raw: index, normalized: index, weighted: index }, { raw: 500 - index, normalized: 500 - index, weighted: 500 - index }], total: 500 + (index === 42 ? 1 : 0) };
});
const BIG: DecisionView = { ...SCHEDULED, node: 'node-43', scorePlugins: [{ name: 'NodeResourcesFit', weight: 1 }, { name: 'ImageLocality', weight: 1 }], nodes: VERDICTS };

function show(decision: DecisionView) {
  const fixture = panelsFixture();
  const onClose = vi.fn();
  render(<SessionProvider value={fixture.session}><DecisionNodes title="Why here?" decision={decision} workload="web" onClose={onClose} /></SessionProvider>);
  return { ...fixture, onClose };
}
const names = () => within(screen.getByRole('grid', { name: 'Nodes' })).getAllByRole('row').slice(1).map((row) => within(row).getAllByRole('gridcell')[0]?.textContent);

it('lists every node, the best first, without having all of them in the document', () => {
  show(BIG);
  expect(screen.getByRole('grid', { name: 'Nodes' })).toHaveAttribute('aria-rowcount', '501');
  expect(names().length).toBeLessThan(60);
  expect(names().slice(0, 2)).toEqual(['node-43 chosen', 'node-2']);
  expect(screen.getByText(/^node-43 won with 501 points, 1 more than/)).toBeInTheDocument();
});

it('is sorted by name and by the points of any plugin', async () => {
  show(BIG);
  await userEvent.click(screen.getByRole('button', { name: /^Fit/ }));
  expect(names()[0]).toBe('node-500');
  await userEvent.click(screen.getByRole('button', { name: /^Fit/ }));
  expect(names()[0]).toBe('node-2');
  await userEvent.click(within(screen.getByRole('columnheader', { name: /^Node/ })).getByRole('button'));
  expect(names().slice(0, 3)).toEqual(['node-1', 'node-2', 'node-3']);
});

it('is searched by node and by reason, and narrowed to those refused', async () => {
  show(BIG);
  await userEvent.type(screen.getByRole('searchbox', { name: 'Search nodes' }), 'insufficient');
  expect(screen.getByRole('status')).toHaveTextContent('100 nodes');
  await userEvent.clear(screen.getByRole('searchbox'));
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'the 400 that could take it');
  expect(screen.getByRole('status')).toHaveTextContent('400 nodes');
  await userEvent.type(screen.getByRole('searchbox'), 'no such');
  expect(screen.getByText('No node is called so, or was refused for that.')).toBeInTheDocument();
});

it('tells all that was said of the node that is picked: filters, raw, normalized and weighted scores', async () => {
  const { session } = show(SCHEDULED);
  const said = () => screen.getByRole('region', { name: /^What was said of/ });
  expect(within(said()).getByRole('row', { name: /^PodTopologySpread/ })).toHaveTextContent('PodTopologySpread0100× 2200');
  await userEvent.click(screen.getByRole('gridcell', { name: 'node-2' }));
  expect(within(said()).getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    '✓NodeUnschedulable passed', '×TaintToleration refusednode(s) had untolerated taint(s)', '–NodeResourcesFit not asked',
  ]);
  expect(said()).toHaveTextContent('NodeName and NodePorts had nothing to check, so every node passed them. InterPodAffinity had no reason to prefer any node.');
  await userEvent.click(within(said()).getByRole('button', { name: 'node-2' }));
  expect(session.store.getState().selected).toEqual(node('node-2'));
});

it('closes by Escape, and has no accessibility violations', async () => {
  const { onClose } = show(BIG);
  expect((await axe.run(screen.getByRole('dialog'))).violations).toEqual([]);
  await userEvent.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalled();
});
