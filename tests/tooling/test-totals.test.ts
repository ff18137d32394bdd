import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sumOfTotals, totalsOfCheck, totalsOfVitest } from '../../scripts/test-totals.mjs';
import { temporaryFolder } from './temporary-folder.ts';

interface FileReport {
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

function totals(files: readonly FileReport[], exitCode: number) {
  const folder = temporaryFolder({ 'report.json': JSON.stringify({ testResults: files }) });
  return totalsOfVitest(join(folder, 'report.json'), exitCode);
}

const tests = (...statuses: readonly string[]) => statuses.map((status) => ({ status }));

test('tests are counted by what became of them', () => {
  expect(totals([{ status: 'passed', assertionResults: tests('passed', 'passed', 'pending') }], 0)).toEqual({ passed: 2, failed: 0, skipped: 1 });
  expect(totals([{ status: 'failed', assertionResults: tests('passed', 'failed') }], 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('a file that cannot be loaded counts as a failure', () => {
  expect(totals([{ status: 'failed', assertionResults: [] }, { status: 'passed', assertionResults: tests('passed') }], 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('a run that ends badly without a failed test counts as a failure', () => {
  expect(totals([{ status: 'passed', assertionResults: tests('passed') }], 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('a runner that left no report has failed', () => {
  expect(totalsOfVitest('/no/such/report.json', 134)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a check counts as one test, and all add up', () => {
  expect(sumOfTotals([totalsOfCheck(0), totalsOfCheck(2), { passed: 5, failed: 1, skipped: 2 }])).toEqual({ passed: 6, failed: 2, skipped: 2 });
});
