// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Toaster } from '../../../src/ui/controls/toaster.tsx';
import { showToast, toastStore } from '../../../src/ui/controls/toast-store.ts';
import { announceActions } from '../../../src/ui/shell/cluster-deeds.ts';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => {
  cleanup();
  toastStore.setState({ toasts: [] });
  vi.useRealTimers();
});

test('a toast is announced politely and goes by itself', () => {
  render(<Toaster />);
  act(() => void showToast('You powered off node-2'));
  expect(screen.getByText('You powered off node-2').closest('[aria-live]')?.getAttribute('aria-live')).toBe('polite');
  act(() => { vi.advanceTimersByTime(6_000); });
  expect(screen.queryByText('You powered off node-2')).toBeNull();
});

test('the same words are counted, not stacked', () => {
  render(<Toaster />);
  act(() => { for (let times = 0; times < 3; times++) showToast('pods "x" not found', { tone: 'refused' }); });
  expect(screen.getAllByText(/not found/)).toHaveLength(1);
  expect(screen.getByText('×3')).toBeTruthy();
});

test('a toast that is being read stays', () => {
  render(<Toaster />);
  act(() => void showToast('Held'));
  fireEvent.pointerEnter(screen.getByText('Held'));
  act(() => { vi.advanceTimersByTime(60_000); });
  expect(screen.getByText('Held')).toBeTruthy();
});

test('no more than four are shown', () => {
  render(<Toaster />);
  act(() => { for (let number = 0; number < 9; number++) showToast(`toast ${number}`); });
  expect(screen.getAllByText(/^toast/).map((toast) => toast.textContent)).toEqual(['toast 5', 'toast 6', 'toast 7', 'toast 8']);
});

test('a drain that many budgets hold back is told in one sentence, with how many more there are and where', () => {
  const held = (pod: string): string => `error when evicting pods/"${pod}" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.`;
  const outcome = (...pods: readonly string[]) => ({ problems: [], outcomes: [], sentence: `You began to drain node-2: ${pods.map(held).join('; ')}` });
  const drain = { type: 'fault', fault: 'drain-node', target: { node: 'node-2' } } as const;
  announceActions.done(drain, outcome('web-1', 'web-2', 'web-3'));
  announceActions.done(drain, outcome('web-9'));
  expect(toastStore.getState().toasts.map(({ text }) => text)).toEqual([
    `You began to drain node-2: ${held('web-1').replace(/\.$/, '')}; and 2 more, under Why? of node-2`,
    `You began to drain node-2: ${held('web-9')}`,
  ]);
});
