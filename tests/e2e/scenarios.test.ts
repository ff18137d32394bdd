import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { scenarios } from '../../src/lessons/scenarios.ts';
import { openCluster, waitForCount } from './cluster-page.ts';

test('every card of the gallery opens a living cluster with its title and its two sentences, and can be taken back', async () => {
  const { page, cluster, now, waitForTime, close } = await openCluster({ viewport: { width: 1024, height: 640 }, reducedMotion: 'reduce' });
  let open = 'First deployment';
  const gallery = page.getByRole('dialog', { name: 'Scenarios' });
  for (const { title, summary, try: sentences } of scenarios) {
    await scenarioButton(page, open).click();
    await gallery.getByRole('button').filter({ hasText: title }).filter({ hasText: summary }).click();
    await gallery.waitFor({ state: 'hidden' });
    await scenarioButton(page, title).waitFor();
    open = title;
    await page.getByRole('region', { name: 'What to try' }).getByText(sentences, { exact: true }).waitFor();
    expect(await page.title()).toBe(`${title} · Kubarium`);
    await cluster.getByRole('group', { name: /^node-1, Ready/ }).waitFor();
    await cluster.getByRole('button', { name: /^Pod [^,]+, / }).first().waitFor();
    await waitForTime((await now()) + 100);
  }
  await page.getByRole('button', { name: 'Go back' }).last().click();
  await scenarioButton(page, scenarios.at(-2)?.title ?? '').waitFor();
  await close();
});

test('the gallery is filtered by typing, and walked through by the arrow keys', async () => {
  const { page, cluster, close } = await openCluster();
  await page.keyboard.press('g');
  const gallery = page.getByRole('dialog', { name: 'Scenarios' });
  await gallery.getByRole('searchbox', { name: 'Filter scenarios' }).waitFor();
  await page.keyboard.type('policies');
  await gallery.getByRole('heading', { name: 'First steps' }).waitFor({ state: 'detached' });
  expect(await gallery.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['Policies']);
  const titles = scenarios.filter(({ level }) => level === 'Policies').map(({ title }) => title);
  expect(await gallery.locator('.k-gallery-title').allTextContents()).toEqual(titles);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await scenarioButton(page, titles[1] ?? '').waitFor();
  await cluster.getByRole('button', { name: /^Pod [^,]+, / }).first().waitFor();
  await close();
});

test('an address names the scenario to open, and is cleared of it so that a reload goes on', async () => {
  const { page, cluster, close } = await openCluster({ path: '?scenario=node-failure' });
  await scenarioButton(page, 'Node failure').waitFor();
  expect(new URL(page.url()).search).toBe('');
  await cluster.getByRole('button', { name: 'Kill node-3' }).click();
  await page.getByText('You powered off node-3').filter({ visible: true }).first().waitFor();
  expect(await page.getByRole('button', { name: 'Skip tour' }).count(), 'a tour over a chosen scenario').toBe(0);
  await cluster.getByRole('button', { name: 'Start node-3' }).waitFor();
  await page.goto(`${page.url()}?scenario=no-such-thing`);
  await page.getByText('There is no scenario “no-such-thing”.').waitFor();
  await close();
});

test('while the control plane is stopped nothing comes of what you want; started from the menus, it catches up', async () => {
  const { page, cluster, editor, pods, node, now, waitForPods, waitForTime, choose, close } = await openCluster({ path: '?scenario=control-plane-stopped' });
  await waitForPods('web-', 3);
  await cluster.getByRole('button', { name: /^controllers?.*stopped$/i }).waitFor();
  await page.getByRole('button', { name: '60×', exact: true }).click();
  await choose(pods('web-', 'Running').first(), 'Delete pod');
  await waitForPods('web-', 2);
  await waitForTime((await now()) + 30_000);
  await waitForPods('web-', 2);
  await page.getByRole('button', { name: 'Break something' }).click();
  await page.getByRole('menuitem', { name: /^Start the controller manager/ }).click();
  await waitForPods('web-', 3);

  const scheduler = cluster.getByRole('button', { name: /^scheduler, /i });
  await choose(scheduler, 'Stop the scheduler');
  await cluster.getByRole('button', { name: 'scheduler, stopped' }).waitFor();
  await editor.getByRole('button', { name: /more|add|increase/i }).first().click();
  await editor.getByText('replicas 3 → 4').first().waitFor();
  await editor.getByRole('button', { name: 'Apply' }).click();
  const lane = cluster.getByRole('group', { name: 'Waiting for a node' });
  await waitForCount(page, pods('web-', 'Pending', lane), 1);
  await choose(scheduler, 'Start the scheduler');
  await waitForCount(page, pods('web-', '.*', lane), 0);
  await waitForPods('web-', 4);
  expect(await pods('web-', 'Running', node(/^node-\d, Ready$/)).count()).toBe(4);
  await close();
});

test('an image that does not exist is named on the pod, and “Roll back” brings the old pods through', async () => {
  const { page, cluster, pods, waitForPods, close } = await openCluster({ path: '?scenario=bad-image' });
  await waitForPods('web-', 3);
  const failing = cluster.getByRole('button', { name: /^Pod web-[^,]+, (ErrImagePull|ImagePullBackOff)$/ });
  await failing.first().waitFor();
  await failing.first().click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByRole('tab', { name: 'Summary' }).click();
  await inspector.getByText(/nginx:1\.72.*not found/).first().waitFor();
  await inspector.getByRole('navigation', { name: 'Owners' }).getByRole('button', { name: /Deployment/ }).click();
  await inspector.getByRole('heading', { name: 'Deployment web' }).waitFor();
  await inspector.getByRole('button', { name: /^Do…/ }).click();
  await page.getByRole('menuitem', { name: /^Roll back/ }).click();
  await page.getByText('You rolled Deployment web back to revision 1').filter({ visible: true }).first().waitFor();
  await waitForCount(page, failing, 0);
  await waitForCount(page, pods('web-', '.*'), 3);
  await waitForPods('web-', 3);
  await close();
});

/** In the top bar: what is open, and the way to the others. */
function scenarioButton(page: Page, title: string): Locator {
  return page.getByRole('banner').getByRole('button', { name: new RegExp(`^(Scenario )?${title}$`) });
}
