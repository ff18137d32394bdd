// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { closePage, openPage } from './open-page.tsx';

vi.mock('../../../src/ui/stage/stage.tsx', async () => ({ Stage: (await import('./parts-stand-ins.tsx')).Stage }));
vi.mock('../../../src/ui/editor/editor-panel.tsx', async () => ({ default: (await import('./parts-stand-ins.tsx')).EditorStandIn }));

afterEach(closePage);

test('Reset is one click, and its toast takes it back', async () => {
  const { user, lastSent, session } = await openPage();
  await user.click(screen.getByRole('button', { name: 'Kill node-1' }));
  expect(session.store.getState().nodes.get('node-1')?.powered).toBe(false);
  await user.click(screen.getByRole('button', { name: 'Reset' }));
  expect(session.store.getState().nodes.get('node-1')?.powered).toBe(true);
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(lastSent()).toEqual({ type: 'undo-reset' });
  expect(session.store.getState().nodes.get('node-1')?.powered).toBe(false);
  expect(screen.queryByText('The cluster is back at its start.')).toBeNull();
});

test('Undo reset stands in the bar as long as there is something to undo', async () => {
  const { user } = await openPage();
  expect(screen.queryByRole('button', { name: 'Undo reset' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Reset' }));
  await user.click(await screen.findByRole('button', { name: 'Undo reset' }));
  expect(await screen.findByText('Your cluster is back as it was.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Undo reset' })).toBeNull();
});
