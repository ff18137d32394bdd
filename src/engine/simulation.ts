import type { Action } from './actions.ts';
import { applyObjects, type ApplyResult } from './api/apply.ts';
import { createApiServer, type Client } from './api/api-server.ts';
import { createAdmission } from './api/default-admission.ts';
import { kindDefinitions } from './api/kinds/registry.ts';
import type { KindMap, KindName } from './api/object.ts';
import { createStore, type Change, type HistoryRead, type StoreQuery, type StoreState } from './api/store.ts';
import type { Cause } from './causes.ts';
import type { Component, Surroundings } from './component.ts';
import { createControllers } from './controllers/registry.ts';
import { createControllerRunner, type ControllerRunner } from './controllers/controller.ts';
import { createEventService, type EventServiceState } from './events.ts';
import type { Wait } from './event-queue.ts';
import { createFaults, type FaultOffer, type Faults } from './faults.ts';
import { hashText } from './hash.ts';
import { invariant } from './invariant.ts';
import type { Json } from './json.ts';
import { createKernel, type KernelState } from './kernel.ts';
import { createMachines } from './node/machine-room.ts';
import type { Machines, MachineSpec, Registries } from './node/machines.ts';
import { createRegistries } from './node/registries.ts';
import { performAction, type ActionResult } from './perform-action.ts';
import type { RecordedAction, Recording, SimulationOptions } from './recording.ts';
import type { Decision } from './scheduler/decision.ts';
import { createScheduler, type Scheduler } from './scheduler/scheduler.ts';
import { createSystemObjects } from './system-objects.ts';
import { parseTime } from './time-format.ts';
import { DEFAULT_TIMINGS } from './timings.ts';

export type { Action, ActionResult, ApplyResult, Cause, Change, Decision, FaultOffer, Faults, KindMap, KindName, MachineSpec, Recording, RecordedAction, SimulationOptions, Wait };
export { StatusError, UnreachableError } from './api/errors.ts';

/** The whole engine state as plain JSON. `restoreSimulation(s.checkpoint())` continues exactly as `s` would have. */
export interface Checkpoint {
  readonly version: 1;
  readonly options: SimulationOptions;
  readonly kernel: KernelState;
  readonly store: StoreState;
  readonly components: Readonly<Record<string, Json>>;
  readonly registries: Json;
  readonly events: EventServiceState;
  readonly controlPlane: ControlPlaneState;
  readonly actions: readonly RecordedAction[];
}

/** Which parts of the control plane a person has stopped. */
export interface ControlPlaneState {
  apiServer: boolean;
  controllerManager: boolean;
  scheduler: boolean;
  stoppedControllers: string[];
}

/** A program's way to read and change the cluster. Every write is a recorded action, exactly as a person's. */
export interface SimulationApi {
  get<K extends KindName>(kind: K, namespace: string, name: string): KindMap[K] | undefined;
  /** sorted by namespace and name. */
  list<K extends KindName>(kind: K, query?: StoreQuery): KindMap[K][];
  /** What `kubectl apply` does with these objects: all or nothing. */
  apply(...objects: readonly object[]): ApplyResult;
  create(object: object): void;
  delete(kind: KindName, namespace: string, name: string): void;
  scale(kind: 'Deployment' | 'ReplicaSet', namespace: string, name: string, replicas: number): void;
}

export interface Settled {
  /** false when the limit was reached while things were still happening. */
  readonly settled: boolean;
  readonly elapsedMs: number;
}

/** A cluster in simulated time. Nothing happens unless {@link advance}, {@link step} or {@link settle} is called. */
export interface Simulation {
  readonly api: SimulationApi;
  readonly faults: Faults;
  readonly machines: Machines;
  readonly registries: Registries;
  readonly controlPlane: Readonly<ControlPlaneState>;
  readonly controllers: readonly { readonly name: string; readonly running: boolean; readonly queued: number }[];
  readonly resourceVersion: number;
  /** milliseconds since the Unix epoch. */
  now(): number;
  /** when the session began. */
  readonly startMs: number;
  /** Runs everything that is due within `ms` milliseconds and moves the clock by them. */
  advance(ms: number): void;
  /** Runs up to and including the next event that is more than a heartbeat; false when nothing is pending. */
  step(): boolean;
  /** Advances until nothing notable is pending or under way, at most `limitMs` (default one hour). */
  settle(limitMs?: number): Settled;
  /** Does and records an action. Throws a StatusError or an Error with a sentence when it is refused. */
  act(action: Action): ActionResult;
  /** A dry run of `apply`: the same checks, nothing written or recorded. */
  preview(objects: readonly object[]): ApplyResult;
  /** when the next thing that matters happens; `undefined` when the cluster is at rest. */
  nextNotableMs(): number | undefined;
  /** what time is being spent on, if it has a name. */
  currentWait(): Wait | undefined;
  watch<K extends KindName>(kinds: readonly K[] | 'all', listener: (change: Change<K>) => void): () => void;
  since(resourceVersion: number): HistoryRead;
  decisionFor(podUid: string): Decision | undefined;
  schedulerQueueLength(): number;
  causeChain(causeId: number): Cause[];
  latestCause(uid: string): Cause | undefined;
  readonly actions: readonly RecordedAction[];
  record(): Recording;
  checkpoint(): Checkpoint;
  /** 16 hexadecimal digits over the whole state; equal states have equal hashes in every environment. */
  hash(): string;
}

