// @ts-check
import { spawn } from 'node:child_process';
import { root } from './repository.mjs';

/**
 * Runs a command in the repository, its output on ours, nothing on its standard input.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ readonly env?: NodeJS.ProcessEnv, readonly output?: 'shown' | 'on-stderr' | 'hidden' }} [options] `on-stderr` keeps our standard
 *   output free for figures.
 * @returns {Promise<number>} the exit code; 127 when the command does not exist, 1 when a signal ended it.
 */
export function runCommand(command, args, { env = process.env, output = 'shown' } = {}) {
  const stdout = output === 'on-stderr' ? 2 : output === 'hidden' ? 'ignore' : 'inherit';
  const stderr = output === 'hidden' ? 'ignore' : 'inherit';
  // npm and npx are batch files on Windows, which start only through a shell.
  const shell = process.platform === 'win32' && /^np[mx]$/.test(command);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, shell, stdio: ['ignore', stdout, stderr] });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a Node script; see {@link runCommand}.
 * @param {readonly string[]} args
 * @param {Parameters<typeof runCommand>[2]} [options]
 */
export function runNode(args, options) {
  return runCommand(process.execPath, args, options);
}
