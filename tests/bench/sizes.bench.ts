import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { buildPage } from '../../scripts/build-page.mjs';
import { cacheDir, root } from '../../scripts/repository.mjs';
import type { Benchmark } from './benchmark.ts';
import { compressedKilobytes } from './compressed-size.ts';
import { firstLoadScripts } from './first-load-scripts.ts';

async function measureFirstLoad(): Promise<number> {
  const directory = join(cacheDir, 'bench-page');
  await buildPage({ directory, output: 'on-stderr' });
  return compressedKilobytes(firstLoadScripts(directory).map((script) => readFileSync(join(directory, script))));
}

async function measureEngine(entry: string): Promise<number> {
  const { output } = await build({ input: join(root, 'src/engine', entry), write: false, output: { minify: true } });
  return compressedKilobytes(output.map((file) => (file.type === 'chunk' ? file.code : file.source)));
}

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'first-load-js', unit: 'KB', atMost: 250, run: measureFirstLoad,
    what: 'JavaScript of the built page before it is usable: entry, static imports and the engine\'s worker; gzip, KB of 1,024 bytes',
  },
  {
    name: 'engine-js', unit: 'KB', atMost: 120, run: () => measureEngine('bare-simulation.ts'),
    what: 'the engine that a cluster lives in until somebody acts on it, bundled and minified; gzip, KB of 1,024 bytes',
  },
  {
    name: 'engine-whole-js', unit: 'KB', run: () => measureEngine('simulation.ts'),
    what: 'the same with what a page loads after its first frame: every kind, controller and policy',
  },
];
