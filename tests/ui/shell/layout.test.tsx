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

test('the page has its landmarks, one main heading, and a way past the bar', async () => {
  await openPage();
  expect(screen.getByRole('banner')).toBeTruthy();
  expect(within(screen.getByRole('main')).getByRole('region', { name: 'Cluster' })).toBeTruthy();
  for (const name of ['Editor', 'Inspector', 'Events and resources']) expect(within(screen.getByRole('main')).getByRole('region', { name })).toBeTruthy();
  expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  const [, target] = screen.getByRole('link', { name: 'Skip to the cluster' }).getAttribute('href')?.split('#') ?? [];
  expect(document.getElementById(target ?? '')?.contains(screen.getByRole('region', { name: 'Cluster' }))).toBe(true);
});

test('panel edges can be moved by the keyboard', async () => {
  await openPage();
  expect(screen.getAllByRole('separator').map((edge) => [edge.getAttribute('aria-label'), edge.tabIndex])).toEqual([
    ['Width of the left panel', 0], ['Width of the right panel', 0], ['Height of the bottom panel', 0],
  ]);
});

test('a hidden panel is remembered and out of reach', async () => {
  const { user } = await openPage();
  await user.click(screen.getByRole('button', { name: 'Hide left panel' }));
  expect(usePreferences.getState().panels).toEqual({ left: false, right: true, bottom: true });
  expect(screen.getByLabelText('Editor').closest('[inert]')).not.toBeNull();
  await user.click(screen.getByRole('button', { name: 'Show left panel' }));
  expect(screen.getByLabelText('Editor').closest('[inert]')).toBeNull();
});

test('presenting puts the side panels away without forgetting them', async () => {
  const { user } = await openPage();
  await user.click(screen.getByRole('button', { name: 'Present' }));
  expect(document.documentElement.dataset['presenting']).toBe('true');
  for (const part of ['Editor', 'Inspector', 'Events and resources']) expect(screen.getByLabelText(part).closest('[inert]')).not.toBeNull();
  await user.click(screen.getByRole('button', { name: 'Show right panel' }));
  expect(screen.getByLabelText('Inspector').closest('[inert]')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Leave presenting' }));
  expect(document.documentElement.dataset['presenting']).toBe('false');
  expect(usePreferences.getState().panels).toEqual({ left: true, right: true, bottom: true });
});

test('on a phone the parts are sheets, one at a time, and time stays in reach', async () => {
  pretendWidth(390);
  const { user } = await openPage();
  expect(screen.queryByLabelText('Inspector')).toBeNull();
  expect(await screen.findByRole('button', { name: 'Pause' })).toBeTruthy();
  const panels = within(await screen.findByRole('navigation', { name: 'Panels' }));
  await user.click(panels.getByRole('button', { name: 'Inspect' }));
  expect(within(screen.getByRole('dialog', { name: 'Inspect' })).getByLabelText('Inspector')).toBeTruthy();
  await user.click(panels.getByRole('button', { name: 'Events' }));
  expect(screen.queryByRole('dialog', { name: 'Inspect' })).toBeNull();
  await user.click(within(screen.getByRole('dialog', { name: 'Events' })).getByRole('button', { name: 'Close Events' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('what can be broken comes from the engine, and is done when chosen', async () => {
  const { user, host } = await openPage();
  await user.click(screen.getByRole('button', { name: 'Break something' }));
  expect((await screen.findByRole('menuitem', { name: /Start the scheduler/ })).getAttribute('aria-disabled')).toBe('true');
  expect(host.sent).toContainEqual({ type: 'offers', reference: null });
  await user.click(screen.getByRole('menuitem', { name: /Stop the scheduler/ }));
  expect(host.sent.at(-1)).toEqual({ type: 'act', action: { type: 'fault', fault: 'stop-scheduler', target: {} } });
});

test('a refusal is said in the words of the engine', async () => {
  const { user } = await openPage();
  await user.click(screen.getByRole('button', { name: 'Break something' }));
  await user.click(await screen.findByRole('menuitem', { name: /Stop the API server/ }));
  expect(await within(screen.getByRole('region', { name: 'Notifications' })).findByText('This cluster cannot do "stop-api-server".')).toBeTruthy();
});
