import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { nextFrame, openCluster, type ClusterPage } from './cluster-page.ts';

const MOST_STEPS = 30;

test('adaptive time is the default and says what it waits for; Pause holds the clock, Step moves it to the next event, keys do the same', async () => {
  const cluster = await openCluster();
  const { page, now, waitForPods, waitForTime, close } = cluster;
  const clock = page.getByRole('status', { name: 'Simulated time' });
  expect(await page.getByRole('button', { name: 'Adaptive' }).getAttribute('aria-pressed')).toBe('true');
  await waitForPods('web-', 3);
  await page.getByRole('button', { name: 'Kill node-1' }).click();
  await clock.getByText(/waiting for .+/).waitFor();
  await clock.getByText(/, \d+ (s|min)( \d+ s)? left/).waitFor();

  await page.getByRole('button', { name: 'Pause' }).click();
  await clock.getByText('paused').waitFor();
  const heldMs = await held(cluster);
  for (let step = 0; step < MOST_STEPS && await now() === heldMs; step++) {
    await page.getByRole('button', { name: 'Step' }).click();
    await nextFrame(page);
  }
  const steppedMs = await held(cluster);
  expect(steppedMs).toBeGreaterThan(heldMs);
  await page.getByRole('button', { name: 'Resume' }).click();
  await waitForTime(steppedMs + 1_000);

  // Keys go to time wherever the pointer was last.
  await page.keyboard.press('Space');
  await clock.getByText('paused').waitFor();
  const beforeMs = await held(cluster);
  // What happens at the same moment takes more steps than one.
  for (let step = 0; step < MOST_STEPS && await now() === beforeMs; step++) {
    await page.keyboard.press('.');
    await nextFrame(page);
  }
  const laterMs = await held(cluster);
  expect(laterMs).toBeGreaterThan(beforeMs);
  await page.keyboard.press('Space');
  await waitForTime(laterMs + 1_000);
  await page.keyboard.press('.');
  await clock.getByText('paused').waitFor();
  await close();
});

/** Speeds and how much simulated time is watched go by. */
const SPEEDS: readonly (readonly [string, number, number])[] = [['0.1×', 0.1, 100], ['1×', 1, 1_000], ['20×', 20, 20_000], ['60×', 60, 60_000], ['1000×', 1_000, 1_000_000]];

test('every speed keeps its pace, and the clock is always shown', async () => {
  const { page, waitForPods, close } = await openCluster();
  await waitForPods('web-', 3);
  const clock = page.getByRole('status', { name: 'Simulated time' });
  const unpressedAdaptive = page.getByRole('button', { name: 'Adaptive', pressed: false });
  for (const [label, speed, spanMs] of SPEEDS) {
    await chooseSpeed(page.getByRole('button', { name: /^Speed/ }), label);
    await unpressedAdaptive.waitFor();
    // A machine that was busy with something else while it was measured is measured once more.
    const deviation = async (): Promise<number> => Math.abs(Math.log2(await measuredSpeed(page, spanMs) / speed));
    await expect.poll(deviation, { message: `${label}: doublings off its pace`, timeout: 20_000 }).toBeLessThan(0.7);
  }
  await page.getByRole('button', { name: '60×', exact: true }).click();
  await page.getByRole('button', { name: '60×', exact: true, pressed: true }).waitFor();
  for (const name of ['Hide left panel', 'Hide right panel', 'Hide bottom panel', 'Present']) {
    await page.getByRole('button', { name }).click();
    expect(await clock.isVisible()).toBe(true);
  }
  await close();
});

async function chooseSpeed(menuButton: Locator, label: string): Promise<void> {
  await menuButton.click();
  await menuButton.page().getByRole('menuitemradio', { name: new RegExp(`^${label}`) }).click();
  await menuButton.page().getByRole('menu').waitFor({ state: 'hidden' });
}

/** The clock after some frames, in which it has not moved. */
async function held({ page, now }: ClusterPage): Promise<number> {
  await nextFrame(page);
  const atMs = await now();
  for (let frame = 0; frame < 20; frame++) await nextFrame(page);
  expect(await now()).toBe(atMs);
  return atMs;
}

/** Simulated seconds a second, as the clock on the page shows them go by. */
async function measuredSpeed(page: ClusterPage['page'], spanMs: number): Promise<number> {
  return page.evaluate(async (span) => {
    const shown = (): number => Date.parse(document.querySelector('[aria-label="Simulated time"] time')?.getAttribute('datetime') ?? '');
    const frame = (): Promise<number> => new Promise((resolve) => { requestAnimationFrame(resolve); });
    await frame();
    const fromMs = shown();
    const startMs = performance.now();
    while (shown() < fromMs + span) await frame();
    return (shown() - fromMs) / (performance.now() - startMs);
  }, spanMs);
}