const DEFAULT_START = '2026-01-05T10:00:00Z';
const GIB = 1024 ** 3;
export const DEFAULT_MACHINES: readonly MachineSpec[] = ['a', 'b', 'c'].map((letter, index) => ({
  name: `node-${index + 1}`, cpuMillis: 4000, memoryBytes: 8 * GIB, zone: `zone-${letter}`, region: 'region-1',
}));
const SETTLE_LIMIT_MS = 3_600_000;

/**
 * Makes a cluster: its machines are up, its system objects exist, and no simulated time has passed.
 *
 * @example
 * const simulation = createSimulation({ seed: 7 });
 * simulation.api.apply({ apiVersion: 'apps/v1', kind: 'Deployment', … });
 * simulation.settle();
 * simulation.api.list('Pod').length;
 */
export function createSimulation(options: SimulationOptions = {}): Simulation {
  return assemble(options);
}

/** Continues from a checkpoint exactly where it was taken. */
export function restoreSimulation(checkpoint: Checkpoint): Simulation {
  if (checkpoint.version !== 1) throw new Error(`This cluster was saved in format ${String(checkpoint.version)}, which this version cannot read.`);
  return assemble(checkpoint.options, checkpoint);
}

/** Runs a recorded session again from its start to the moment it was taken. */
export function replay(recording: Recording): Simulation {
  const simulation = createSimulation(recording.options) as Simulation & Replayable;
  for (const recorded of recording.actions) {
    simulation.runTo(recorded.eventsRun, recorded.atMs);
    try {
      simulation.act(recorded.action);
    } catch (error) {
      if (!recorded.refused) throw error;
    }
  }
  simulation.runTo(recording.eventsRun, recording.atMs);
  return simulation;
}

interface Replayable {
  runTo(eventsRun: number, atMs: number): void;
}

