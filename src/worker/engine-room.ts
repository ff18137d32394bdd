import type { Command, Frame, ReplyData } from './protocol.ts';
import { createSessionHost, type SessionHostOptions } from './session-host.ts';
import { StatusError, UnreachableError } from '../engine/api/errors.ts';
import type { WallClock } from './wall-clock.ts';

/** The session's engine running by the wall clock: the same in a worker and on the page. */
export interface EngineRoom {
  /** Does a command. Throws an Error with a sentence for people when it is refused, or when the engine has stopped for good. */
  answer<C extends Command>(command: C): ReplyData[C['type']];
  /** The page has dealt with a frame. */
  frameTaken(): void;
  close(): void;
}

export interface EngineRoomOptions extends Omit<SessionHostOptions, 'wallNowMs' | 'budgetMs'> {
  readonly wallClock: WallClock;
  emit(frame: Frame): void;
}

/** From one frame to the next. */
const FRAME_MS = 16;
/** Wall time of a frame that may go into simulating; the rest is for commands and for telling the page. */
const BUDGET_MS = 9;
/** Left free after a tick that took too long, so that commands get their turn. */
const BREATH_MS = 2;
/** More wall time than this is not caught up on: the page was hidden, or the computer slept. */
const LONGEST_TICK_MS = 100;
/** Frames on their way to a page that is busy; what happens meanwhile goes into the next one. */
const MOST_UNDERWAY = 2;

export function createEngineRoom({ wallClock, emit, ...parts }: EngineRoomOptions): EngineRoom {
  const host = createSessionHost({ ...parts, wallNowMs: wallClock.nowMs, budgetMs: BUDGET_MS });
  let stopTick: (() => void) | undefined;
  let tickedAtMs = 0;
  let underway = 0;
  /** frames to be taken before the page has seen the first of the open cluster; until then its time stands still. */
  let unseen = 0;
  let failure: string | undefined;

  function sendFrame(): void {
    if (underway >= MOST_UNDERWAY) return;
    const frame = host.takeFrame();
    if (!frame) return;
    underway++;
    if (frame.reset) unseen = underway;
    emit(frame);
  }
  function tick(): void {
    stopTick = undefined;
    const nowMs = wallClock.nowMs();
    try {
      if (unseen === 0) host.pass(Math.min(LONGEST_TICK_MS, nowMs - tickedAtMs));
      tickedAtMs = nowMs;
      sendFrame();
    } catch (error) {
      fail(error);
      return;
    }
    keepTicking(Math.max(BREATH_MS, FRAME_MS - (wallClock.nowMs() - nowMs)));
  }
  function keepTicking(delayMs: number): void {
    if (stopTick || failure !== undefined || !host.isBusy) return;
    stopTick = wallClock.after(delayMs, tick);
  }
  /** Time that passed while nothing ran is not made up for. */
  function wake(): void {
    if (stopTick) return;
    tickedAtMs = wallClock.nowMs();
    keepTicking(0);
  }
  function fail(error: unknown): void {
    failure = error instanceof Error ? error.message : String(error);
    console.error('The engine stopped.', error);
    host.close();
  }

  return {
    answer(command) {
      if (failure !== undefined) throw new Error(failure);
      try {
        const data = host.answer(command);
        // Who opened a cluster finds it on the page when the answer comes.
        if (opensCluster(command)) sendFrame();
        return data;
      } catch (error) {
        if (!isRefusal(error)) fail(error);
        throw error;
      } finally {
        wake();
      }
    },
    frameTaken() {
      underway = Math.max(0, underway - 1);
      unseen = Math.max(0, unseen - 1);
    },
    close() {
      stopTick?.();
      stopTick = undefined;
      host.close();
    },
  };
}

function opensCluster({ type }: Command): boolean {
  return type === 'open-scenario' || type === 'restore' || type === 'reset' || type === 'undo-reset';
}

/** A refusal is a sentence for the person. All else is a defect, after which nothing can be trusted. */
function isRefusal(error: unknown): boolean {
  if (error instanceof StatusError || error instanceof UnreachableError) return true;
  return error instanceof Error && error.constructor === Error && !error.message.startsWith('invariant broken');
}
