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

const REFUSED: readonly (readonly [string, string, string])[] = [
  ['a negative number of replicas', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  replicas: -1\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [{ name: a, image: nginx }] }\n', 'must be greater than or equal to 0'],
  ['an unknown field', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndate: {}\n', 'unknown field "date"'],
  ['a wrong type', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  replicas: many\n', 'cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'],
  ['an unknown kind', 'apiVersion: v1\nkind: Pot\nmetadata: { name: a }\n', 'no matches for kind "Pot" in version "v1"'],
  ['broken YAML', 'apiVersion: v1\nkind: [ConfigMap\n', 'This list is never closed'],
  ['HTML in a name', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: <img src=x onerror=alert(1)>\n', 'a lowercase RFC 1123 subdomain must consist of'],
];

test.each(REFUSED)('%s is refused with words, the text stays', async (_what, text, words) => {
  const { page, editor, write, waitForPods, readText, close } = await openCluster();
  await waitForPods('web-', 3);
  await write(text);
  await editor.getByRole('button', { name: 'Apply' }).click();
  await editor.getByText(words, { exact: false }).first().waitFor();
  expect(await readText()).toBe(text);
  await waitForPods('web-', 3);
  await page.getByRole('region', { name: 'Cluster' }).waitFor();
  await close();
});

/** The whole text, beyond what is drawn of it. */
async function editorText(page: import('playwright-core').Page): Promise<string> {
  const stored = await page.evaluate(() => (JSON.parse(localStorage.getItem('kubarium.preferences') ?? '{}') as { state?: { editorText?: string | null } }).state?.editorText);
  if (stored) return stored;
  return (await page.locator('.cm-line').allInnerTexts()).join('\n');
}
