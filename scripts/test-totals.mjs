// @ts-check
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Totals */

/**
 * One check that has no report of its own, such as the type check: a test that passed or failed.
 * @param {number} exitCode
 * @returns {Totals}
 */
export function totalsOfCheck(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * The totals of a Vitest run. A file that fails outside its tests counts as one failure, and so does a run that ends badly with no
 * failure to show for it: a crash, an error that no test caught, no report.
 * @param {string} reportFile what Vitest's JSON reporter wrote; may be absent
 * @param {number} exitCode of Vitest
 * @returns {Totals}
 */
export function totalsOfVitest(reportFile, exitCode) {
  const { passed, failed, skipped } = readReport(reportFile);
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped };
}

/**
 * @param {readonly Totals[]} all
 * @returns {Totals}
 */
export function sumOfTotals(all) {
  const sum = (/** @type {keyof Totals} */ key) => all.reduce((total, each) => total + each[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/**
 * @typedef {{ readonly status: string, readonly assertionResults: readonly { readonly status: string }[] }} FileReport
 * @param {string} file
 * @returns {Totals}
 */
function readReport(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  /** @type {{ readonly testResults: readonly FileReport[] }} */
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const tests = report.testResults.flatMap((result) => result.assertionResults);
  const count = (/** @type {string} */ status) => tests.filter((test) => test.status === status).length;
  const brokenFiles = report.testResults.filter(isBrokenOutsideItsTests).length;
  const passed = count('passed');
  const failed = count('failed');
  return { passed, failed: failed + brokenFiles, skipped: tests.length - passed - failed };
}

/** @param {FileReport} file */
function isBrokenOutsideItsTests(file) {
  return file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');
}
