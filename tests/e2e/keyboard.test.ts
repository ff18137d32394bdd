import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openCluster, waitForCount } from './cluster-page.ts';

/** What the Tab key must lead to, each in its turn. */
const TAB_STOPS = 80;

test('the whole path without a mouse: skip the tour, find a node, kill it, watch it heal, start it again', async () => {
  const { page, cluster, pods, waitForPods, close } = await openCluster({ tour: true });
  await waitForPods('web-', 3);
  await tabTo(page, 'Skip tour');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await expectFocus(page, /^node-1, Ready/);

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  for (const words of ['Hold time, or let it run', 'Step to the next event', 'Kill the selected node, or start it when it is off', 'Write in the editor']) await help.getByText(words).waitFor();
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  await expectFocus(page, /^node-1, Ready/);

  const victim = (await pods('web-', 'Running', cluster.getByRole('group', { name: /^node-2, / })).count()) > 0 ? 'node-2' : 'node-1';
  if (victim === 'node-2') await arrowTo(page, 'ArrowRight', /^node-2, Ready/);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Inspector' }).getByRole('heading', { name: `Node ${victim}` }).waitFor();
  await page.keyboard.press('k');
  await page.getByText(`You powered off ${victim}`).filter({ visible: true }).first().waitFor();
  await page.keyboard.press('k');
  await page.getByText(`You started ${victim}`).filter({ visible: true }).first().waitFor();

  await page.keyboard.press('Shift+F10');
  await page.getByRole('menu').getByRole('menuitem', { name: new RegExp(`^Kill ${victim}`) }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'hidden' });
  await expectFocus(page, new RegExp(`^${victim}, `));

  await arrowTo(page, 'ArrowDown', /^Pod web-/);
  const pod = await focusedName(page);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: /^Delete pod/ }).waitFor();
  await page.keyboard.press('End');
  await expectFocus(page, /^Delete pod/);
  await page.keyboard.press('Enter');
  await waitForCount(page, cluster.getByRole('button', { name: new RegExp(`^${pod.split(',')[0]}, `) }), 0);
  await waitForPods('web-', 3);
  // The pod has gone, and the focus with it would have been lost.
  await expectFocus(page, /^(node-\d, |Pod )/);

  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Inspector' }).getByText('Nothing selected').waitFor();
  await page.keyboard.press('g');
  await page.getByRole('dialog', { name: 'Scenarios' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Scenarios' }).waitFor({ state: 'hidden' });
  await expectFocus(page, /^(node-\d, |Pod )/);
  await page.keyboard.press('e');
  await expectFocus(page, /^Manifest YAML$/);
  await close();
});

test('Tab leads through all of the page, and every stop can be seen to have the focus', async () => {
  const { page, waitForPods, close } = await openCluster();
  await waitForPods('web-', 3);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  const seen: string[] = [];
  for (let stop = 0; stop < TAB_STOPS; stop++) {
    await page.keyboard.press('Tab');
    const name = await focusedName(page);
    if (name === seen[0]) break;
    // Between the last stop and the first the focus is with the browser.
    if (name === '') continue;
    await expect.poll(() => focusShows(page), { message: `after ${seen.at(-1)}: ${name}`, timeout: 2_000 }).toBe(true);
    seen.push(name);
    if (name === 'Manifest YAML') await page.keyboard.press('Escape');
  }
  for (const name of ['Skip to the cluster', 'Resume', 'Step', 'Speed', 'Reset', 'Help', 'Manifest YAML', 'Increase replicas', 'Apply', 'node-1, Ready', 'Zoom in', 'Why?', 'Events']) expect(seen).toContain(name);
  await close();
});

test('the link at the top of the page leads to the stage, where arrow keys reach nodes, their buttons, pods and the control plane', async () => {
  const { page, cluster, waitForPods, close } = await openCluster();
  await waitForPods('web-', 3);
  await tabTo(page, 'Skip to the cluster');
  await page.keyboard.press('Enter');
  await expectFocus(page, /^node-1, /);
  await arrowTo(page, 'ArrowRight', /^node-3, /);
  await arrowTo(page, 'ArrowDown', /^(Kill node-3|Pod )/);
  await arrowTo(page, 'ArrowUp', /^(controllers|API server|scheduler), /);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: /^Stop the/ }).first().waitFor();
  await page.keyboard.press('Escape');
  await expectFocus(page, /^(controllers|API server|scheduler), /);
  await cluster.waitFor();
  await close();
});

/** The accessible name of what has the focus; empty when nothing has. */
async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return '';
    return (activeElement.getAttribute('aria-label') ?? activeElement.textContent ?? '').trim();
  });
}

async function expectFocus(page: Page, name: RegExp): Promise<void> {
  await expect.poll(() => focusedName(page), { timeout: 5_000 }).toMatch(name);
}

/** Whether a ring, a caret or a bar shows what has the focus, within the window. */
async function focusShows(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { activeElement } = document;
    if (!(activeElement instanceof HTMLElement) || !activeElement.matches(':focus-visible')) return false;
    const box = activeElement.getBoundingClientRect();
    const inWindow = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight && box.width > 0 && box.height > 0;
    const ring = getComputedStyle(activeElement);
    const bar = getComputedStyle(activeElement, '::after');
    const shows = ring.outlineStyle !== 'none' || activeElement.isContentEditable || (bar.content !== 'none' && bar.opacity === '1');
    return inWindow && shows;
  });
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < TAB_STOPS; presses++) {
    await page.keyboard.press('Tab');
    const focused = await focusedName(page);
    if (focused === name) return;
    if (focused === 'Manifest YAML') await page.keyboard.press('Escape');
  }
  throw new Error(`Tab does not lead to ${name}`);
}

/** Presses an arrow key until something of that name has the focus. */
async function arrowTo(page: Page, key: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown', name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press(key);
    const focused = await focusedName(page);
    if (name.test(focused)) return;
    passed.push(focused);
  }
  throw new Error(`${key} leads to ${passed.join(' → ')}, not to ${name}`);
}
