import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { cacheDir, root } from '../../scripts/repository.mjs';

const consumer = join(cacheDir, 'engine-consumer');
const installed = join(consumer, 'node_modules', 'kubarium');

function run(...args: readonly string[]): { readonly output: string; readonly status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: consumer, encoding: 'utf8' });
  return { output: stdout + stderr, status };
}

beforeAll(() => {
  const { stderr, status } = spawnSync(process.execPath, [join(root, 'scripts/build-engine.mjs'), '--out', join(installed, 'dist-engine')], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
}, 60_000);

test('the built package runs in plain Node', () => {
  writeFileSync(join(consumer, 'use.mjs'), `
import { createSimulation } from 'kubarium/engine';
const simulation = createSimulation({ seed: 7 });
simulation.advance(60_000);
console.log(simulation.api.list('Node').length);
`);
  expect(run('use.mjs')).toEqual({ output: '3\n', status: 0 });
});

test('its types hold in a strict project that has no types of Node or of the browser', () => {
  writeFileSync(join(consumer, 'use.ts'), `
import { createSimulation, type Simulation } from 'kubarium/engine';
export const simulation: Simulation = createSimulation({ seed: 7 });
// @ts-expect-error: a seed is a number
export const wrong = createSimulation({ seed: 'seven' });
`);
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--target', 'es2023', '--lib', 'es2023', '--module', 'nodenext', '--skipLibCheck', 'false'];
  expect(run(join(root, 'node_modules/typescript/bin/tsc'), ...options, 'use.ts')).toEqual({ output: '', status: 0 });
});

const examplesDir = join(root, 'examples', 'engine');
const examples = existsSync(examplesDir) ? readdirSync(examplesDir).filter((name) => name.endsWith('.mjs')) : [];

test('there are two examples that run', () => {
  expect(examples.length).toBeGreaterThanOrEqual(2);
  for (const example of examples) {
    cpSync(join(examplesDir, example), join(consumer, example));
    const { output, status } = run(example);
    expect(status, `${example}:\n${output}`).toBe(0);
    expect(output, example).not.toBe('');
  }
});
