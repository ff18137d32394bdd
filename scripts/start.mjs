#!/usr/bin/env node
// @ts-check
// npm start: the simulator at http://localhost:5173, from a fresh clone on.
import { root } from './repository.mjs';
import { afterSetUp, SetUpError } from './set-up.mjs';

const PORT = 5173;

await afterSetUp(async () => {
  const { createServer } = await import('vite');
  const server = await createServer({ root, server: { port: PORT, strictPort: true, open: hasDisplay() }, logLevel: 'warn' });
  try {
    await server.listen();
  } catch (error) {
    await server.close();
    if (!(error instanceof Error) || !error.message.includes('already in use')) throw error;
    throw new SetUpError(`Port ${PORT} is taken: stop the program that listens there (another Kubarium?) and try again.`);
  }
  console.log(`Kubarium runs at http://localhost:${PORT}. Stop it with Ctrl-C.`);
});

/** Whether there is somebody to open a browser for. */
function hasDisplay() {
  const { env, platform } = process;
  if (env['CI'] || env['SSH_CONNECTION']) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}
