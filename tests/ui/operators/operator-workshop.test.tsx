// @vitest-environment happy-dom
import '@testing-library/jest-dom/vitest';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OperatorWorkshop } from '../../../src/ui/operators/operator-workshop.tsx';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import type { OperatorCheck, OperatorView } from '../../../src/worker/protocol.ts';
import { NOW, panelsFixture, type PanelsFixture, type Replies } from '../panels/panels-fixture.ts';

const first = usePreferences.getState();
beforeEach(() => usePreferences.setState(first));
afterEach(cleanup);

const CODE = 'operator({\n  for: { apiVersion: "example.com/v1", kind: "Website" },\n  reconcile() {},\n});';
const DECLARATION = { for: { apiVersion: 'example.com/v1', kind: 'Website' }, owns: [], watches: [] };
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'sites' } };
const FINE: OperatorCheck = { declaration: DECLARATION, objects: [CONFIG_MAP], problem: null };
const SHOP = { kind: 'Website.example.com', namespace: 'default', name: 'shop' };
const RUNNING: OperatorView = {
  namespace: 'default', name: 'sites', pod: 'sites-1', code: CODE, declaration: DECLARATION, problem: '',
  runs: [
    { atMs: NOW - 2_000, object: SHOP, callCount: 1, requeueAfterSeconds: 30, error: null, calls: [{ verb: 'create', object: { kind: 'Deployment', namespace: 'default', name: 'shop' }, text: '', refused: false }] },
    {
      atMs: NOW - 1_000, object: SHOP, callCount: 41, requeueAfterSeconds: null, error: 'secrets "x" is forbidden (operator.js, line 3)',
      calls: [{ verb: 'log', object: null, text: 'hello', refused: false }, { verb: 'get', object: { kind: 'Secret', namespace: 'default', name: 'x' }, text: 'secrets "x" is forbidden', refused: true }],
    },
  ],
};

function show(replies: Replies): PanelsFixture & { readonly container: HTMLElement } {
  usePreferences.getState().set({ operator: { name: 'sites', code: CODE } });
  const fixture = panelsFixture({ act: () => ({ problems: [], outcomes: [], sentence: '' }), ...replies });
  const { container } = render(<SessionProvider value={fixture.session}><OperatorWorkshop /></SessionProvider>);
  return { ...fixture, container };
}
const deeds = ({ sent }: PanelsFixture) => sent.flatMap((command) => (command.type === 'act' ? [command.action] : []));

it('runs what is written: everything that it needs is applied', async () => {
  const fixture = show({ operators: () => [], 'check-operator': () => FINE });
  expect(screen.getByText(/does not run; press Run/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Run' }));
  expect(fixture.sent).toContainEqual({ type: 'check-operator', name: 'sites', code: CODE });
  expect(deeds(fixture)).toEqual([{ type: 'apply', objects: [CONFIG_MAP] }]);
});

it('says under its line what is wrong with the code, and applies nothing', async () => {
  const fixture = show({ operators: () => [], 'check-operator': () => ({ declaration: null, objects: [], problem: { message: 'SyntaxError: expecting \')\'', line: 3 } }) });
  await userEvent.click(screen.getByRole('button', { name: 'Run' }));
  expect(await screen.findByText(/SyntaxError: expecting/)).toBeInTheDocument();
  expect(deeds(fixture)).toEqual([]);
});

it('says why a name will not do, before anything is asked of the cluster', async () => {
  const fixture = show({ operators: () => [], 'check-operator': () => FINE });
  await userEvent.clear(screen.getByRole('textbox', { name: 'Name' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'My_Operator');
  await userEvent.click(screen.getByRole('button', { name: 'Run' }));
  expect(screen.getByRole('alert')).toHaveTextContent('“My_Operator” cannot be its name');
  expect(fixture.sent.some(({ type }) => type === 'check-operator')).toBe(false);
});

it('tells what a running one did, the newest first, and makes an object for it', async () => {
  const fixture = show({ operators: () => [RUNNING], 'check-operator': () => FINE });
  const runs = within(await screen.findByRole('list', { name: 'What it did, newest first' }));
  const [newest, oldest] = runs.getAllByText(/looked at/);
  expect(newest).toHaveTextContent('10:02:57.2 looked at shop');
  expect(oldest).toHaveTextContent('10:02:56.2 looked at shop, looks again in 30 s');
  expect(runs.getByText('says').parentElement).toHaveTextContent('says hello');
  // What a refusal says is told once.
  expect(runs.getByText('get').parentElement).toHaveTextContent('get Secret x: refused');
  expect(runs.getByText('secrets "x" is forbidden (operator.js, line 3)')).toBeInTheDocument();
  expect(runs.getByText('and 39 more')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Running' })).toBeDisabled();
  await userEvent.click(runs.getByRole('button', { name: 'Deployment shop' }));
  expect(fixture.session.store.getState().selected).toEqual({ kind: 'Deployment', namespace: 'default', name: 'shop' });
  await userEvent.click(screen.getByRole('button', { name: 'Make a Website' }));
  await waitFor(() => expect(deeds(fixture)).toEqual([{ type: 'create', object: expect.objectContaining({ kind: 'Website', metadata: { generateName: 'site-', namespace: 'default' } }) }]));
});

it('opens a sample or one that runs, and keeps what is written', async () => {
  show({ operators: () => [{ ...RUNNING, name: 'other', code: 'operator(1);' }] });
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Open' }), 'Scaling by the clock');
  expect(usePreferences.getState().operator).toMatchObject({ name: 'tide-operator', code: expect.stringContaining("kind: 'Tide'") });
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Open' }), await screen.findByRole('option', { name: 'other' }));
  expect(usePreferences.getState().operator).toEqual({ name: 'other', code: 'operator(1);' });
  expect(screen.getByRole('textbox', { name: 'Operator code' })).toHaveTextContent('operator(1);');
});

it('removes all that it made but the kind', async () => {
  const fixture = show({ operators: () => [RUNNING] });
  await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(deeds(fixture)).toHaveLength(5));
  expect(deeds(fixture).map((deed) => (deed.type === 'delete' ? deed.target.kind : deed.type))).toEqual(['Deployment', 'ConfigMap', 'ServiceAccount', 'ClusterRoleBinding', 'ClusterRole']);
});

it('has no accessibility violations', async () => {
  const { container } = show({ operators: () => [RUNNING] });
  await screen.findByRole('list', { name: 'What it did, newest first' });
  expect((await axe.run(container)).violations).toEqual([]);
});
