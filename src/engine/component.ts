import type { Client } from './api/api-server.ts';
import type { Change } from './api/store.ts';
import type { KindName } from './api/object.ts';
import type { EventRecorder } from './events.ts';
import type { Wait } from './event-queue.ts';
import type { Json } from './json.ts';
import type { Kernel } from './kernel.ts';

/** What the simulation gives every component. Nothing else of the cluster is within reach: the API is the only truth. */
export interface Surroundings {
  readonly kernel: Kernel;
  /** A client whose requests are logged under, and cut off with, this actor. */
  clientFor(actor: string): Client;
  /** Writes Events through the API on behalf of a component. */
  recorderFor(component: string, host?: string): EventRecorder;
}

/**
 * A part of the cluster that runs by itself: the scheduler, a controller, the kubelets. What it keeps beside the API is rebuilt
 * by `start`, or is plain data given by `save`.
 *
 * Life: created; then `start()` (a fresh cluster, or a person started it again: build derived state from the API and look at
 * everything) or `load(saved)` (a checkpoint: build derived state from the API, take the rest from `saved`, and continue exactly).
 * After `stop()` it must neither read, write nor react until `start()`; pending events of it that come due meanwhile do nothing.
 */
export interface Component {
  readonly name: string;
  /** kinds whose changes {@link Component.observe} wants to see. */
  readonly watches: readonly KindName[] | 'lasting';
  start(): void;
  stop(): void;
  readonly running: boolean;
  /**
   * Called synchronously within each write. It may note what changed and schedule work; it must not write. Called while stopped
   * too, and then ignores it.
   */
  observe(change: Change): void;
  /** The API can be reached again after it could not: look at everything anew, as an informer's relist does. */
  relist(): void;
  save(): Json;
  load(saved: Json): void;
  /** What people wait for that is no event in the queue: a silence being measured, for one. The soonest. Cheap: asked every frame. */
  currentWait?(): Wait | undefined;
}
