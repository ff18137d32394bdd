import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';
import { temporaryFolder } from './temporary-folder.ts';

function folderWith(...programs: readonly string[]): string {
  const folder = temporaryFolder(Object.fromEntries(programs.map((name) => [name, '#!/bin/sh\n'])));
  for (const name of programs) chmodSync(join(folder, name), 0o755);
  return folder;
}

test('the environment decides which Chromium is used', async () => {
  const own = join(folderWith('my-browser'), 'my-browser');
  const PATH = folderWith('chromium');
  expect(await findChromium({ KUBARIUM_CHROMIUM: own, PATH })).toBe(own);
  expect(await findChromium({ CHROME_PATH: own, PATH })).toBe(own);
});

test('a path in the environment that cannot be run is said, not passed over', async () => {
  await expect(findChromium({ KUBARIUM_CHROMIUM: '/no/such/browser', PATH: folderWith('chromium') })).rejects.toThrow('KUBARIUM_CHROMIUM is /no/such/browser');
});

test('else it is looked for on the PATH, chromium first', async () => {
  const first = folderWith('google-chrome', 'google-chrome-stable');
  const second = folderWith('chromium');
  expect(await findChromium({ PATH: `${first}:${second}` })).toBe(join(second, 'chromium'));
  expect(await findChromium({ PATH: first })).toBe(join(first, 'google-chrome'));
});
