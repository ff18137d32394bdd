// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ErrorBoundary } from '../../../src/ui/shell/error-boundary.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

let broken = true;
function Fragile() {
  if (broken) throw new Error('water in the cable');
  return <p>All is well</p>;
}

test('a part that stops says so, keeps the rest, gives its details, and can be tried again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  broken = true;
  render(<><ErrorBoundary part="The inspector"><Fragile /></ErrorBoundary><p>The rest</p></>);
  expect(screen.getByRole('alert').textContent).toContain('The inspector stopped');
  expect(screen.getByText('The rest')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Copy the details' }));
  expect(copied.mock.calls[0]?.[0]).toContain('water in the cable');
  broken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText('All is well')).toBeTruthy();
});
