import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openCluster } from './cluster-page.ts';

test('presenting makes the type bigger and puts the side panels away; they come back by key, and Escape leaves', async () => {
  const { page, cluster, waitForPods, close } = await openCluster();
  await waitForPods('web-', 3);
  const panels = [page.getByRole('region', { name: 'Editor' }), page.getByRole('region', { name: 'Inspector' }), page.getByRole('region', { name: 'Events and resources' })];
  const typeSize = (): Promise<number> => page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
  const plain = await typeSize();
  const before = await cluster.boundingBox();

  await page.getByRole('button', { name: 'Present' }).click();
  await expect.poll(typeSize).toBeCloseTo(plain * 1.5);
  for (const panel of panels) await panel.waitFor({ state: 'hidden' });
  await expect.poll(async () => (await cluster.boundingBox())?.width).toBeGreaterThan(1_430);
  expect(before?.width).toBeLessThan(1_000);
  await page.getByRole('button', { name: 'Leave presenting' }).waitFor();
  await cluster.getByRole('button', { name: 'Kill node-2' }).click();
  await page.getByText('You powered off node-2').filter({ visible: true }).first().waitFor();

  await page.keyboard.press(']');
  await page.getByRole('region', { name: 'Inspector' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(typeSize).toBe(plain);
  for (const panel of panels) await panel.waitFor();
  await close();
});

test('the theme is light, dark, or follows the system as it changes', async () => {
  const { page, close } = await openCluster({ colorScheme: 'dark' });
  await expect.poll(() => isDark(page)).toBe(true);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => isDark(page)).toBe(false);

  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Theme: light' }).waitFor();
  expect(await isDark(page)).toBe(false);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await expect.poll(() => isDark(page)).toBe(true);
  await page.keyboard.press('t');
  await page.getByRole('button', { name: 'Theme: as the system' }).waitFor();
  await expect.poll(() => isDark(page)).toBe(false);
  await close();
});

/** Whether light text stands on a dark page. */
async function isDark(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const brightness = (color: string): number => (color.match(/[\d.]+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    const { backgroundColor, color } = getComputedStyle(document.body);
    return brightness(color) > brightness(backgroundColor);
  });
}
