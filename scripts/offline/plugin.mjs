// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WORKER = 'service-worker.js';
const template = new URL(`./${WORKER}`, import.meta.url);

/**
 * Registered once the page has loaded, so that filling the cache does not slow the first visit. Where the browser forbids it, the page
 * works all the same while there is a network.
 */
const REGISTRATION = `if ('serviceWorker' in navigator) addEventListener('load', () => navigator.serviceWorker.register('./${WORKER}').catch(() => {}));`;

/**
 * Makes the built page work offline: writes a service worker that keeps every built file, and registers it.
 * @returns {import('vite').Plugin}
 */
export function offline() {
  return {
    name: 'kubarium:offline',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'script', children: REGISTRATION, injectTo: 'head' }],
    writeBundle: ({ dir }) => {
      if (dir) writeServiceWorker(dir);
    },
  };
}

/** @param {string} dir the built page */
function writeServiceWorker(dir) {
  const files = filesUnder(dir).filter((file) => file !== WORKER && !file.endsWith('.map'));
  const code = readFileSync(template, 'utf8');
  const digest = createHash('sha256').update(code);
  for (const file of files) digest.update(`\n${file}\n`).update(readFileSync(join(dir, file)));
  // A host may redirect index.html to its folder, and a redirected answer may not stand in for a page.
  const addresses = files.map((file) => (file === 'index.html' ? './' : file));
  const head = `const VERSION = ${JSON.stringify(digest.digest('hex').slice(0, 16))};\nconst FILES = ${JSON.stringify(addresses)};\n`;
  writeFileSync(join(dir, WORKER), head + code);
}

/**
 * @param {string} dir
 * @returns {string[]} paths relative to `dir`, with forward slashes, sorted
 */
function filesUnder(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, '/').length).replaceAll('\\', '/'))
    .sort();
}
