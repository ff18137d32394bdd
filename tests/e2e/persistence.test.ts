import { expect, test } from 'vitest';
import { openCluster } from './cluster-page.ts';
import { savedDeed } from './saved-deed.ts';

test('cluster, editor text, theme and layout survive a reload; Reset starts over and can be undone', async () => {
  const { page, cluster, editor, write, waitForPods, pods, node, close } = await openCluster();
  await waitForPods('web-', 3);
  await cluster.getByRole('button', { name: 'Kill node-1' }).click();
  await page.getByText('You powered off node-1').filter({ visible: true }).first().waitFor();
  await write('# my own text\n');
  await page.getByRole('button', { name: 'Hide bottom panel' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Theme/ }).click();
  const theme = await page.evaluate(() => document.documentElement.dataset['theme']);
  const names = (await Promise.all((await pods('web-', '.*').all()).map((pod) => pod.getAttribute('aria-label')))).map((label) => label?.split(',')[0]).sort();
  await page.waitForFunction(savedDeed, 'power-off-node');

  await page.reload();
  await cluster.getByRole('button', { name: 'Start node-1' }).waitFor();
  await editor.getByText('# my own text').waitFor();
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme);
  await page.getByRole('button', { name: 'Show bottom panel' }).waitFor();
  const after = (await Promise.all((await pods('web-', '.*').all()).map((pod) => pod.getAttribute('aria-label')))).map((label) => label?.split(',')[0]);
  expect(after).toEqual(expect.arrayContaining(names.slice(0, 1)));

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await cluster.getByRole('button', { name: 'Kill node-1' }).waitFor();
  await page.getByRole('button', { name: 'Undo reset' }).click();
  await cluster.getByRole('button', { name: 'Start node-1' }).waitFor();
  expect(await node('node-1').count()).toBe(1);
  await close();
});
