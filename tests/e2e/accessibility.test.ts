import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openCluster } from './cluster-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds on the page as it stands: rule and element, one line each. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } };
    const result = await checker.run();
    return result.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`));
  });
}

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

test('axe-core finds nothing on a phone, nor on its sheets', async () => {
  const { page, waitForPods, close } = await openCluster({ viewport: { width: 390, height: 844 }, touch: true, reducedMotion: 'reduce' });
  await waitForPods('web-', 3);
  expect(await violations(page)).toEqual([]);
  await close();
});
