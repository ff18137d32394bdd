/** The worker's entry: the engine, away from the thread that draws. */
import { createCommandLine, isLook, needsBeginnings, needsLateEngine, needsSandbox } from './command-line.ts';
import { createEngineRoom } from './engine-room.ts';
import { createLatePart, type LatePart } from './late-part.ts';
import type { Command, Request } from './protocol.ts';
import { realWallClock } from './wall-clock.ts';
import type { FromWorker, ToWorker } from './wire.ts';

declare const self: DedicatedWorkerGlobalScope;

/** By then the page has started, and has nothing more urgent to load. */
const CALM_MS = 3_000;

const post = (message: FromWorker): void => self.postMessage(message);
const sandbox = createLatePart(async () => (await import('./sandbox/quickjs-sandbox.ts')).createQuickJsSandbox());
const lateEngine = createLatePart(async () => (await import('../engine/late-engine-parts.ts')).createLateEngine(sandbox.get));
const beginnings = createLatePart(async () => (await import('../lessons/beginnings.ts')).beginnings);
const closeLook = createLatePart(async () => (await import('./feed/close-look.ts')).closeLook);
const room = createEngineRoom({ wallClock: realWallClock, emit: post, lateEngine: lateEngine.get, beginnings: beginnings.get, closeLook: closeLook.get, sandbox: sandbox.get });
const doing = createCommandLine(room.answer, (command) => [
  ...(needsLateEngine(command) ? [lateEngine] : []),
  ...(needsBeginnings(command) ? [beginnings] : []),
  ...(needsSandbox(command) ? [sandbox] : []),
]);
// To look at something changes nothing in the cluster: what is done meanwhile need not wait for it.
const looking = createCommandLine(room.answer, () => [closeLook]);

/** Who writes or looks first should not have to wait. A failure is told to the one who needs the part. */
function loadAhead(part: LatePart<unknown>): void {
  part.load().catch(() => undefined);
}
loadAhead(lateEngine);
realWallClock.after(CALM_MS, () => loadAhead(closeLook));

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'frame-taken') room.frameTaken();
  else void reply(data);
});

/** The engine reads texts. */
async function withText(command: Command): Promise<Command> {
  if (command.type !== 'restore' || typeof command.saved === 'string') return command;
  return { ...command, saved: await command.saved.text() };
}

async function reply({ id, command }: Request): Promise<void> {
  try {
    const readable = await withText(command);
    const data = await (isLook(readable) ? looking : doing)(readable);
    post({ type: 'reply', id, ok: true, data: readable.type === 'save' && typeof data === 'string' ? new Blob([data]) : data });
  } catch (error) {
    post({ type: 'reply', id, ok: false, message: error instanceof Error ? error.message : String(error) });
  }
}
