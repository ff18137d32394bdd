import { createLateEngine, lateEngine } from '../engine/late-engine-parts.ts';
import type { OperatorSandbox } from '../engine/operators/sandbox.ts';
import { beginnings } from '../lessons/beginnings.ts';
import { createEngineRoom } from './engine-room.ts';
import { closeLook } from './feed/close-look.ts';
import { createFrameListeners } from './frame-listeners.ts';
import type { Command, Host, ReplyData } from './protocol.ts';
import { realWallClock, type WallClock } from './wall-clock.ts';

export interface InlineOptions {
  /** the wall clock to live by; the real one unless told otherwise. */
  readonly wallClock?: WallClock;
  /** where operators' code runs; without it, it does not. */
  readonly sandbox?: OperatorSandbox;
}

/**
 * The worker's inline twin: the same engine on the page's own thread, for tests. Replies come asynchronously, as from a worker; the parts
 * that the worker loads late are there from the start. Apart from connect.ts, because it brings the engine along and the page must not.
 */
export function connectInline({ wallClock = realWallClock, sandbox }: InlineOptions = {}): Host {
  const listeners = createFrameListeners();
  let isClosed = false;
  const engine = sandbox ? createLateEngine(() => sandbox) : lateEngine;
  const room = createEngineRoom({
    wallClock,
    lateEngine: () => engine,
    sandbox: () => sandbox,
    beginnings: () => beginnings,
    closeLook: () => closeLook,
    emit(frame) {
      room.frameTaken();
      listeners.tell(frame);
    },
  });
  return {
    async send<C extends Command>(command: C): Promise<ReplyData[C['type']]> {
      await Promise.resolve();
      if (isClosed) throw new Error('The cluster has been closed.');
      return room.answer(command);
    },
    onFrame: listeners.add,
    close() {
      isClosed = true;
      room.close();
      listeners.clear();
    },
  };
}
