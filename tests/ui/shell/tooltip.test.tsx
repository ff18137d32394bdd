// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IconButton } from '../../../src/ui/controls/icon-button.tsx';
import { TooltipLayer } from '../../../src/ui/controls/tooltip-layer.tsx';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const rest = (ms: number): void => { act(() => { vi.advanceTimersByTime(ms); }); };
const tipText = (): string | null => document.querySelector('.k-tooltip')?.textContent ?? null;

test('resting on an icon button shows its name and key; leaving it hides them', () => {
  render(<><TooltipLayer /><IconButton label="Help" shortcut="?" /><p>elsewhere</p></>);
  fireEvent.pointerOver(screen.getByRole('button', { name: 'Help' }), { pointerType: 'mouse' });
  rest(300);
  expect(tipText()).toBeNull();
  rest(300);
  expect(tipText()).toBe('Help?');
  fireEvent.pointerOver(screen.getByText('elsewhere'), { pointerType: 'mouse' });
  expect(tipText()).toBeNull();
});

test('a finger brings up no tooltip', () => {
  render(<><TooltipLayer /><IconButton label="Help" /></>);
  fireEvent.pointerOver(screen.getByRole('button', { name: 'Help' }), { pointerType: 'touch' });
  rest(2_000);
  expect(tipText()).toBeNull();
});
