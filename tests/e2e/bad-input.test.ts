import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openCluster, type ClusterPage } from './cluster-page.ts';

const MARKUP = '<img src=x onerror=alert(1)>';
const FORTY_GENERATIONS = Array.from({ length: 40 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(', ')}]`).join('\n');

/** The Deployment of the page, line by line; `change` replaces a line by its number. */
function web(change: Readonly<Record<number, string>>): string {
  const lines = [
    'apiVersion: apps/v1', 'kind: Deployment', 'metadata:', '  name: web', 'spec:', '  replicas: 3', '  selector:', '    matchLabels:', '      app: web',
    '  template:', '    metadata:', '      labels:', '        app: web', '    spec:', '      containers:', '      - name: nginx', '        image: nginx:1.27',
  ];
  return `${lines.map((line, index) => change[index + 1] ?? line).join('\n')}\n`;
}

const configMap = (rest: string): string => `apiVersion: v1\nkind: ConfigMap\n${rest}\n`;

/** What is wrong, the text, the line at which it is said, and the words. */
const REFUSED: readonly (readonly [what: string, text: string, line: number, words: string])[] = [
  ['a list that is never closed', 'apiVersion: v1\nkind: [ConfigMap\n', 2, 'This list is never closed'],
  ['a tab', configMap('metadata:\n\tname: a'), 4, 'Tabs cannot indent YAML'],
  ['an unknown kind', 'apiVersion: v1\nkind: Pot\nmetadata: { name: a }\n', 2, 'no matches for kind "Pot" in version "v1"'],
  ['a kind of another version', 'apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: { name: a }\n', 1, 'no matches for kind "Deployment" in version "apps/v1beta1"'],
  ['no name', configMap('metadata: {}'), 3, 'resource name may not be empty'],
  ['an unknown field', web({ 6: '  replica: 3' }), 6, 'strict decoding error: unknown field "spec.replica" did you mean "replicas"?'],
  ['an unknown field deep down', web({ 17: '        img: nginx' }), 17, 'unknown field "spec.template.spec.containers[0].img"'],
  ['a wrong type', web({ 6: '  replicas: many' }), 6, 'cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'],
  ['a list where a mapping belongs', web({ 9: '    - app' }), 8, 'cannot unmarshal array into Go struct field LabelSelector.spec.selector.matchLabels of type map[string]string'],
  ['a negative number of replicas', web({ 6: '  replicas: -1' }), 6, 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
  ['labels that the selector does not match', web({ 13: '        app: other' }), 12, 'Invalid value: {"app":"other"}: `selector` does not match template `labels`'],
  ['a change of what cannot be changed', web({ 9: '      app: shop', 13: '        app: shop' }), 7, 'field is immutable'],
  ['an alias bomb', `${configMap('metadata: { name: a }')}l0: &l0 ha\n${FORTY_GENERATIONS}\n`, 9, 'document contains excessive aliasing'],
  ['an anchor that holds itself', configMap('metadata: { name: a }\ndata: &a { b: *a }'), 4, "anchor 'a' value contains itself"],
  ['nesting without an end', configMap(`metadata: { name: a }\ndata: ${'['.repeat(5_000)}`), 4, 'nests lists or mappings too deeply'],
  ['__proto__ as a field', configMap('metadata: { name: a }\n__proto__: { polluted: yes }'), 4, 'unknown field "__proto__"'],
  ['__proto__ as a label', configMap('metadata:\n  name: a\n  labels:\n    __proto__: a'), 6, 'unknown field "metadata.labels.__proto__"'],
  ['markup as a name', configMap(`metadata:\n  name: ${MARKUP}`), 4, `metadata.name: Invalid value: "${MARKUP}": a lowercase RFC 1123 subdomain must consist of`],
  ['markup as a label', configMap(`metadata:\n  name: a\n  labels:\n    note: ${MARKUP}`), 5, `Invalid value: "${MARKUP}"`],
  ['one bad document of two', `${web({ 6: '  replicas: 7' })}---\napiVersion: v1\nkind: Secret\nmetadata: { name: A }\n`, 21, 'a lowercase RFC 1123 subdomain must consist of'],
];

test('what cannot be applied is refused in Kubernetes’ words at its line; the text stays, the cluster is unchanged, the page goes on', async () => {
  const cluster = await openCluster();
  const { page, editor, waitForPods, write, readText, close } = cluster;
  const dialogs = dialogsOf(page);
  await waitForPods('web-', 3);
  // Heartbeats are writes too.
  await page.getByRole('button', { name: 'Pause' }).click();
  const version = resourceVersion(cluster);
  const before = await version.textContent();
  for (const [what, text, line, words] of REFUSED) {
    await write(text);
    await editor.getByRole('button', { name: 'Apply' }).click();
    const problem = editor.getByRole('list', { name: 'Problems' }).getByRole('button').filter({ hasText: words }).first();
    await problem.waitFor({ timeout: 5_000 }).catch(async (error: unknown) => {
      throw new Error(`${what}: no such words, but ${await editor.getByRole('list', { name: 'Problems' }).allInnerTexts()}`, { cause: error });
    });
    expect(await problem.innerText(), what).toMatch(new RegExp(`^line ${line}\\b`));
    expect(await wordsUnderLine(page, line), what).toContain(words.replace(/ did you mean.*/, ''));
    expect(await readText(), what).toBe(text);
    expect(await version.textContent(), what).toBe(before);
  }
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
  await page.getByRole('button', { name: 'Resume' }).click();
  await waitForPods('web-', 3);
  expect(dialogs).toEqual([]);
  await close();
});

test('10 MB of pasted text is refused at once, and the page answers the next click', async () => {
  const { page, editor, waitForPods, close } = await openCluster();
  await waitForPods('web-', 3);
  for (const [line, times] of [['a: b\n', 2_000_000], [`a: ${'x'.repeat(9_999_990)}\n`, 1]] as const) {
    const startMs = Date.now();
    await paste(editor.getByRole('textbox'), line, times);
    await editor.getByRole('button', { name: 'Apply' }).click();
    await editor.getByRole('list', { name: 'Problems' }).getByRole('button').filter({ hasText: /^line 1\s*This text has 10\.0 MB; at most 1 MB can be read/ }).waitFor();
    await page.getByRole('button', { name: 'Step' }).click();
    await page.getByRole('tab', { name: 'Resources' }).click();
    await page.getByRole('grid', { name: 'Pods' }).getByRole('row').filter({ hasText: 'web-' }).first().click();
    await page.getByRole('region', { name: 'Inspector' }).getByRole('heading', { name: /^Pod web-/ }).waitFor();
    await page.getByRole('tab', { name: 'Events' }).click();
    expect(Date.now() - startMs).toBeLessThan(15_000);
    // The text is still there, down to its end.
    await editor.getByRole('textbox').focus();
    await page.keyboard.press('ControlOrMeta+End');
    await editor.locator('.cm-lineNumbers').getByText(String(times + 1), { exact: true }).waitFor();
  }
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(web({ 6: '  replicas: 4' }));
  await editor.getByText('replicas 3 → 4').first().waitFor();
  await close();
});

test('markup that Kubernetes takes is shown as the text it is, wherever it comes up', async () => {
  const { page, editor, cluster, pods, waitForPods, write, close } = await openCluster();
  const dialogs = dialogsOf(page);
  await waitForPods('web-', 3);
  const image = '<b>x</b>';
  await write(`apiVersion: v1
