import type { Client } from '../api/api-server.ts';
import { StatusError, UnreachableError } from '../api/errors.ts';
import type { KindName } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import type { Component, Surroundings } from '../component.ts';
import type { QueuedEvent, Wait } from '../event-queue.ts';
import type { EventRecorder } from '../events.ts';
import { invariant } from '../invariant.ts';
import type { Json } from '../json.ts';
import type { Random } from '../random.ts';
import type { Timings } from '../timings.ts';

/**
 * A controller drives the cluster towards the desired state, one object (`key`) at a time.
 *
 * Level-triggered: `reconcile` reads the state as it is now and acts on the difference. It never depends on having seen a
 * particular change, must be safe to call at any time and any number of times, and must not pass over all objects: keep tallies
 * in the closure that `create` makes, updated by the watch handlers, rebuilt from the API in `create`.
 *
 * What it throws decides what happens next: a StatusError (conflict, not found) or UnreachableError puts the key back with
 * exponential back-off; anything else is a defect and stops the simulation. Returning normally forgets the key's failures.
 */
export interface ControllerDefinition {
  /** as upstream names the controller and its client: `replicaset-controller`. */
  readonly name: string;
  /** the component its Events name, where upstream calls that differently: `node-controller`. */
  readonly eventSource?: string;
  /** kinds that {@link Controller.watches} has handlers for; `'lasting'` for all kinds but heartbeats and Events, custom ones included, which the handler `lasting` hears of unless there is one of the kind. */
  readonly watches: readonly KindName[] | 'lasting';
  /** Called at each start; everything it closes over is lost at a stop. It may read the API, and must not write. */
  create(context: ControllerContext): Controller;
}

export interface Controller {
  /** Per kind: what a change means for the queue. Runs within the write; must not write itself. */
  readonly watches: { readonly [K in KindName]?: (change: Change<K>) => void } & { readonly lasting?: (change: Change) => void };
  /** Enqueues every key that may need work; called after a start. */
  resync(): void;
  reconcile(key: string): void;
  /** State that cannot be rebuilt from the API (rate limiters, timers of its own). */
  save?(): Json;
  load?(saved: Json): void;
  currentWait?(): Wait | undefined;
}

export interface ControllerContext {
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly timings: Timings;
  readonly random: Random;
  now(): number;
  /** Queues a key; many times is once. */
  enqueue(key: string): void;
  /**
   * Queues a key for later; an earlier pending time for the same key stands. `wait` names what people wait for meanwhile. A routine
   * key is reconciled exactly when it is due, so that a period kept with it does not drift.
   */
  enqueueAfter(key: string, delayMs: number, wait?: QueuedEvent['wait'], routine?: boolean): void;
  /** Forgets a pending {@link enqueueAfter}, so that nobody waits for what no longer matters. */
  cancelDelayed(key: string): void;
  /** the cause at work: within a watch handler that of the change. */
  currentCause(): number;
  /** Runs `work` as a consequence of an earlier cause, for writes whose reason is older than the last change that came by. */
  because<T>(cause: number, work: () => T): T;
}

/** A controller with its work queue: the thing that can be stopped and started. */
export type ControllerRunner = Component & { readonly queued: number };

interface QueueState {
  /** keys ready for the next drain, with the cause that queued them. */
  readonly ready: readonly (readonly [string, number])[];
  readonly drainEvent: number;
  /** key, event id, due time of delayed keys. */
  readonly delayed: readonly (readonly [string, number, number])[];
  readonly failures: readonly (readonly [string, number])[];
  readonly running: boolean;
  readonly own: Json;
}

