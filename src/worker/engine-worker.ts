/** The worker's entry: the engine, away from the thread that draws. */
import { createCommandLine, needsValidation } from './command-line.ts';
import { createEngineRoom } from './engine-room.ts';
import { createLatePart } from './late-part.ts';
import type { Request } from './protocol.ts';
import { realWallClock } from './wall-clock.ts';
import type { FromWorker, ToWorker } from './wire.ts';

declare const self: DedicatedWorkerGlobalScope;

const post = (message: FromWorker): void => self.postMessage(message);
const validation = createLatePart(async () => (await import('../engine/api/kinds/validation-registry.ts')).kindValidations);
const room = createEngineRoom({ wallClock: realWallClock, emit: post, validation: validation.get });
const answer = createCommandLine(room.answer, (command) => (needsValidation(command) ? validation : undefined));
// Who writes first should not have to wait. A failure is told to the one who needs it.
validation.load().catch(() => undefined);

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'frame-taken') room.frameTaken();
  else void reply(data);
});

async function reply({ id, command }: Request): Promise<void> {
  try {
    post({ type: 'reply', id, ok: true, data: await answer(command) });
  } catch (error) {
    post({ type: 'reply', id, ok: false, message: error instanceof Error ? error.message : String(error) });
  }
}
