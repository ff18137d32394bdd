// @ts-check
// The browser that browser tests, benchmarks and screenshots use.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand, runNode } from './run-command.mjs';
import { root } from './repository.mjs';
import { SetUpError } from './set-up.mjs';

/** Works without a display, a GPU and a sandbox (as root in a container), and stays off the network. */
export const CHROMIUM_ARGS = [
  '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

const VARIABLES = ['KUBARIUM_CHROMIUM', 'CHROME_PATH'];
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The path of a Chromium: from the environment, on the PATH, where the system keeps applications, or Playwright's own download.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | undefined>}
 * @throws {SetUpError} when the environment names a file that cannot be run.
 */
export async function findChromium(env = process.env) {
  for (const variable of VARIABLES) {
    const path = env[variable];
    if (!path) continue;
    if (!isExecutable(path)) throw new SetUpError(`${variable} is ${path}, which cannot be run: set it to a Chromium, or unset it.`);
    return path;
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const named = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...named, ...PLACES].find(isExecutable) ?? downloadedChromium();
}

/**
 * The path of a Chromium, installed now if there is none: with apt on Debian and Ubuntu, else by Playwright.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>}
 * @throws {SetUpError} when it cannot be installed.
 */
export async function ensureChromium(env = process.env) {
  const found = await findChromium(env);
  if (found) return found;
  console.error('Installing Chromium for the browser tests ...');
  const installed = (await installWithApt()) ?? (await installWithPlaywright());
  if (installed) return installed;
  throw new SetUpError('No Chromium was found and none could be installed: install Chromium or Google Chrome, or set KUBARIUM_CHROMIUM to its path.');
}

async function installWithApt() {
  const asRoot = await rootPrefix();
  if (!existsSync('/etc/debian_version') || !asRoot) return undefined;
  for (const args of [['apt-get', 'update'], ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium']]) {
    const [command = '', ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', ...args];
    if (await runCommand(command, rest) !== 0) return undefined;
  }
  const path = await findChromium();
  // On Ubuntu the package may be a mere pointer to a snap, which does not start in a container.
  return path && await runCommand(path, ['--version'], { output: 'hidden' }) === 0 ? path : undefined;
}

async function installWithPlaywright() {
  const withLibraries = existsSync('/etc/debian_version') && await rootPrefix() ? ['--with-deps'] : [];
  await runNode([join(root, 'node_modules', 'playwright-core', 'cli.js'), 'install', ...withLibraries, 'chromium']);
  return downloadedChromium();
}

/** How to run a command as root without being asked for a password; undefined when that is not possible. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return await runCommand('sudo', ['-n', 'true'], { output: 'hidden' }) === 0 ? ['sudo', '-n'] : undefined;
}

async function downloadedChromium() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return isExecutable(path) ? path : undefined;
}

/** @param {string | undefined} path */
function isExecutable(path) {
  if (!path) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
