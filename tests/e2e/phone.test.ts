import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { openCluster } from './cluster-page.ts';

const PHONE = { viewport: { width: 390, height: 844 }, touch: true, reducedMotion: 'reduce' } as const;

test('on a phone the stage fills the screen, a node is killed by a tap, and a long press opens what can be done', async () => {
  const { page, cluster, node, pods, waitForPods, close } = await openCluster(PHONE);
  await waitForPods('web-', 3);
  await expectToFit(page);
  await page.getByRole('button', { name: 'Close what to try' }).tap();
  const stage = await boxOf(cluster);
  const foot = await boxOf(page.getByRole('navigation', { name: 'Panels' }));
  expect(stage.width).toBe(390);
  expect(stage.y + stage.height).toBeCloseTo(foot.y, 0);
  expect(stage.height).toBeGreaterThan(0.75 * 844);
  expect(await page.getByRole('status', { name: 'Simulated time' }).isVisible()).toBe(true);

  await cluster.getByRole('button', { name: 'Kill node-3' }).tap();
  await page.getByText('You powered off node-3').filter({ visible: true }).first().waitFor();
  await cluster.getByRole('button', { name: 'Start node-3' }).tap();
  await page.getByText('You started node-3').filter({ visible: true }).first().waitFor();

  const pod = pods('web-', 'Running', node(/^node-[12], Ready/)).first();
  await longPress(pod);
  await page.getByRole('menuitem', { name: /^Delete pod/ }).tap();
  await cluster.getByRole('button', { name: /^Pod web-[^,]+, Terminating$/ }).waitFor();
  await waitForPods('web-', 3);
  await expectToFit(page);
  await close();
});

test('on a phone the rest are sheets that open and close, nothing is wider than the screen, and axe-core finds nothing', async () => {
  const { page, pods, waitForPods, close } = await openCluster(PHONE);
  await waitForPods('web-', 3);
  const isFine = async (what: string): Promise<void> => {
    await expectToFit(page);
    expect(await violations(page), what).toEqual([]);
  };
  const foot = page.getByRole('navigation', { name: 'Panels' });
  await isFine('stage');
  await pods('web-', 'Running').first().tap();
  await page.getByRole('button', { name: 'Pause' }).tap();

  for (const [name, tabs] of [['Editor', ['Samples', 'Lesson', /\.yaml$/]], ['Inspect', ['Summary', 'YAML', 'Logs', 'Why?']], ['Events', ['Resources', 'Events']]] as const) {
    await foot.getByRole('button', { name }).tap();
    const sheet = page.getByRole('dialog', { name });
    await sheet.waitFor();
    for (const tab of tabs) {
      await sheet.getByRole('tab', { name: tab }).tap();
      await isFine(`${name}, ${tab}`);
    }
    await sheet.getByRole('button', { name: `Close ${name}` }).tap();
    await sheet.waitFor({ state: 'hidden' });
  }

  // The same button of the foot that opens a sheet closes it, and another one takes its place.
  await foot.getByRole('button', { name: 'Inspect' }).tap();
  await page.getByRole('dialog', { name: 'Inspect' }).getByRole('heading', { name: /^Pod web-/ }).waitFor();
  await foot.getByRole('button', { name: 'Events' }).tap();
  await page.getByRole('dialog', { name: 'Events' }).waitFor();
  await page.getByRole('dialog', { name: 'Inspect' }).waitFor({ state: 'hidden' });
  await foot.getByRole('button', { name: 'Events' }).tap();
  await page.getByRole('dialog', { name: 'Events' }).waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: /^(Scenario )?First deployment/ }).tap();
  await page.getByRole('dialog', { name: 'Scenarios' }).waitFor();
  await isFine('gallery');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More' }).tap();
  await page.getByRole('menuitem', { name: 'Present' }).waitFor();
  await isFine('more');
  await close();
});

test('on a phone a manifest is changed and applied from the sheet', async () => {
  const { page, editor, waitForPods, close } = await openCluster(PHONE);
  await waitForPods('web-', 3);
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Editor' }).tap();
  await editor.getByRole('button', { name: 'Increase replicas' }).tap();
  await editor.getByText('replicas 3 → 4').first().waitFor();
  await editor.getByRole('button', { name: 'Apply' }).tap();
  await editor.getByText('deployment.apps/web configured').waitFor();
  await page.getByRole('button', { name: 'Close Editor' }).tap();
  await waitForPods('web-', 4);
  await close();
});

async function expectToFit(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

async function boxOf(thing: Locator): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }> {
  const box = await thing.boundingBox();
  if (!box) throw new Error(`${thing} is not on the page`);
  return box;
}

/** A finger that stays until the menu shows. */
async function longPress(thing: Locator): Promise<void> {
  const page = thing.page();
  const { x, y, width, height } = await boxOf(thing);
  const touch = await page.context().newCDPSession(page);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + width / 2, y: y + height / 2 }] });
  await page.getByRole('menu').waitFor();
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
