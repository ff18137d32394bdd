import { expect, test } from 'vitest';
import { openCluster } from './cluster-page.ts';

test('edit replicas in the editor, apply, and the new pods are born', async () => {
  const { page, editor, waitForPods, write, readText, close } = await openCluster();
  await waitForPods('web-', 3);
  await editor.getByText('replicas').first().waitFor();
  const text = await editorText(page);
  expect(text).toMatch(/replicas: 3/);
  await write(text.replace('replicas: 3', 'replicas: 5'));
  await editor.getByText('replicas 3 → 5').first().waitFor();
  await editor.getByRole('button', { name: 'Apply' }).click();
  await editor.getByText('deployment.apps/web configured').waitFor();
  await waitForPods('web-', 5);
  expect(await readText()).toContain('replicas: 5');
  await close();
});

test('the stepper beside replicas changes the number, and Ctrl+Enter applies it', async () => {
  const { page, editor, waitForPods, close } = await openCluster();
  await waitForPods('web-', 3);
  await editor.getByRole('button', { name: /more|add|increase/i }).first().click();
  await editor.getByText('replicas 3 → 4').first().waitFor();
  await editor.getByRole('textbox').focus();
  await page.keyboard.press('ControlOrMeta+Enter');
  await waitForPods('web-', 4);
  await close();
});

/** The whole text, beyond what is drawn of it. */
async function editorText(page: import('playwright-core').Page): Promise<string> {
  const stored = await page.evaluate(() => (JSON.parse(localStorage.getItem('kubarium.preferences') ?? '{}') as { state?: { editorText?: string | null } }).state?.editorText);
  if (stored) return stored;
  return (await page.locator('.cm-line').allInnerTexts()).join('\n');
}