export function createControllerRunner(definition: ControllerDefinition, surroundings: Surroundings): ControllerRunner {
  const { kernel } = surroundings;
  const { timings } = kernel;
  const drainHandler = `${definition.name}.drain`;
  const dueHandler = `${definition.name}.due`;
  const tickHandler = `${definition.name}.tick`;
  const client = surroundings.clientFor(definition.name);
  const ready = new Map<string, number>();
  const delayed = new Map<string, { eventId: number; atMs: number }>();
  const failures = new Map<string, number>();
  let drainEvent = 0;
  let controller: Controller | undefined;

  const context: ControllerContext = {
    client,
    recorder: surroundings.recorderFor(definition.eventSource ?? definition.name),
    timings,
    random: kernel.random,
    now: kernel.now,
    enqueue,
    enqueueAfter,
    cancelDelayed(key) {
      const pending = delayed.get(key);
      if (pending) kernel.cancel(pending.eventId);
      delayed.delete(key);
    },
    currentCause: kernel.currentCause,
    because: kernel.because,
  };

  function enqueue(key: string): void {
    // The newest cause stands, and keeps the key's place in the queue.
    ready.set(key, kernel.currentCause());
    if (drainEvent === 0) drainEvent = kernel.schedule(timings.controllerReactionMs, drainHandler, null);
  }
  function enqueueAfter(key: string, delayMs: number, wait?: QueuedEvent['wait'], routine = false): void {
    const atMs = kernel.now() + Math.ceil(delayMs);
    const pending = delayed.get(key);
    if (pending && pending.atMs <= atMs) return;
    if (pending) kernel.cancel(pending.eventId);
    const eventId = kernel.schedule(delayMs, routine ? tickHandler : dueHandler, key, { routine, ...(wait ? { wait } : {}) });
    delayed.set(key, { eventId, atMs });
  }
  function retryLater(key: string): void {
    const count = failures.get(key) ?? 0;
    failures.set(key, count + 1);
    enqueueAfter(key, Math.min(timings.queueBackOffInitialMs * 2 ** count, timings.queueBackOffMaxMs), undefined, true);
  }
  function reconcile(key: string, cause: number): void {
    if (!controller) return;
    try {
      kernel.because(cause, () => controller?.reconcile(key));
      failures.delete(key);
    } catch (error) {
      if (!(error instanceof StatusError) && !(error instanceof UnreachableError)) throw error;
      kernel.because(cause, () => retryLater(key));
    }
  }

  kernel.on(drainHandler, () => {
    drainEvent = 0;
    const batch = [...ready];
    ready.clear();
    for (const [key, cause] of batch) reconcile(key, cause);
  });
  kernel.on(dueHandler, (data) => {
    invariant(typeof data === 'string', `${dueHandler} needs a key`);
    delayed.delete(data);
    if (controller) enqueue(data);
  });
  // A routine key is worked on at once: the drain of a queue is notable, and a periodic look at the cluster must not be.
  kernel.on(tickHandler, (data) => {
    invariant(typeof data === 'string', `${tickHandler} needs a key`);
    delayed.delete(data);
    reconcile(data, kernel.currentCause());
  });

  function handleBecause(handler: (change: Change) => void, change: Change): void {
    kernel.because(change.cause, () => handler(change));
  }
  function clear(): void {
    if (drainEvent !== 0) kernel.cancel(drainEvent);
    for (const { eventId } of delayed.values()) kernel.cancel(eventId);
    drainEvent = 0;
    ready.clear();
    delayed.clear();
    failures.clear();
  }

  return {
    name: definition.name,
    watches: definition.watches,
    get running() {
      return controller !== undefined;
    },
    get queued() {
      return ready.size;
    },
    start() {
      if (controller) return;
      controller = definition.create(context);
      controller.resync();
    },
    stop() {
      controller = undefined;
      clear();
    },
    observe(change) {
      const watches = controller?.watches;
      const handler = (watches?.[change.kind] ?? watches?.lasting) as ((change: Change) => void) | undefined;
      if (!handler) return;
      // Heartbeats come here by the hundred thousand, and have no cause of their own.
      if (change.cause === kernel.currentCause()) handler(change);
      else handleBecause(handler, change);
    },
    relist: () => controller?.resync(),
    currentWait: () => controller?.currentWait?.(),
    save: () => ({
      ready: [...ready],
      drainEvent,
      delayed: [...delayed].map(([key, { eventId, atMs }]) => [key, eventId, atMs] as const),
      failures: [...failures],
      running: controller !== undefined,
      own: controller?.save?.() ?? null,
    }),
    load(saved) {
      const state = saved as unknown as QueueState;
      controller = state.running ? definition.create(context) : undefined;
      drainEvent = state.drainEvent;
      for (const [key, cause] of state.ready) ready.set(key, cause);
      for (const [key, eventId, atMs] of state.delayed) delayed.set(key, { eventId, atMs });
      for (const [key, count] of state.failures) failures.set(key, count);
      if (state.own !== null) controller?.load?.(state.own);
    },
  };
}
