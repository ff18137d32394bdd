/** The worker's entry: the engine, away from the thread that draws. */
import { createEngineRoom } from './engine-room.ts';
import type { Request } from './protocol.ts';
import { realWallClock } from './wall-clock.ts';
import type { FromWorker, ToWorker } from './wire.ts';

declare const self: DedicatedWorkerGlobalScope;

const post = (message: FromWorker): void => self.postMessage(message);
const room = createEngineRoom({ wallClock: realWallClock, emit: post });

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'frame-taken') room.frameTaken();
  else reply(data);
});

function reply({ id, command }: Request): void {
  try {
    post({ type: 'reply', id, ok: true, data: room.answer(command) });
  } catch (error) {
    post({ type: 'reply', id, ok: false, message: error instanceof Error ? error.message : String(error) });
  }
}
