import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/repository.mjs';
import { temporaryFolder } from './temporary-folder.ts';

interface Finding {
  readonly filename: string;
  readonly code: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** Lints files with this repository's settings; gives "rule line" for each finding, sorted by line. */
function lint(file: string, code: string): readonly string[] {
  const folder = temporaryFolder({ [file]: code });
  cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  cpSync(join(root, 'scripts', 'lint'), join(folder, 'scripts', 'lint'), { recursive: true });
  const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules', 'oxlint', 'bin', 'oxlint'), '--format=json', 'src'], { cwd: folder, encoding: 'utf8' });
  const { diagnostics }: { readonly diagnostics: readonly Finding[] } = JSON.parse(stdout);
  return diagnostics.map(({ code, labels }) => `${labels[0]?.span.line} ${code.replace(/^.*\((.*)\)$/, '$1')}`)
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}

test('whatever way a forbidden import is written, it is found', () => {
  const found = lint('src/engine/clock.ts', `
import { a } from '../ui/a.ts';
import type { B } from '../worker/b.ts';
export { c } from '../ui/c.ts';
export * from '../ui/d.ts';
export const e = () => import('../ui/e.ts');
export type F = import('../ui/f.ts').F;
export const g = (): URL => new URL('../worker/g.ts', import.meta.url);
export { h } from 'node:fs';
export const i = (b: B): unknown => [a, b];
export { fine } from './random.ts';
`);
  expect(found).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((line) => `${line} import-layers`));
});

test('lessons take types from the engine, in either spelling, and nothing else', () => {
  const found = lint('src/lessons/scenarios.ts', `
import type { A } from '../engine/a.ts';
import { type B } from '../engine/a.ts';
import { c } from '../engine/c.ts';
export const scenario = (a: A, b: B): unknown => [a, b, c];
`);
  expect(found).toEqual(['4 import-layers']);
});

test('the engine cannot look at the world outside', () => {
  const found = lint('src/engine/clock.ts', `
export const values = [
  Date.now(),
  new Date(),
  Date(),
  Math.random(),
  performance.now(),
  document.title,
  window.name,
  process.pid,
  globalThis.name,
  'a'.localeCompare('b'),
];
export function start(tick: () => void): void {
  setTimeout(tick, 1);
  setInterval(tick, 1);
  requestAnimationFrame(tick);
}
export const allowed = (atMs: number): string => new Date(atMs).toISOString() + Date.parse('2026-01-01') + Math.floor(1.5);
`);
  expect(found).toEqual([
    '3 no-restricted-properties', '4 no-wall-clock-date', '5 no-wall-clock-date', '6 no-restricted-properties', '7 no-restricted-globals',
    '8 no-restricted-globals', '9 no-restricted-globals', '10 no-restricted-globals', '11 no-restricted-globals',
    '12 no-restricted-properties', '15 no-restricted-globals', '16 no-restricted-globals', '17 no-restricted-globals',
  ]);
});

test('the same calls are free elsewhere', () => {
  expect(lint('src/ui/clock.ts', 'export const now = (): number => Date.now() + performance.now() + Math.random();')).toEqual([]);
});

test('any, non-null assertions and silenced types are found', () => {
  const found = lint('src/worker/host.ts', `
export const a = (value: any): unknown => value;
export const b = (value: string | null): number => value!.length;
// @ts-ignore
export const c = b(1);
`);
  expect(found).toEqual(['2 no-explicit-any', '3 no-non-null-assertion', '4 ban-ts-comment']);
});

test('broken rules of hooks are found', () => {
  const found = lint('src/ui/term.tsx', `
import { useEffect, useState } from 'react';
export function Term({ open, word }: { readonly open: boolean; readonly word: string }) {
  if (open) useState(1);
  useEffect(() => { document.title = word; }, []);
  return null;
}
`);
  expect(found).toEqual(['4 rules-of-hooks', '5 exhaustive-deps']);
});