kind: Pod
metadata:
  name: markup
  annotations:
    note: ${MARKUP}
    <i>key</i>: refused
spec:
  containers:
  - name: a
    image: busybox
`);
  await editor.getByRole('button', { name: 'Apply' }).click();
  await editor.getByRole('list', { name: 'Problems' }).getByText('Invalid value: "<i>key</i>"').first().waitFor();
  await write(`apiVersion: v1
kind: Pod
metadata:
  name: markup
  annotations:
    note: ${MARKUP}
spec:
  containers:
  - name: talks
    image: busybox
    command: [sh, -c, 'echo "${MARKUP}"; sleep 3600']
  - name: has-no-image
    image: ${image}
`);
  await editor.getByRole('button', { name: 'Apply' }).click();
  const pod = pods('markup', '(InvalidImageName|ErrImagePull|ImagePullBackOff)');
  await pod.waitFor();
  await pod.hover();
  await pod.click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  for (const [tab, words] of [['Summary', image], ['YAML', MARKUP], ['Why?', 'markup'], ['Logs', MARKUP]] as const) {
    await inspector.getByRole('tab', { name: tab }).click();
    await inspector.getByText(words, { exact: false }).first().waitFor();
    expect(await markupOf(page), tab).toEqual([]);
  }
  await page.getByRole('tab', { name: 'Resources' }).click();
  await page.getByRole('combobox', { name: 'Kind' }).selectOption({ label: 'Events' });
  await page.getByRole('grid', { name: 'Events' }).getByText(image, { exact: false }).first().waitFor();
  await page.getByRole('tab', { name: 'Events' }).click();
  await pod.click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Delete pod/ }).waitFor();
  expect(await markupOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(dialogs).toEqual([]);
  await cluster.waitFor();
  await close();
});

/** The store's resource version as the API server's station shows it: "rv 123". */
function resourceVersion({ cluster }: ClusterPage): Locator {
  return cluster.locator('svg').getByText(/^rv /).first();
}

/** The messages of dialogs that a script opens; each is closed at once. */
function dialogsOf(page: Page): readonly string[] {
  const messages: string[] = [];
  page.on('dialog', (dialog) => {
    messages.push(dialog.message());
    void dialog.dismiss();
  });
  return messages;
}

/** Elements that only text from a manifest could have brought. */
async function markupOf(page: Page): Promise<string[]> {
  return page.evaluate(() => [...document.querySelectorAll('[onerror], img[src=x], b, i')].map((element) => element.outerHTML));
}

/** What is written under a line of the text. */
async function wordsUnderLine(page: Page, line: number): Promise<string> {
  const textOfLine = page.locator('.cm-lineNumbers .cm-gutterElement').getByText(String(line), { exact: true });
  await textOfLine.waitFor();
  return page.evaluate((number) => {
    const [gutter] = [...document.querySelectorAll<HTMLElement>('.cm-lineNumbers .cm-gutterElement')].filter((element) => element.textContent === String(number) && element.offsetHeight > 0);
    const top = gutter?.getBoundingClientRect().top ?? 0;
    const row = [...document.querySelectorAll<HTMLElement>('.cm-line')].find((element) => Math.abs(element.getBoundingClientRect().top - top) < 4);
    return row?.nextElementSibling?.classList.contains('k-problem') ? row.nextElementSibling.textContent ?? '' : '';
  }, line);
}

async function paste(textbox: Locator, line: string, times: number): Promise<void> {
  await textbox.focus();
  await textbox.page().keyboard.press('ControlOrMeta+a');
  await textbox.evaluate((element, [text, count]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text.repeat(count));
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, [line, times] as const);
}
