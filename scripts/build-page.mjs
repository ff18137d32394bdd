// @ts-check
import { join } from 'node:path';
import { root } from './repository.mjs';
import { runNode } from './run-command.mjs';

/**
 * Builds the page for publication. A process of its own: the caller's NODE_ENV must not decide which React is built in.
 * @param {{ readonly directory?: string, readonly output?: 'shown' | 'on-stderr', readonly quiet?: boolean }} [options] where to; `dist` by default
 */
export async function buildPage({ directory = join(root, 'dist'), output = 'shown', quiet = true } = {}) {
  const args = ['build', '--outDir', directory, '--emptyOutDir', ...(quiet ? ['--logLevel', 'warn'] : [])];
  const env = { ...process.env, NODE_ENV: 'production' };
  const exitCode = await runNode([join(root, 'node_modules', 'vite', 'bin', 'vite.js'), ...args], { output, env });
  if (exitCode !== 0) throw new Error('The page could not be built: see the messages above.');
}
