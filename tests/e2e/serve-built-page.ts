import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildPage } from '../../scripts/build-page.mjs';
import { ensureChromium } from '../../scripts/chromium.mjs';
import { serveDirectory } from './static-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** address of the built page, with a slash at its end. */
    readonly baseUrl: string;
    /** path of the browser. */
    readonly chromium: string;
  }
}

/** Builds the page as it is published and serves it, once for all browser tests, from a folder below the host's root. */
export default async function serveBuiltPage(project: TestProject): Promise<() => Promise<void>> {
  const chromium = await ensureChromium();
  // A folder of its own, so that two runs at the same time do not build over each other.
  const directory = mkdtempSync(join(tmpdir(), 'kubarium-page-'));
  await buildPage({ directory });
  const server = await serveDirectory(directory, '/a/folder/');
  project.provide('baseUrl', server.url);
  project.provide('chromium', chromium);
  return async () => {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  };
}
