// @vitest-environment happy-dom
import '@testing-library/jest-dom/vitest';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SchedulerWorkshop } from '../../../src/ui/scheduler/scheduler-workshop.tsx';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import type { PlacementView, WhatIfView } from '../../../src/worker/protocol.ts';
import { panelsFixture, PICTURE, type PanelsFixture } from '../panels/panels-fixture.ts';

const first = usePreferences.getState();
beforeEach(() => usePreferences.setState(first));
afterEach(cleanup);

const placement = (name: string, node: string | null, total: number): PlacementView => ({
  namespace: 'default', name, node, message: node === null ? '0/2 nodes are available: 2 Insufficient cpu.' : '',
  totals: node === null ? [] : [{ node, total }, { node: 'node-9', total: total - 7 }], parts: node === null ? [] : [{ plugin: 'NodeResourcesFit', points: total }, { plugin: 'ImageLocality', points: 0 }],
});
const NOW: WhatIfView = { problems: [], placements: [placement('a', 'node-1', 90), placement('b', 'node-2', 80), placement('c', null, 0)] };
const OTHER: WhatIfView = { problems: [], placements: [placement('a', 'node-1', 40), placement('b', 'node-1', 60), placement('c', null, 0)] };
const RUNNING = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration', parallelism: 16 };

function show(answers: readonly WhatIfView[]): PanelsFixture & { readonly container: HTMLElement } {
  const fixture = panelsFixture({ 'what-if': ({ configurations }) => (configurations.length === 2 ? answers : answers.slice(1)), 'scheduler-configuration': () => RUNNING, act: () => ({ problems: [], outcomes: [], sentence: '' }) });
  fixture.frame(PICTURE);
  const { container } = render(<SessionProvider value={fixture.session}><SchedulerWorkshop /></SessionProvider>);
  return { ...fixture, container };
}
const deeds = ({ sent }: PanelsFixture) => sent.flatMap((command) => (command.type === 'act' ? [command.action] : []));
const cells = (table: string, row: RegExp) => within(within(screen.getByRole('table', { name: table })).getByRole('row', { name: row })).getAllByRole('cell').map(({ textContent }) => textContent);

it('places the same pods under the configuration that runs and under another, side by side', async () => {
  const fixture = show([NOW, OTHER]);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Open' }), 'Fill one node after the other');
  await userEvent.click(screen.getByRole('button', { name: 'What if?' }));
  expect(await screen.findByText('1 of 3 pods would go elsewhere.')).toBeInTheDocument();
  expect(cells('Pods on each node', /^node-1/)).toEqual(['1', '2']);
  expect(cells('Pods on each node', /^node-2/)).toEqual(['1', '0']);
  expect(cells('Pods on each node', /^no node/)).toEqual(['1', '1']);
  expect(cells('Each pod, and the points that decided', /^b/)).toEqual(['node-2 80 points, then node-9 73NodeResourcesFit 80', 'node-1 60 points, then node-9 53NodeResourcesFit 60']);
  expect(cells('Each pod, and the points that decided', /^c/)).toEqual(['0/2 nodes are available: 2 Insufficient cpu.', '0/2 nodes are available: 2 Insufficient cpu.']);
  const asked = fixture.sent.find((command) => command.type === 'what-if');
  expect(asked).toMatchObject({ pods: null, configurations: [RUNNING, { kind: 'KubeSchedulerConfiguration', profiles: [{ schedulerName: 'default-scheduler' }] }] });
  expect(deeds(fixture)).toEqual([]);
});

it('asks about the pods of a workload as if they had no node', async () => {
  const fixture = show([NOW, OTHER]);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Place' }), 'the pods of web, anew');
  await userEvent.click(screen.getByRole('button', { name: 'What if?' }));
  await waitFor(() => expect(fixture.sent.find((command) => command.type === 'what-if')).toMatchObject({ pods: [{ namespace: 'default', name: 'web-6d4f-x9k2p' }] }));
});

it('says under its line what is wrong with a configuration, and neither asks nor uses it', async () => {
  const fixture = show([NOW, { problems: [{ path: ['profiles', 0, 'schedulerName'], message: 'profiles[0].schedulerName: Required value' }], placements: [] }]);
  for (const button of ['What if?', 'Use it']) {
    await userEvent.click(screen.getByRole('button', { name: button }));
    expect(await screen.findByText('profiles[0].schedulerName: Required value')).toBeInTheDocument();
  }
  expect(screen.queryByRole('table')).toBeNull();
  expect(deeds(fixture)).toEqual([]);
});

it('uses a configuration, and gives the usual one back', async () => {
  const fixture = show([NOW, OTHER]);
  await userEvent.click(screen.getByRole('button', { name: 'Use it' }));
  await waitFor(() => expect(deeds(fixture)).toMatchObject([{ type: 'configure-scheduler', configuration: { kind: 'KubeSchedulerConfiguration' } }]));
  await userEvent.click(screen.getByRole('button', { name: 'Back to the usual' }));
  expect(deeds(fixture)[1]).toEqual({ type: 'configure-scheduler', configuration: null });
});

it('opens what runs, and has no accessibility violations', async () => {
  const { container } = show([NOW, OTHER]);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Open' }), 'What runs now');
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Scheduler configuration YAML' })).toHaveTextContent('parallelism: 16'));
  await userEvent.click(screen.getByRole('button', { name: 'What if?' }));
  await screen.findByRole('table', { name: 'Pods on each node' });
  expect((await axe.run(container)).violations).toEqual([]);
});
