// @vitest-environment happy-dom
import '@testing-library/jest-dom/vitest';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWorkshop } from '../../../src/ui/scheduler/open-workshop.ts';
import { SchedulerWorkshop } from '../../../src/ui/scheduler/scheduler-workshop.tsx';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import { useView } from '../../../src/ui/store/view.ts';
import type { PlacementView, WhatIfView } from '../../../src/worker/protocol.ts';
import { panelsFixture, PICTURE, podView, type PanelsFixture } from '../panels/panels-fixture.ts';

const first = usePreferences.getState();
const firstView = useView.getState();
beforeEach(() => {
  usePreferences.setState(first);
  useView.setState(firstView);
});
afterEach(cleanup);

const FITS = 'NodeResourcesFit';
const SPREADS = 'PodTopologySpread';
/** A pod that went to the best of the nodes, with the points of each plugin. */
const placement = (name: string, plugins: readonly string[], ...nodes: readonly (readonly [node: string, ...points: number[]])[]): PlacementView => ({
  namespace: 'default', name, node: nodes[0]?.[0] ?? null, message: nodes.length === 0 ? '0/3 nodes are available: 3 Insufficient cpu.' : '', feasible: nodes.length, victims: [],
  scorePlugins: plugins.map((plugin) => ({ name: plugin, weight: plugin === SPREADS ? 2 : 1 })),
  nodes: nodes.map(([node, ...points]) => ({ node, points, total: points.reduce((sum, one) => sum + one, 0) })),
});
const NOW: WhatIfView = { problems: [], placements: [placement('a', [FITS, SPREADS], ['node-1', 40, 200], ['node-3', 60, 100]), placement('b', [FITS, SPREADS], ['node-3', 50, 200], ['node-1', 50, 100]), placement('c', [])] };
const OTHER: WhatIfView = { problems: [], placements: [placement('a', [FITS], ['node-3', 60], ['node-1', 40]), placement('b', [FITS], ['node-3', 55], ['node-1', 50]), placement('c', [])] };
const RUNNING = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration', parallelism: 16 };

function show(answers: readonly WhatIfView[]): PanelsFixture & { readonly container: HTMLElement } {
  const fixture = panelsFixture({ 'what-if': ({ configurations }) => (configurations.length === 2 ? answers : answers.slice(1)), 'scheduler-configuration': () => RUNNING, act: () => ({ problems: [], outcomes: [], sentence: '' }) });
  fixture.frame(PICTURE);
  fixture.frame({ pods: { put: ['a', 'b', 'c'].map((name) => podView({ name, key: `default/${name}`, node: name === 'c' ? null : 'node-1', shape: name === 'c' ? 'waiting' : 'ready', workload: `Pod/default/${name}`, cpuMillis: 400 })), gone: [] } });
  const { container } = render(<SessionProvider value={fixture.session}><SchedulerWorkshop /></SessionProvider>);
  return { ...fixture, container };
}
const deeds = ({ sent }: PanelsFixture) => sent.flatMap((command) => (command.type === 'act' ? [command.action] : []));
const asked = ({ sent }: PanelsFixture) => sent.flatMap((command) => (command.type === 'what-if' ? [command] : []));
const askWhatIf = () => userEvent.click(screen.getByRole('button', { name: 'What if?' }));
const tanks = (side: string) => within(screen.getByRole('region', { name: `Under ${side}` })).getAllByRole('img').map((tank) => tank.getAttribute('aria-label'));

it('places the same pods under the configuration that runs and under another, side by side', async () => {
  const fixture = show([NOW, OTHER]);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Open' }), 'Bin packing: one node after the other');
  await askWhatIf();
  expect(await screen.findByText('1 of 3 pods would go elsewhere: on 1 node instead of 2.')).toBeInTheDocument();
  // Of node-1's 2480m of 4000m two times 400m go away before anything comes.
  expect(tanks('as it runs')).toEqual([
    'node-1: 1 of these pods, 4 others, CPU 52% requested, memory 47%', 'node-2: 0 of these pods, 4 others, CPU 62% requested, memory 50%',
    'node-3: 1 of these pods, 8 others, CPU 72% requested, memory 53%', 'no node: 1 of these pods',
  ]);
  expect(tanks('yours')[2]).toMatch(/^node-3: 2 of these pods, 8 others, CPU 82%/);
  expect(asked(fixture)).toMatchObject([{ pods: null, configurations: [RUNNING, { kind: 'KubeSchedulerConfiguration', profiles: [{ schedulerName: 'default-scheduler' }] }] }]);
  expect(deeds(fixture)).toEqual([]);
});

