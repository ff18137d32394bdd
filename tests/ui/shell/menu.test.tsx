// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { Button } from '../../../src/ui/controls/button.tsx';
import { Menu, MenuItem, PointMenu } from '../../../src/ui/controls/menu.tsx';

afterEach(cleanup);

function renderMenu(onSelect = vi.fn()) {
  render(<Menu trigger={<Button>Do</Button>}><MenuItem title="Kill" onSelect={onSelect} /><MenuItem title="Drain" disabled onSelect={onSelect} /></Menu>);
  return { onSelect, user: userEvent.setup(), button: screen.getByRole('button', { name: 'Do' }) };
}

test('a menu is named by its button, tells that it is open, and closes after a choice', async () => {
  const { user, button, onSelect } = renderMenu();
  expect(button.getAttribute('aria-haspopup')).toBe('menu');
  await user.click(button);
  expect(await screen.findByRole('menu', { name: 'Do' })).toBeTruthy();
  expect(button.getAttribute('aria-expanded')).toBe('true');
  await user.click(screen.getByRole('menuitem', { name: 'Kill' }));
  expect(onSelect).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole('menu')).toBeNull();
  expect(button.getAttribute('aria-expanded')).toBe('false');
});

test('a second press on the button closes it', async () => {
  const { user, button } = renderMenu();
  await user.click(button);
  await screen.findByRole('menu');
  await user.click(button);
  await vi.waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
  await user.click(button);
  expect(await screen.findByRole('menu')).toBeTruthy();
});

test('by keyboard the first item has the focus, and Escape gives it back to the button', async () => {
  const { user, button } = renderMenu();
  button.focus();
  await user.keyboard('{ArrowDown}');
  await screen.findByRole('menu');
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByRole('menuitem', { name: 'Kill' })));
  await user.keyboard('{Escape}');
  await vi.waitFor(() => expect(document.activeElement).toBe(button));
});

test('a menu at a point gives the focus back to what had it', async () => {
  function Stage() {
    const [at, setAt] = useState<{ readonly x: number; readonly y: number } | null>(null);
    return (
      <>
        <button type="button" onClick={() => setAt({ x: 20, y: 30 })}>Pod</button>
        <PointMenu at={at} label="Pod web" onClose={() => setAt(null)}><MenuItem title="Delete" onSelect={() => undefined} /></PointMenu>
      </>
    );
  }
  render(<Stage />);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Pod' }));
  expect(await screen.findByRole('menu', { name: 'Pod web' })).toBeTruthy();
  await user.keyboard('{Escape}');
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Pod' })));
});
