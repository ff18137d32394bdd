import { chromium, type Browser, type ConsoleMessage, type Page } from 'playwright-core';
import { afterAll, inject } from 'vitest';
import { CHROMIUM_ARGS } from '../../scripts/chromium.mjs';

/** Address of the built page, with a slash at its end. */
export const baseUrl = inject('baseUrl');

export interface PageOptions {
  /** CSS pixels; 1440 × 900 by default. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** What follows `baseUrl`, such as `?scenario=node-failure`. */
  readonly path?: string;
  /** Whether the page may keep itself for use offline; it may not by default, since filling its cache takes time. */
  readonly offline?: boolean;
  /** Whether it is a touch screen, as on a phone. */
  readonly touch?: boolean;
}

export interface OpenPage {
  readonly page: Page;
  /** Closes the page. Rejects when it reported errors: uncaught ones, or in the console. */
  close(): Promise<void>;
}

let launching: Promise<Browser> | undefined;
const openPages = new Set<OpenPage>();

/** Opens the built page as a new visitor sees it. Every page of a test file lives in one browser, and forgets everything when closed. */
export async function openPage({ viewport = { width: 1440, height: 900 }, colorScheme = 'light', reducedMotion = 'no-preference', path = '', offline = false, touch = false }: PageOptions = {}): Promise<OpenPage> {
  launching ??= chromium.launch({ executablePath: inject('chromium'), args: CHROMIUM_ARGS });
  const browser = await launching;
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion, hasTouch: touch, serviceWorkers: offline ? 'allow' : 'block' });
  const page = await context.newPage();
  const problems = collectProblems(page);
  const opened: OpenPage = {
    page,
    close: async () => {
      if (!openPages.delete(opened)) return;
      await context.close();
      if (problems.length > 0) throw new Error(`The page reported errors:\n${problems.join('\n')}`);
    },
  };
  openPages.add(opened);
  await page.goto(new URL(path, baseUrl).href);
  return opened;
}

function collectProblems(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} (${placeOf(message)})`);
  });
  page.on('crash', () => problems.push('the page crashed'));
  return problems;
}

function placeOf(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location();
  return `${url}:${lineNumber + 1}`;
}

// A page that a test left open is closed all the same, and its errors count.
afterAll(async () => {
  const closed = await Promise.allSettled([...openPages].map((opened) => opened.close()));
  await (await launching)?.close();
  launching = undefined;
  const failure = closed.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
});
