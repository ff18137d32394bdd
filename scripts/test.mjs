#!/usr/bin/env node
// @ts-check
// npm test: type check, lint, unit, component and property tests, then tests in a real browser. With arguments, Vitest alone with them.
// The last line is "tests: N passed, N failed".
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { cacheDir, root } from './repository.mjs';
import { runNode } from './run-command.mjs';
import { setUp, SetUpError } from './set-up.mjs';
import { sumOfTotals, totalsOfCheck, totalsOfVitest } from './test-totals.mjs';

const modules = join(root, 'node_modules');
const filters = process.argv.slice(2);

const { passed, failed, skipped } = sumOfTotals(await runAll());
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`tests: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runAll() {
  if (!(await done(setUp))) return [totalsOfCheck(1)];
  if (filters.length > 0) return [await runVitest('filtered', filters)];
  const checks = await Promise.all([typeCheck(), lint()]);
  const units = await runVitest('unit', ['--project', 'unit', '--project', 'ui']);
  const browser = await done(ensureChromium) ? await runVitest('e2e', ['--project', 'e2e']) : totalsOfCheck(1);
  return [...checks, units, browser];
}

async function typeCheck() {
  const compiler = join(modules, 'typescript', 'bin', 'tsc');
  // The engine once more with nothing but the language's own library: no DOM, no Node.
  const exitCodes = await Promise.all(['tsconfig.json', 'tsconfig.engine.json'].map((project) => runNode([compiler, '--noEmit', '-p', project])));
  return report('Type check', Math.max(...exitCodes));
}

async function lint() {
  return report('Lint', await runNode([join(modules, 'oxlint', 'bin', 'oxlint'), '--quiet']));
}

/**
 * @param {string} name of the report
 * @param {readonly string[]} args
 */
async function runVitest(name, args) {
  const reportFile = join(cacheDir, 'test-reports', `${name}.json`);
  mkdirSync(join(cacheDir, 'test-reports'), { recursive: true });
  rmSync(reportFile, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const exitCode = await runNode([join(modules, 'vitest', 'vitest.mjs'), 'run', ...reporters, ...args]);
  return totalsOfVitest(reportFile, exitCode);
}

/**
 * @param {string} check
 * @param {number} exitCode
 */
function report(check, exitCode) {
  console.log(`${check} ${exitCode === 0 ? 'passed' : 'failed'}.`);
  return totalsOfCheck(exitCode);
}

/**
 * Whether a step of the set-up came to its end; if not, it has said why.
 * @param {() => Promise<unknown>} step
 */
async function done(step) {
  try {
    await step();
    return true;
  } catch (error) {
    console.error(error instanceof SetUpError ? error.message : error);
    return false;
  }
}
