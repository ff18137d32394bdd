#!/usr/bin/env node
// @ts-check
// A picture of a page, to look at while developing:
//   node scripts/screenshot.mjs URL OUT.png [--size 1440x900] [--dark] [--reduced-motion] [--touch] [--wait MS] [--click SELECTOR]...
// Clicks come one after another, each followed by the wait. A selector is Playwright's, such as "role=button[name='Kill node-2']".
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, ensureChromium } from './chromium.mjs';
import { afterSetUp, SetUpError } from './set-up.mjs';

const { values, positionals: [url, out] } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1440x900' },
    dark: { type: 'boolean', default: false },
    'reduced-motion': { type: 'boolean', default: false },
    touch: { type: 'boolean', default: false },
    wait: { type: 'string', default: '1000' },
    click: { type: 'string', multiple: true, default: [] },
  },
});

await afterSetUp(async () => {
  const size = /^(\d+)x(\d+)$/.exec(values.size);
  const waitMs = Number(values.wait);
  if (!url || !out || !size || !Number.isFinite(waitMs)) throw new SetUpError('Say: node scripts/screenshot.mjs URL OUT.png [--size 1440x900] [--dark] [--wait MS] [--click SELECTOR]...');
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS });
  try {
    const page = await browser.newPage({
      viewport: { width: Number(size[1]), height: Number(size[2]) },
      colorScheme: values.dark ? 'dark' : 'light',
      reducedMotion: values['reduced-motion'] ? 'reduce' : 'no-preference',
      hasTouch: values.touch,
    });
    page.on('pageerror', (error) => console.error(`error: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && console.error(`console: ${message.text()}`));
    await page.goto(url);
    await page.waitForTimeout(waitMs);
    for (const selector of values.click) {
      await page.click(selector, { timeout: 10_000 });
      await page.waitForTimeout(waitMs);
    }
    await page.screenshot({ path: out });
  } finally {
    await browser.close();
  }
});
