import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/repository.mjs';
import { temporaryFolder } from './temporary-folder.ts';

test('the package holds the engine, its types, the examples and the words, and nothing else', () => {
  const packed = ['LICENSE', 'README.md', 'dist-engine/engine.js', 'dist-engine/types/simulation.d.ts', 'examples/engine/first-steps.mjs', 'package.json'];
  const left = [
    '.ci/run', '.editorconfig', '.oxlintrc.json', 'dist/index.html', 'index.html', 'node_modules/d3/index.js', 'public/icon.svg',
    'scripts/test.mjs', 'src/engine/simulation.ts', 'tests/tooling/pack.test.ts', 'tsconfig.json', 'vite.config.ts',
  ];
  const folder = temporaryFolder(Object.fromEntries([...packed, ...left].map((path) => [path, ''])));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  const { stdout, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  expect(stdout, stderr).not.toBe('');
  const [result]: readonly { readonly files: readonly { readonly path: string }[] }[] = JSON.parse(stdout);
  expect(result?.files.map(({ path }) => path).sort()).toEqual(packed);
});
