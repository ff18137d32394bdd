// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { usePreferences } from '../../../src/ui/store/preferences.ts';
import { closePage, openPage } from './open-page.tsx';

vi.mock('../../../src/ui/stage/stage.tsx', async () => ({ Stage: (await import('./parts-stand-ins.tsx')).Stage }));
vi.mock('../../../src/ui/editor/editor-panel.tsx', async () => ({ default: (await import('./parts-stand-ins.tsx')).EditorStandIn }));

afterEach(closePage);

test('a first visit is shown three steps', async () => {
  const { user } = await openPage({ tourDone: false });
  expect(await screen.findByRole('dialog', { name: 'Kill a node' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(screen.getByRole('dialog', { name: 'Say what you want' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(screen.getByRole('dialog', { name: 'Ask why' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(usePreferences.getState().tourDone).toBe(true);
});

test('Skip tour ends it for good', async () => {
  const { user } = await openPage({ tourDone: false });
  await user.click(await screen.findByRole('button', { name: 'Skip tour' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(JSON.parse(localStorage.getItem('kubarium.preferences') ?? '{}')).toMatchObject({ state: { tourDone: true } });
});

test('the page can be used while the tour stands', async () => {
  const { user, lastSent } = await openPage({ tourDone: false });
  await screen.findByRole('dialog', { name: 'Kill a node' });
  await user.click(screen.getByRole('button', { name: 'Kill node-1' }));
  expect(lastSent()?.type).toBe('act');
  // The deed was what the first step asked for.
  expect(await screen.findByRole('dialog', { name: 'Say what you want' })).toBeTruthy();
  await user.keyboard(' ');
  expect(lastSent()?.type).toBe('set-paused');
});

test('a node that is started takes no step', async () => {
  const { user } = await openPage({ tourDone: false });
  await screen.findByRole('dialog', { name: 'Kill a node' });
  await user.click(screen.getByRole('button', { name: 'Start node-2' }));
  expect(await screen.findByRole('button', { name: 'Kill node-2' })).toBeTruthy();
  expect(screen.getByRole('dialog', { name: 'Kill a node' })).toBeTruthy();
});

test('a second visit is not shown the tour, but help offers it', async () => {
  const { user } = await openPage({ tourDone: true });
  expect(screen.queryByRole('dialog')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Help' }));
  await user.click(await screen.findByRole('button', { name: 'Take the tour' }));
  expect(await screen.findByRole('dialog', { name: 'Kill a node' })).toBeTruthy();
});