function assemble(options: SimulationOptions, saved?: Checkpoint): Simulation & Replayable {
  const startMs = parseTime(options.startTime ?? DEFAULT_START);
  if (!Number.isFinite(startMs)) throw new Error(`startTime must be an RFC 3339 time, not "${String(options.startTime)}"`);
  const kernel = createKernel({ seed: options.seed ?? 1, startMs, timings: { ...DEFAULT_TIMINGS, ...options.timings }, ...(saved ? { saved: saved.kernel } : {}) });
  const store = createStore(saved?.store);
  const controlPlane: ControlPlaneState = structuredCloneOf(saved?.controlPlane) ?? { apiServer: true, controllerManager: true, scheduler: true, stoppedControllers: [] };
  const admission = createAdmission(kernel, store);
  const clientFor = createApiServer({ kernel, store, kinds: kindDefinitions, admission, isReachable });
  const events = createEventService(kernel, store, clientFor, saved?.events);
  const surroundings: Surroundings = { kernel, clientFor, recorderFor: events.recorderFor };
  const registries = createRegistries(kernel, saved?.registries);
  const machines = createMachines(surroundings, registries);
  const scheduler: Scheduler = createScheduler(surroundings);
  const controllers: ControllerRunner[] = createControllers().map((definition) => createControllerRunner(definition, surroundings));
  const components: readonly Component[] = [...controllers, scheduler, machines];
  const actions: RecordedAction[] = [...(saved?.actions ?? [])];
  const you: Client = clientFor('you', { trusted: false });

  function isReachable(actor: string): boolean {
    if (!controlPlane.apiServer) return false;
    return !actor.startsWith('kubelet/') || machines.isConnected(actor.slice('kubelet/'.length));
  }
  for (const component of components) store.watch(component.watches, (change) => component.observe(change));

  if (saved) {
    for (const component of components) component.load(saved.components[component.name] ?? null);
  } else {
    createSystemObjects(clientFor('kube-apiserver'));
    for (const machine of options.machines ?? DEFAULT_MACHINES) machines.add(machine, true);
    for (const component of components) component.start();
  }

  const faults = createFaults({ controlPlane, components, controllers, scheduler, machines, registries, you });

  function runUntil(untilMs: number): void {
    while (kernel.runNext(untilMs));
    kernel.moveTo(untilMs);
  }
  function act(action: Action): ActionResult {
    const eventsRun = kernel.eventsRun();
    const atMs = kernel.now();
    const deed = kernel.causes.add({ parent: 0, atMs, actor: 'you', verb: 'deed', reference: null, deed: actions.length });
    // Recorded before it is done: replay must meet it again even when it is refused.
    const index = actions.push({ eventsRun, atMs, action, sentence: '', refused: false }) - 1;
    try {
      const result = kernel.because(deed, () => performAction(action, you, faults, atMs));
      actions[index] = { eventsRun, atMs, action, sentence: result.sentence, refused: result.problems.length > 0 };
      return result;
    } catch (error) {
      actions[index] = { eventsRun, atMs, action, sentence: error instanceof Error ? error.message : String(error), refused: true };
      throw error;
    }
  }
  function currentWait(): Wait | undefined {
    let soonest = kernel.nextWait();
    const nextMs = kernel.nextAtMs(true) ?? Number.POSITIVE_INFINITY;
    for (const component of components) {
      const wait = component.currentWait?.();
      if (wait && wait.dueAtMs < (soonest?.dueAtMs ?? nextMs)) soonest = wait;
    }
    return soonest;
  }
  function nextNotableMs(): number | undefined {
    const next = kernel.nextAtMs(true);
    const wait = currentWait();
    if (next === undefined) return wait?.dueAtMs;
    return wait ? Math.min(next, wait.dueAtMs) : next;
  }
  const api: SimulationApi = {
    get: you.get,
    list: you.list,
    apply: (...objects) => {
      const result = act({ type: 'apply', objects: objects as Extract<Action, { type: 'apply' }>['objects'] });
      return { problems: result.problems, outcomes: result.outcomes, changes: result.changes };
    },
    create: (object) => void act({ type: 'create', object: object as Extract<Action, { type: 'create' }>['object'] }),
    delete: (kind, namespace, name) => void act({ type: 'delete', target: { kind, namespace, name } }),
    scale: (kind, namespace, name, replicas) => void act({ type: 'scale', target: { kind, namespace, name }, replicas }),
  };

  const simulation: Simulation & Replayable = {
    api,
    faults,
    machines,
    registries,
    controlPlane,
    get controllers() {
      return controllers.map(({ name, running, queued }) => ({ name, running, queued }));
    },
    get resourceVersion() {
      return store.resourceVersion;
    },
    now: kernel.now,
    startMs,
    advance(ms) {
      if (!(ms >= 0)) throw new Error(`advance needs milliseconds of 0 or more, not ${ms}`);
      runUntil(kernel.now() + Math.floor(ms));
    },
    step() {
      const target = kernel.nextAtMs(true);
      if (target === undefined) return kernel.runNext(Number.POSITIVE_INFINITY);
      // Routine events due before it run on the way.
      while (!kernel.isNotableNext()) kernel.runNext(target);
      return kernel.runNext(target);
    },
    settle(limitMs = SETTLE_LIMIT_MS) {
      const fromMs = kernel.now();
      const untilMs = fromMs + limitMs;
      for (;;) {
        const next = nextNotableMs();
        if (next === undefined) return { settled: true, elapsedMs: kernel.now() - fromMs };
        if (next > untilMs) {
          runUntil(untilMs);
          return { settled: false, elapsedMs: limitMs };
        }
        runUntil(next);
      }
    },
    act,
    preview: (objects) => applyObjects(you, objects as Extract<Action, { type: 'apply' }>['objects'], { dryRun: true }),
    nextNotableMs,
    currentWait,
    watch: store.watch,
    since: store.since,
    decisionFor: scheduler.decisionFor,
    schedulerQueueLength: () => scheduler.queueLength,
    causeChain: kernel.causes.chain,
    latestCause: kernel.causes.latestFor,
    get actions() {
      return actions;
    },
    record: () => ({ version: 1, options, actions: [...actions], eventsRun: kernel.eventsRun(), atMs: kernel.now() }),
    checkpoint: () => ({
      version: 1,
      options,
      kernel: kernel.save(),
      store: store.save(),
      components: Object.fromEntries(components.map((component) => [component.name, component.save()])),
      registries: registries.save(),
      events: events.save(),
      controlPlane: { ...controlPlane, stoppedControllers: [...controlPlane.stoppedControllers] },
      actions: [...actions],
    }),
    hash: () => hashText(JSON.stringify(simulation.checkpoint())),
    runTo(eventsRun, atMs) {
      while (kernel.eventsRun() < eventsRun) invariant(kernel.runNext(Number.POSITIVE_INFINITY), 'the recording is longer than its session');
      if (kernel.now() < atMs) kernel.moveTo(atMs);
    },
  };
  return simulation;
}

function structuredCloneOf(state: ControlPlaneState | undefined): ControlPlaneState | undefined {
  return state && { ...state, stoppedControllers: [...state.stoppedControllers] };
}
