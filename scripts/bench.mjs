#!/usr/bin/env node
// @ts-check
// npm run bench [-- NAME...]: each figure is one JSON line {"name","value","unit"} on standard output, all else is on standard error.
import { readdirSync, rmSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheDir, root } from './repository.mjs';
import { runNode } from './run-command.mjs';
import { afterSetUp } from './set-up.mjs';

/**
 * @typedef {import('../tests/bench/benchmark.ts').Benchmark} Benchmark
 * @typedef {{ readonly file: string, readonly benchmark: Benchmark }} Found a benchmark and the bundle that holds it
 */

await afterSetUp(async () => {
  const all = await findBenchmarks();
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !all.some(({ benchmark }) => benchmark.name === name));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${all.map(({ benchmark }) => benchmark.name).join(', ')}.`);
    return 1;
  }
  const chosen = wanted.length === 0 ? all : all.filter(({ benchmark }) => wanted.includes(benchmark.name));
  let exitCode = 0;
  for (const { file, benchmark } of chosen) {
    console.error(`${benchmark.name}: ${benchmark.what}`);
    const runner = join(root, 'scripts', 'run-benchmark.mjs');
    exitCode = Math.max(exitCode, await runNode(['--expose-gc', runner, file, benchmark.name]));
  }
  return exitCode;
}, { output: 'on-stderr' });

/** Bundles tests/bench/*.bench.ts, since Node 20 does not read TypeScript. Packages stay outside the bundles. */
async function findBenchmarks() {
  const { build } = await import('rolldown');
  const sources = readdirSync(join(root, 'tests', 'bench')).filter((name) => name.endsWith('.bench.ts')).sort();
  const dir = join(cacheDir, 'bench');
  rmSync(dir, { recursive: true, force: true });
  await build({
    input: Object.fromEntries(sources.map((name) => [name.replace(/\.ts$/, ''), join(root, 'tests', 'bench', name)])),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    plugins: [scriptsStayWhereTheyAre()],
    output: { dir, entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
  });
  const found = await Promise.all(sources.map((name) => benchmarksIn(join(dir, name.replace(/\.ts$/, '.mjs')))));
  return found.flat();
}

/**
 * Scripts know the repository by their own place in it, so they are imported from there and not bundled.
 * @returns {import('rolldown').Plugin}
 */
function scriptsStayWhereTheyAre() {
  const scripts = join(root, 'scripts');
  return {
    name: 'kubarium:scripts-stay',
    resolveId(source, importer) {
      const path = importer && source.startsWith('.') ? resolve(dirname(importer), source) : undefined;
      return path && dirname(path) === scripts ? { id: pathToFileURL(path).href, external: true } : undefined;
    },
  };
}

/**
 * @param {string} file
 * @returns {Promise<readonly Found[]>}
 */
async function benchmarksIn(file) {
  /** @type {{ readonly benchmarks: readonly Benchmark[] }} */
  const { benchmarks } = await import(pathToFileURL(file).href);
  return benchmarks.map((benchmark) => ({ file, benchmark }));
}
