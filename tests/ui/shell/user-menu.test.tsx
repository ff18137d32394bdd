// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { closePage, openPage, pretendWidth } from './open-page.tsx';

vi.mock('../../../src/ui/stage/stage.tsx', async () => ({ Stage: (await import('./parts-stand-ins.tsx')).Stage }));
vi.mock('../../../src/ui/editor/editor-panel.tsx', async () => ({ default: (await import('./parts-stand-ins.tsx')).EditorStandIn }));

const realMatchMedia = window.matchMedia;
afterEach(() => {
  closePage();
  window.matchMedia = realMatchMedia;
});

type Page = Awaited<ReturnType<typeof openPage>>;

async function stopScheduler({ user }: Page): Promise<void> {
  await user.click(screen.getByRole('button', { name: 'Break something' }));
  await user.click(await screen.findByRole('menuitem', { name: /Stop the scheduler/ }));
}

const STOP = { type: 'act', action: { type: 'fault', fault: 'stop-scheduler', target: {} } };

test('a person is the administrator, and what they do says nothing of a user', async () => {
  const page = await openPage();
  const button = await screen.findByRole('button', { name: 'Acting as kubernetes-admin' });
  expect(button.dataset['other']).toBe('false');
  expect(button.textContent).toBe('');
  await stopScheduler(page);
  expect(page.lastSent()).toStrictEqual(STOP);
});

test('they choose among those the cluster knows, each with what is granted to it', async () => {
  const page = await openPage();
  await page.user.click(await screen.findByRole('button', { name: 'Acting as kubernetes-admin' }));
  const menu = within(await screen.findByRole('menu'));
  expect((await menu.findByRole('menuitemradio', { name: /^kubernetes-admin/ })).getAttribute('aria-checked')).toBe('true');
  expect(await menu.findByRole('menuitemradio', { name: 'Someone in developers edit' })).toBeTruthy();
  expect(menu.getByRole('menuitemradio', { name: 'shop/robot Service account: nothing is granted to it' })).toBeTruthy();
  await page.user.click(menu.getByRole('menuitemradio', { name: 'jane view in shop' }));
  const button = screen.getByRole('button', { name: 'Acting as jane' });
  expect(button.dataset['other']).toBe('true');
  expect(button.textContent).toBe('jane');
  expect(within(screen.getByRole('region', { name: 'Notifications' })).getByText('From now on you act as jane.')).toBeTruthy();
  await stopScheduler(page);
  expect(page.lastSent()).toEqual({ ...STOP, as: { name: 'jane', groups: [] } });
});

test('a name can be typed, with groups, by keyboard alone', async () => {
  const { user } = await openPage();
  (await screen.findByRole('button', { name: 'Acting as kubernetes-admin' })).focus();
  await user.keyboard('{ArrowDown}');
  const someone = await screen.findByRole('menuitem', { name: /^Someone else…/ });
  await vi.waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('menuitemradio'));
  someone.focus();
  await user.keyboard('{Enter}');
  const dialog = within(await screen.findByRole('dialog', { name: 'Act as' }));
  await user.type(dialog.getByLabelText('User'), 'joe');
  await user.type(dialog.getByLabelText(/^Groups/), 'ops, oncall,{Enter}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(usePreferences.getState().user).toEqual({ name: 'joe', groups: ['ops', 'oncall'] });
  await user.click(screen.getByRole('button', { name: 'Acting as joe in ops, oncall' }));
  expect((await screen.findByRole('menuitemradio', { name: /^joe/ })).getAttribute('aria-checked')).toBe('true');
});

test('nobody is nobody: without a name the dialog cannot be answered', async () => {
  const { user } = await openPage();
  await user.click(await screen.findByRole('button', { name: 'Acting as kubernetes-admin' }));
  await user.click(await screen.findByRole('menuitem', { name: /^Someone else…/ }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Act as' }));
  expect(dialog.getByRole('button', { name: 'Act as this user' })).toHaveProperty('disabled', true);
  await user.click(dialog.getByRole('button', { name: 'Close' }));
  expect(usePreferences.getState().user).toBeNull();
});

test('who it was is remembered, and the way back is the first choice', async () => {
  const { user } = await openPage({ user: { name: 'jane', groups: [] } });
  await user.click(await screen.findByRole('button', { name: 'Acting as jane' }));
  await user.click(await screen.findByRole('menuitemradio', { name: /^kubernetes-admin/ }));
  expect(usePreferences.getState().user).toBeNull();
});

test('on a phone it is in the menu with the rest, and shown in the bar when it is somebody else', async () => {
  pretendWidth(390);
  const { user } = await openPage();
  await user.click(await screen.findByRole('button', { name: 'More' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Act as… Now kubernetes-admin' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Act as' }));
  await user.click(await dialog.findByRole('button', { name: 'jane view in shop' }));
  await user.click(await screen.findByRole('button', { name: 'Acting as jane' }));
  const again = within(await screen.findByRole('dialog', { name: 'Act as' }));
  expect((await again.findByRole('button', { name: 'jane view in shop' })).getAttribute('aria-current')).toBe('true');
  await user.click(again.getByRole('button', { name: /^kubernetes-admin/ }));
  expect(screen.queryByRole('button', { name: /^Acting as/ })).toBeNull();
});
