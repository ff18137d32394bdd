import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { openCluster } from './cluster-page.ts';

test.each(['light', 'dark'] as const)('axe-core finds nothing on any view of the page, %s', async (colorScheme) => {
  const { page, pods, waitForPods, close } = await openCluster({ colorScheme, tour: true, reducedMotion: 'reduce' });
  await waitForPods('web-', 3);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Skip tour' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();

  await pods('web-', 'Running').first().click();
  for (const tab of ['Why?', 'Summary', 'YAML', 'Logs', 'Samples', 'Lesson', 'Resources']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    expect(await violations(page), tab).toEqual([]);
  }
  for (const key of ['g', '?']) {
    await page.keyboard.press(key);
    await page.getByRole('dialog').first().waitFor();
    expect(await violations(page), `dialog ${key}`).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('p');
  expect(await violations(page), 'presenting').toEqual([]);
  await close();
});
