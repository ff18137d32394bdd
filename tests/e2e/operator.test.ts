import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { openCluster } from './cluster-page.ts';

const CODE = `operator({
  for: { apiVersion: 'example.com/v1', kind: 'Website' },
  owns: [{ apiVersion: 'apps/v1', kind: 'Deployment' }],
  reconcile(website, api) {
    const { name, namespace, uid } = website.metadata;
    const labels = { app: name };
    if (api.get('apps/v1', 'Deployment', namespace, 'mine')) return;
    api.create({
      apiVersion: 'apps/v1', kind: 'Deployment',
      metadata: { name: 'mine', namespace, ownerReferences: [{ apiVersion: website.apiVersion, kind: website.kind, name, uid, controller: true }] },
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } } },
    });
  },
});
`;

/** Replaces the code as a paste does. */
async function write(page: Page, code: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Operator code' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
}

test('a reconcile function is written, run, and its Deployment’s pods appear; a mistake is shown at its line', async () => {
  const { page, editor, waitForPods, close } = await openCluster();
  await editor.getByRole('tab', { name: 'Operator' }).click();
  await editor.getByRole('button', { name: 'Write it' }).click();
  await write(page, `${CODE}api.`);
  await page.keyboard.press('Control+Space');
  await page.getByRole('option', { name: /^updateStatus/ }).waitFor();
  // The keys of the code give the keyboard back, even after a list of completions.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Run');
  await write(page, CODE);
  await page.keyboard.press('ControlOrMeta+Enter');
  await editor.getByText(/^website-operator-\S+ leads\.$/).waitFor();
  await editor.getByRole('list', { name: /^Last runs/ }).getByText('created').first().waitFor();
  await waitForPods('mine-', 2);

  await write(page, CODE.replace('const labels', 'website.nothing.here; const labels'));
  await page.keyboard.press('ControlOrMeta+Enter');
  await editor.getByText(/it fails at one object/).waitFor();
  await editor.getByRole('button', { name: 'line 6' }).first().click();
  expect(await editor.locator('.k-problem').innerText()).toMatch(/cannot read property 'here' of undefined/);

  await page.reload();
  await page.getByRole('textbox', { name: 'Operator code' }).getByText('website.nothing.here').waitFor();
  await editor.getByText(/^website-operator-\S+ leads/).waitFor();
  await close();
});

test.each([['light', { width: 1440, height: 900 }], ['dark', { width: 390, height: 844 }]] as const)('axe-core finds nothing in the workshop, %s', async (colorScheme, viewport) => {
  const { page, editor, close } = await openCluster({ path: '?scenario=operator', colorScheme, viewport, reducedMotion: 'reduce' });
  if (viewport.width < 500) await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Editor' }).click();
  await editor.getByRole('tab', { name: 'Operator' }).click();
  await editor.getByText(/leads\.$/).waitFor();
  for (const tab of ['Runs', 'Log', 'Reference']) {
    await editor.getByRole('tab', { name: tab }).click();
    expect(await violations(page), tab).toEqual([]);
  }
  await editor.getByRole('button', { name: 'New operator' }).click();
  expect(await violations(page), 'new').toEqual([]);
  await close();
});
