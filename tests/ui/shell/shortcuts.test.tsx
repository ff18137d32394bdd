// @vitest-environment happy-dom
import { act, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { SHORTCUTS } from '../../../src/ui/shell/shortcuts.ts';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { closePage, openPage } from './open-page.tsx';

vi.mock('../../../src/ui/stage/stage.tsx', async () => ({ Stage: (await import('./parts-stand-ins.tsx')).Stage }));
vi.mock('../../../src/ui/editor/editor-panel.tsx', async () => ({ default: (await import('./parts-stand-ins.tsx')).EditorStandIn }));

afterEach(closePage);

test('space holds time and lets it run again', async () => {
  const { user, lastSent } = await openPage();
  await user.keyboard(' ');
  expect(lastSent()).toEqual({ type: 'set-paused', paused: true });
  await user.keyboard(' ');
  expect(lastSent()).toEqual({ type: 'set-paused', paused: false });
});

test('space still means time after a button was clicked, and presses a button reached by Tab', async () => {
  const { user, host } = await openPage();
  const pauses = () => host.sent.filter(({ type }) => type === 'set-paused').length;
  await user.click(screen.getByRole('button', { name: '60×' }));
  await user.keyboard(' ');
  expect(pauses()).toBe(1);
  expect(host.sent.filter(({ type }) => type === 'set-pace')).toHaveLength(1);
  await user.tab({ shift: true });
  expect(document.activeElement?.textContent).toBe('1×');
  await user.keyboard(' ');
  expect(pauses()).toBe(1);
  expect(host.sent.at(-1)).toEqual({ type: 'set-pace', pace: 1 });
});

test('no key fires while something is being typed', async () => {
  const { user, host } = await openPage();
  const before = host.sent.length;
  await user.type(await screen.findByRole('textbox', { name: 'Manifest' }), 'k .pt?');
  expect(host.sent.length).toBe(before);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(usePreferences.getState().presenting).toBe(false);
});

test('keys with Ctrl or Meta belong to the browser', async () => {
  const { user } = await openPage();
  await user.keyboard('{Control>}p{/Control}{Meta>}t{/Meta}');
  expect(usePreferences.getState().presenting).toBe(false);
  expect(usePreferences.getState().theme).toBe('system');
});

test('k kills the selected node and starts it when it is off', async () => {
  const { user, session, lastSent } = await openPage();
  act(() => session.select({ kind: 'Node', namespace: '', name: 'node-1' }));
  await user.keyboard('k');
  expect(lastSent()).toEqual({ type: 'act', action: { type: 'fault', fault: 'power-off-node', target: { node: 'node-1' } } });
  expect(await screen.findByText('You powered off node-1')).toBeTruthy();
  await user.keyboard('k');
  expect(lastSent()).toEqual({ type: 'act', action: { type: 'fault', fault: 'power-on-node', target: { node: 'node-1' } } });
});

test('k without a selected node says what to do', async () => {
  const { user, host } = await openPage();
  await user.keyboard('k');
  expect(host.sent.some(({ type }) => type === 'act')).toBe(false);
  expect(await screen.findByText(/Select a node first/)).toBeTruthy();
});

test('Escape leaves presenting first and clears the selection after', async () => {
  const { user, session } = await openPage({ presenting: true });
  act(() => session.select({ kind: 'Node', namespace: '', name: 'node-1' }));
  await user.keyboard('{Escape}');
  expect(usePreferences.getState().presenting).toBe(false);
  expect(session.store.getState().selected).not.toBeNull();
  await user.keyboard('{Escape}');
  expect(session.store.getState().selected).toBeNull();
});

test('? lists every shortcut', async () => {
  const { user } = await openPage();
  await user.keyboard('?');
  const help = await screen.findByRole('dialog', { name: 'Help' });
  for (const shortcut of SHORTCUTS) expect(within(help).getByText(shortcut.does)).toBeTruthy();
});

test('t goes round the themes and the document follows', async () => {
  const { user } = await openPage({ theme: 'light' });
  await user.keyboard('t');
  expect(document.documentElement.dataset['theme']).toBe('dark');
  await user.keyboard('tt');
  expect(usePreferences.getState().theme).toBe('light');
});

test('e puts the caret in the editor, opening its panel', async () => {
  const { user } = await openPage({ panels: { left: false, right: true, bottom: true } });
  await user.keyboard('e');
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Manifest')));
  expect(usePreferences.getState().panels.left).toBe(true);
});