it('tells pod by pod which plugin made the difference, with the points of each node under both', async () => {
  show([NOW, OTHER]);
  await askWhatIf();
  const list = await screen.findByRole('region', { name: 'Pod by pod' });
  const [moved, stays, waits] = within(list).getAllByRole('button', { expanded: undefined }).filter((button) => button.hasAttribute('aria-expanded'));
  expect([moved, stays, waits].map((row) => row?.textContent)).toEqual(['anode-1 → would become node-3', 'bnode-3 under both', 'cno node under both']);
  expect(within(list).getByText(/PodTopologySpread makes the difference: under A it puts node-1 before node-3 by 100 points, under B it has no say\./)).toBeInTheDocument();
  const cells = (row: RegExp) => within(within(list).getByRole('row', { name: row })).getAllByRole('cell').map(({ textContent }) => textContent);
  expect(cells(/^NodeResourcesFit/)).toEqual(['40', '40', '60', '60']);
  expect(cells(/^PodTopologySpread × 2 \| off/)).toEqual(['200', '–', '100', '–']);
  expect(cells(/^Total/)).toEqual(['240', '40', '160', '60']);
  await userEvent.click(waits as HTMLElement);
  expect(within(list).getByText('It fits nowhere under either.')).toBeInTheDocument();
  expect(within(list).getByText('B: 0/3 nodes are available: 3 Insufficient cpu.')).toBeInTheDocument();
});

it('asks about the pods of a workload as if they had no node, and again when another is chosen', async () => {
  const fixture = show([NOW, OTHER]);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Place' }), 'pods of Deployment web (1)');
  await askWhatIf();
  await waitFor(() => expect(asked(fixture)[0]).toMatchObject({ pods: [{ namespace: 'default', name: 'web-6d4f-x9k2p' }] }));
  await screen.findByRole('region', { name: 'Pod by pod' });
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Place' }), 'Pod a');
  await waitFor(() => expect(asked(fixture)[1]).toMatchObject({ pods: [{ namespace: 'default', name: 'a' }] }));
});

it('is opened for the pods of a workload', () => {
  openWorkshop('Pod/default/b');
  show([NOW, OTHER]);
  expect(usePreferences.getState()).toMatchObject({ bottomTab: 'scheduler', panels: { bottom: true } });
  expect(screen.getByRole('combobox', { name: 'Place' })).toHaveDisplayValue('Pod b');
});

it('compares with any other configuration: one to start from, or a text that was kept', async () => {
  const fixture = show([NOW, OTHER]);
  const against = () => screen.getByRole('combobox', { name: 'under yours and' });
  await userEvent.selectOptions(against(), 'Nobody is pushed out');
  await askWhatIf();
  await screen.findByRole('region', { name: 'Under Nobody is pushed out' });
  expect(asked(fixture)[0]?.configurations[0]).toMatchObject({ profiles: [{ plugins: { postFilter: { disabled: [{ name: 'DefaultPreemption' }] } } }] });
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Open' }), 'Look at 10 % of the nodes');
  await userEvent.selectOptions(against(), 'your text as it is now');
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Open' }), 'Ignore where images are');
  await askWhatIf();
  await screen.findByRole('region', { name: 'Under the text you kept' });
  expect(asked(fixture)[1]?.configurations).toMatchObject([{ percentageOfNodesToScore: 10 }, { profiles: [{ plugins: { score: { disabled: [{ name: 'ImageLocality' }] } } }] }]);
});

it('says under its line what is wrong with a configuration, and neither asks nor uses it', async () => {
  const fixture = show([NOW, { problems: [{ path: ['profiles', 0, 'schedulerName'], message: 'profiles[0].schedulerName: Required value' }], placements: [] }]);
  for (const button of ['What if?', 'Use it']) {
    await userEvent.click(screen.getByRole('button', { name: button }));
    expect(await screen.findByText('profiles[0].schedulerName: Required value')).toBeInTheDocument();
  }
  expect(screen.queryByRole('region', { name: 'Pod by pod' })).toBeNull();
  expect(deeds(fixture)).toEqual([]);
});

it('uses a configuration, says what follows from it, and gives the default back', async () => {
  const fixture = show([NOW, OTHER]);
  await userEvent.click(screen.getByRole('button', { name: 'Use it' }));
  expect(await screen.findByText(/The scheduler runs with it\. Pods that have a node stay there/)).toBeInTheDocument();
  expect(deeds(fixture)).toMatchObject([{ type: 'configure-scheduler', configuration: { kind: 'KubeSchedulerConfiguration' } }]);
  await userEvent.click(screen.getByRole('button', { name: 'Back to the default' }));
  expect(deeds(fixture)[1]).toEqual({ type: 'configure-scheduler', configuration: null });
  await waitFor(() => expect(screen.queryByText(/The scheduler runs with it/)).toBeNull());
});

it('explains itself, and every plugin, before anything is asked', async () => {
  show([{ problems: [], placements: [] }, { problems: [], placements: [] }]);
  await userEvent.click(screen.getByText('What each plugin does'));
  expect(screen.getByText('ImageLocality').nextElementSibling).toHaveTextContent(/Prefers nodes that already have the pod’s images.*23 MiB/);
  await askWhatIf();
  expect(await screen.findByText(/There is no such pod to place/)).toBeInTheDocument();
});

it('opens what runs, and has no accessibility violations', async () => {
  const { container } = show([NOW, OTHER]);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Open' }), 'What runs now');
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Scheduler configuration YAML' })).toHaveTextContent('parallelism: 16'));
  await askWhatIf();
  await screen.findByRole('region', { name: 'Pod by pod' });
  expect((await axe.run(container)).violations).toEqual([]);
});
