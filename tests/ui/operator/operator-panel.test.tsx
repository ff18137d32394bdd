import { EditorView } from '@codemirror/view';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import OperatorPanel from '../../../src/ui/operator/operator-panel.tsx';
import { useOperatorTexts } from '../../../src/ui/operator/operator-texts.ts';
import { createSession, SessionProvider } from '../../../src/ui/store/session.ts';
import { connectInline } from '../../../src/worker/connect-inline.ts';
import { createQuickJsSandbox } from '../../../src/worker/sandbox/quickjs-sandbox.ts';

const sandbox = await createQuickJsSandbox();
let close = (): void => undefined;

afterEach(() => {
  cleanup();
  close();
  useOperatorTexts.setState({ chosen: null, drafts: {} });
});

async function open(scenario: string) {
  const session = createSession(connectInline({ sandbox }));
  ({ close } = session);
  await session.host.send({ type: 'open-scenario', scenario });
  await session.host.send({ type: 'set-pace', pace: 20 });
  const user = userEvent.setup();
  const show = (): void => void render(<SessionProvider value={session}><OperatorPanel /></SessionProvider>);
  show();
  await screen.findByRole('region', { name: 'Operator' }, { timeout: 5_000 });
  return { session, user, show };
}

async function editor(): Promise<EditorView> {
  const view = EditorView.findFromDOM(await screen.findByRole('textbox', { name: 'Operator code' }));
  if (!view) throw new Error('no editor');
  return view;
}
async function replace(from: string, to: string): Promise<void> {
  const view = await editor();
  const at = view.state.doc.toString().indexOf(from);
  expect(at).toBeGreaterThanOrEqual(0);
  act(() => view.dispatch({ changes: { from: at, to: at + from.length, insert: to } }));
}
const soon = { timeout: 15_000 };
const state = (words: RegExp): Promise<HTMLElement> => screen.findByText(words, {}, soon);

it('invites to begin where there is no operator, and the one that is written works', async () => {
  const { user, session } = await open('first-deployment');
  expect(screen.getByRole('heading', { name: 'Teach the cluster something new' })).toBeTruthy();
  const kind = screen.getByRole('textbox', { name: 'Kind' });
  await user.clear(kind);
  await user.type(kind, 'policy');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Plural' }).value).toBe('policies');
  await user.click(screen.getByRole('button', { name: 'Write it' }));
  expect((await screen.findByRole('alert')).textContent).toMatch(/begins with a capital/);
  await user.clear(kind);
  await user.type(kind, 'Policy');
  await user.click(screen.getByRole('button', { name: 'Write it' }));
  expect((await editor()).state.doc.toString()).toContain("kind: 'Policy'");
  expect(screen.getByText(/^Not in the cluster yet/)).toBeTruthy();

  await user.click(screen.getByRole('button', { name: 'Run' }));
  await state(/^policy-operator-\S+ leads\.$/);
  const runs = await screen.findByRole('list', { name: 'Last runs, newest first' }, soon);
  await waitFor(() => expect(runs.textContent).toContain('created Deployment shop'), soon);
  expect(await session.host.send({ type: 'read-object', reference: { kind: 'Deployment', namespace: 'default', name: 'shop' } })).toMatchObject({ spec: { replicas: 3 } });
});

it('shows a mistake at its line: one of the language at once, one of a run after it', async () => {
  const { user } = await open('operator');
  await state(/^database-operator-\S+ leads\.$/);
  await replace('const again = choose', 'const again = = choose');
  await state(/^1 problem,/);
  await user.click(screen.getByRole('button', { name: 'Run' }));
  await waitFor(() => expect(document.querySelector('.k-problem')?.textContent).toContain('SyntaxError'), soon);
  expect(screen.getByRole('button', { name: 'line 18' })).toBeTruthy();

  await replace('const again = = choose', 'const again = db.nothing.at.all + choose');
  await user.click(screen.getByRole('button', { name: 'Run' }));
  await state(/it fails at one object/);
  await waitFor(() => expect(document.querySelector('.k-problem')?.textContent).toMatch(/cannot read property 'at' of undefined/), soon);
});

it('adds to the role what was refused, on one press', async () => {
  const { user, session } = await open('operator');
  await state(/^database-operator-\S+ leads\.$/);
  await replace('makeWhatItNeeds(db, api);', "api.list('v1', 'Node'); makeWhatItNeeds(db, api);");
  await user.click(screen.getByRole('button', { name: 'Run' }));
  const refusal = await screen.findByRole('group', { name: 'Refused: list nodes' }, soon);
  await user.click(within(refusal).getByRole('button', { name: 'Add this to its role' }));
  await waitFor(() => expect(screen.queryByRole('group', { name: /^Refused/ })).toBeNull(), soon);
  const role = await session.host.send({ type: 'read-object', reference: { kind: 'ClusterRole', namespace: '', name: 'database-operator' } });
  expect(role?.['rules']).toContainEqual({ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] });
});

it('keeps what is written while another operator is shown, and over a reload', async () => {
  const { user, show } = await open('operator');
  await replace('const APP', '// mine\nconst APP');
  await user.click(screen.getByRole('button', { name: 'New operator' }));
  await user.click(screen.getByRole('button', { name: 'Write it' }));
  expect((await editor()).state.doc.toString()).toContain('Website');
  const choice = screen.getByRole('combobox', { name: 'Operator' });
  await user.selectOptions(choice, 'database-operator/database-operator');
  expect((await editor()).state.doc.toString()).toContain('// mine');
  expect(within(choice).getByRole('option', { name: 'database-operator (changed)' })).toBeTruthy();
  cleanup();
  show();
  expect((await editor()).state.doc.toString()).toContain('// mine');
  await user.click(screen.getByRole('button', { name: 'Discard' }));
  await waitFor(async () => expect((await editor()).state.doc.toString()).not.toContain('// mine'));
});

it('says what the sandbox offers and where it ends', async () => {
  const { user } = await open('operator');
  await user.click(await screen.findByRole('tab', { name: 'Reference' }));
  expect(screen.getByText(/16 MB of memory/)).toBeTruthy();
  expect(screen.getByText(/There is no page, no network/)).toBeTruthy();
});
