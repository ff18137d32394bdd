#!/usr/bin/env node
// @ts-check
// npm run build:engine [-- --out DIR]: the engine as a package for others: engine.js and its types, in dist-engine/.
import { join, resolve } from 'node:path';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { root } from './repository.mjs';
import { runNode } from './run-command.mjs';
import { afterSetUp } from './set-up.mjs';

const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist-engine') } } });
const out = resolve(values.out);

// Its words go to standard error: `npm pack --json` runs this and prints its own on standard output.
await afterSetUp(async () => {
  rmSync(out, { recursive: true, force: true });
  const [, typesWritten] = await Promise.all([writeBundle(), writeTypes()]);
  if (!typesWritten) throw new Error('The types of the engine could not be written: see the messages above.');
  console.error(`The engine is in ${out}.`);
}, { output: 'on-stderr' });

async function writeBundle() {
  const { build } = await import('rolldown');
  await build({
    input: join(root, 'src', 'engine', 'simulation.ts'),
    tsconfig: false,
    output: { file: join(out, 'engine.js'), format: 'esm', codeSplitting: false },
  });
}

/** Types of the entry and of what it refers to. */
async function writeTypes() {
  const types = join(out, 'types');
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const exitCode = await runNode([compiler, '-p', 'tsconfig.engine-package.json', '--outDir', types], { output: 'on-stderr' });
  if (exitCode !== 0) return false;
  for (const entry of readdirSync(types, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) importCompiledFiles(join(entry.parentPath, entry.name));
  }
  return true;
}

/**
 * The compiler leaves `./clock.ts` in declarations as it stands; the reader of a package has `clock.d.ts`, which `./clock.js` names.
 * @param {string} file
 */
function importCompiledFiles(file) {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/((?:\bfrom |\bimport\(|\bimport )(['"])\.{1,2}\/[^'"\n]+)\.ts\2/g, '$1.js$2'));
}
