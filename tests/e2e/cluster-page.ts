import type { Locator, Page } from 'playwright-core';
import { openPage, type OpenPage, type PageOptions } from './browser.ts';

/** A page with a living cluster, seen by the names that assistive technology reads. */
export interface ClusterPage extends OpenPage {
  readonly cluster: Locator;
  node(name: string | RegExp): Locator;
  /** pods on the stage, or of one node, whose name begins with a word: "Pod web-…, Running". */
  pods(beginning: string, state: string, within?: Locator): Locator;
  /** Waits until exactly `count` pods of that beginning run. */
  waitForPods(beginning: string, count: number, within?: Locator): Promise<void>;
  editor: Locator;
  /** Replaces the text of the editor. */
  write(text: string): Promise<void>;
  readText(): Promise<string>;
  clock(): Promise<string>;
  /** the simulated time, milliseconds since the Unix epoch. */
  now(): Promise<number>;
  /** Waits until simulated time has come to a moment. */
  waitForTime(atMs: number): Promise<void>;
  /** Opens what can be done to a thing on the stage, and does what begins with these words. */
  choose(thing: Locator, deed: string): Promise<void>;
}

/** Opens the page when its cluster lives. The tour, which is offered over the first scenario alone, is skipped unless it is wanted. */
export async function openCluster(options: PageOptions & { readonly tour?: boolean } = {}): Promise<ClusterPage> {
  const opened = await openPage(options);
  const { page } = opened;
  const cluster = page.getByRole('region', { name: 'Cluster' });
  await cluster.getByRole('group', { name: /^node-1, / }).waitFor();
  const offersTour = options.path?.includes('scenario=') !== true;
  if (offersTour && options.tour !== true) await page.getByRole('button', { name: 'Skip tour' }).click();
  const editor = page.getByRole('region', { name: 'Editor' });
  const pods = (beginning: string, state: string, within: Locator = cluster): Locator => within.getByRole('button', { name: new RegExp(`^Pod ${beginning}[^,]*, ${state}$`) });
  return {
    ...opened,
    cluster,
    node: (name) => cluster.getByRole('group', { name: typeof name === 'string' ? new RegExp(`^${name}, `) : name }),
    pods,
    waitForPods: (beginning, count, within) => waitForCount(page, pods(beginning, 'Running', within), count),
    editor,
    async write(text) {
      await editor.getByRole('textbox').click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
    },
    readText: () => page.evaluate(() => (JSON.parse(localStorage.getItem('kubarium.preferences') ?? '{}') as { state?: { editorText?: string } }).state?.editorText ?? ''),
    clock: async () => (await page.getByRole('status', { name: 'Simulated time' }).textContent()) ?? '',
    now: async () => Date.parse((await page.getByRole('status', { name: 'Simulated time' }).locator('time').getAttribute('datetime')) ?? ''),
    waitForTime: async (atMs) => {
      await page.waitForFunction((wanted) => Date.parse(document.querySelector('[aria-label="Simulated time"] time')?.getAttribute('datetime') ?? '') >= wanted, atMs, { timeout: PATIENCE_MS });
    },
    async choose(thing, deed) {
      await thing.click({ button: 'right' });
      await page.getByRole('menuitem', { name: new RegExp(`^${deed}`) }).click();
    },
  };
}

const PATIENCE_MS = 50_000;

/** Waits until the page has drawn a frame. */
export async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(resolve); }));
}

/** Resolves when exactly `count` elements are there. */
export async function waitForCount(page: Page, locator: Locator, count: number): Promise<void> {
  if (count > 0) await locator.nth(count - 1).waitFor({ timeout: PATIENCE_MS, state: 'attached' });
  const until = Date.now() + PATIENCE_MS;
  while ((await locator.count()) !== count) {
    if (Date.now() > until) throw new Error(`there are ${await locator.count()} of ${count} ${locator}`);
    await nextFrame(page);
  }
}
