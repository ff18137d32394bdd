// @ts-check
// What a fresh clone lacks: the packages and the generated API schemas. Only Node's built-ins here: nothing is installed yet.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './repository.mjs';
import { runCommand, runNode } from './run-command.mjs';

const OLDEST_NODE = /** @type {const} */ ([20, 19]);

/** A set-up step that cannot go on; its message is one sentence that says what to do. */
export class SetUpError extends Error {}

/**
 * Brings the working copy to the state in which everything runs. Costs a few milliseconds when nothing is to be done.
 * @param {{ readonly output?: 'shown' | 'on-stderr' }} [options]
 * @throws {SetUpError}
 */
export async function setUp({ output = 'shown' } = {}) {
  const tooOld = nodeComplaint(process.versions.node);
  if (tooOld) throw new SetUpError(tooOld);
  if (!packagesAreInstalled(root)) {
    console.error('Installing packages (npm ci) ...');
    if (await installPackages(output) !== 0) throw new SetUpError('npm ci failed: see its messages above, then try again.');
  }
  if (await runNode([join(root, 'scripts', 'generate-schemas.mjs'), '--if-stale'], { output }) !== 0) {
    throw new SetUpError('The API schemas could not be generated: see the messages above.');
  }
}

/**
 * Runs `main` after the set-up and ends the process with the exit code it returns. A SetUpError is said in its one sentence.
 * @param {() => Promise<number | void>} main
 * @param {Parameters<typeof setUp>[0]} [options]
 */
export async function afterSetUp(main, options) {
  try {
    await setUp(options);
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * @param {string} version like 20.19.0
 * @returns {string | undefined} what to do about a Node that is too old.
 */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return enough ? undefined : `Kubarium needs Node ${OLDEST_NODE.join('.')} or newer and this is ${version}: install it from https://nodejs.org.`;
}

/**
 * Whether node_modules holds exactly what package-lock.json asks for, by npm's own record of what it installed. npm writes the record
 * last, so an interrupted installation counts as none.
 * @param {string} directory
 */
export function packagesAreInstalled(directory) {
  const record = join(directory, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = readPackages(join(directory, 'package-lock.json'));
  const installed = readPackages(record);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    // Optional packages for other platforms are in the lockfile and never installed.
    if (!found) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** @param {'shown' | 'on-stderr'} output */
function installPackages(output) {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const npm = process.env['npm_execpath'] ?? '';
  return npm.endsWith('npm-cli.js') ? runNode([npm, ...args], { output }) : runCommand('npm', args, { output });
}
