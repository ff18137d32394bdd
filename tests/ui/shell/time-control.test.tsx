// @vitest-environment happy-dom
import { act, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { closePage, openPage } from './open-page.tsx';

vi.mock('../../../src/ui/stage/stage.tsx', async () => ({ Stage: (await import('./parts-stand-ins.tsx')).Stage }));
vi.mock('../../../src/ui/editor/editor-panel.tsx', async () => ({ default: (await import('./parts-stand-ins.tsx')).EditorStandIn }));

afterEach(closePage);

test('Pause holds time and becomes Resume', async () => {
  const { user, lastSent } = await openPage();
  await user.click(screen.getByRole('button', { name: 'Pause' }));
  expect(lastSent()).toEqual({ type: 'set-paused', paused: true });
  await user.click(await screen.findByRole('button', { name: 'Resume' }));
  expect(lastSent()).toEqual({ type: 'set-paused', paused: false });
});

test('Step asks for the next event', async () => {
  const { user, lastSent } = await openPage();
  await user.click(screen.getByRole('button', { name: 'Step' }));
  expect(lastSent()).toEqual({ type: 'step' });
});

test('the chosen pace is marked', async () => {
  const { user, lastSent } = await openPage();
  expect(screen.getByRole('button', { name: 'Adaptive' }).getAttribute('aria-pressed')).toBe('true');
  await user.click(screen.getByRole('button', { name: '60×' }));
  expect(lastSent()).toEqual({ type: 'set-pace', pace: 60 });
  expect(screen.getByRole('button', { name: '60×' }).getAttribute('aria-pressed')).toBe('true');
  expect(screen.getByRole('button', { name: 'Adaptive' }).getAttribute('aria-pressed')).toBe('false');
});

test('the speed menu goes from a tenth to a thousand', async () => {
  const { user, lastSent } = await openPage();
  await user.click(screen.getByRole('button', { name: 'Speed' }));
  expect(await screen.findByRole('menuitemradio', { name: '0.1×' })).toBeTruthy();
  await user.click(screen.getByRole('menuitemradio', { name: '1000×' }));
  expect(lastSent()).toEqual({ type: 'set-pace', pace: 1000 });
});

test('the status shows simulated time to the tenth and what is waited for, without speaking up', async () => {
  const { host } = await openPage();
  const status = screen.getByRole('status', { name: 'Simulated time' });
  expect(status.getAttribute('aria-live')).toBe('off');
  expect(status.textContent).toContain('10:02:58.2');
  expect(status.textContent).toContain('following changes');
  act(() => host.tick(19_800));
  expect(status.textContent).toContain('10:03:18.0');
  expect(status.textContent).toContain('waiting for tolerationSeconds, 25 s left');
});

test('before the first frame nothing of time can be pressed', async () => {
  const { session } = await openPage();
  act(() => session.store.setState({ living: false }));
  expect(screen.getByRole('button', { name: 'Step' })).toHaveProperty('disabled', true);
  expect(screen.getByText('Starting the cluster…')).toBeTruthy();
});
