import { createCauseLog, type CauseLog, type CauseLogState } from './causes.ts';
import { createEventQueue, type QueuedEvent, type Wait } from './event-queue.ts';
import { invariant } from './invariant.ts';
import type { Json } from './json.ts';
import { createRandom, type Random } from './random.ts';
import type { Timings } from './timings.ts';

export interface ScheduleOptions {
  /** true for what an idle cluster does all the time; see {@link QueuedEvent.routine}. */
  readonly routine?: boolean;
  readonly wait?: QueuedEvent['wait'];
  /** overrides the current cause; 0 for none. */
  readonly cause?: number;
}

/**
 * The simulation's clock, event queue, randomness and causes: what every component stands on. Code registers handlers by name
 * with {@link Kernel.on}; events carry the handler's name and plain JSON, so that pending work is part of a checkpoint.
 */
export interface Kernel {
  readonly timings: Timings;
  readonly random: Random;
  readonly causes: CauseLog;
  /** simulated time, milliseconds since the Unix epoch. */
  now(): number;
  /** events run so far; with the time it fixes a moment of the session exactly. */
  eventsRun(): number;
  /** Schedules `handler(data)` in `delayMs` (not negative; rounded up to a millisecond). Returns the event's id for {@link cancel}. */
  schedule(delayMs: number, handler: string, data: Json, options?: ScheduleOptions): number;
  cancel(id: number): void;
  on(handler: string, run: (data: Json) => void): void;
  /** Runs the next event if it is due at `untilMs` or before; false when none is. */
  runNext(untilMs: number): boolean;
  /** Moves the clock without running events: only to a moment before the next event. */
  moveTo(atMs: number): void;
  /** when the next event is due; `notable` leaves the routine ones out. */
  nextAtMs(notable?: boolean): number | undefined;
  /** whether the next event to run is a notable one. */
  isNotableNext(): boolean;
  /** what the next notable event makes people wait for, if it says so. */
  nextWait(): Wait | undefined;
  /** the cause of what is happening right now; 0 outside of any. */
  currentCause(): number;
  /** Runs `work` as a consequence of `cause`. */
  because<T>(cause: number, work: () => T): T;
  save(): KernelState;
}

export interface KernelState {
  readonly nowMs: number;
  readonly nextEventId: number;
  readonly eventsRun: number;
  readonly random: readonly number[];
  readonly events: readonly QueuedEvent[];
  readonly causes: CauseLogState;
}

export function createKernel(options: { readonly seed: number; readonly startMs: number; readonly timings: Timings; readonly saved?: KernelState }): Kernel {
  const { timings, saved } = options;
  const random = createRandom(options.seed);
  if (saved) random.load(saved.random);
  const causes = createCauseLog(saved?.causes);
  const queue = createEventQueue(saved?.events);
  const handlers = new Map<string, (data: Json) => void>();
  let nowMs = saved?.nowMs ?? options.startMs;
  let nextEventId = saved?.nextEventId ?? 1;
  let eventsRun = saved?.eventsRun ?? 0;
  let cause = 0;

  return {
    timings,
    random,
    causes,
    now: () => nowMs,
    eventsRun: () => eventsRun,
    schedule(delayMs, handler, data, extra) {
      // Here and below the words are only made when they are needed: these run for every event.
      if (!(delayMs >= 0)) invariant(false, `${handler} scheduled ${delayMs} ms from now`);
      const id = nextEventId++;
      const routine = extra?.routine ?? false;
      const event = { id, atMs: nowMs + Math.ceil(delayMs), handler, data, cause: extra?.cause ?? cause, routine };
      queue.push(extra?.wait ? { ...event, wait: extra.wait } : event);
      return id;
    },
    cancel(id) {
      queue.cancel(id);
    },
    on(handler, run) {
      invariant(!handlers.has(handler), `handler ${handler} registered twice`);
      handlers.set(handler, run);
    },
    runNext(untilMs) {
      const event = queue.pop(untilMs);
      if (!event) return false;
      if (event.atMs < nowMs) invariant(false, `${event.handler} is due in the past`);
      nowMs = event.atMs;
      eventsRun++;
      const run = handlers.get(event.handler);
      if (!run) invariant(false, `no handler named ${event.handler}`);
      cause = event.cause;
      try {
        run(event.data);
      } finally {
        cause = 0;
      }
      return true;
    },
    moveTo(atMs) {
      const next = queue.peek();
      invariant(atMs >= nowMs && (!next || next.atMs >= atMs), 'the clock cannot skip events');
      nowMs = atMs;
    },
    nextAtMs: (notable = false) => (notable ? queue.peekNotable() : queue.peek())?.atMs,
    isNotableNext: () => queue.peek()?.routine === false,
    nextWait() {
      const next = queue.peekNotable();
      return next?.wait && { ...next.wait, dueAtMs: next.atMs };
    },
    currentCause: () => cause,
    because(newCause, work) {
      const before = cause;
      cause = newCause;
      try {
        return work();
      } finally {
        cause = before;
      }
    },
    save: () => ({ nowMs, nextEventId, eventsRun, random: random.save(), events: queue.save(), causes: causes.save() }),
  };
}
