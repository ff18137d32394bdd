import type { Action } from './actions.ts';
import type { ApplyResult } from './api/apply.ts';
import type { KindDefinition } from './api/kind-definition.ts';
import type { KindMap, KindName } from './api/object.ts';
import type { Change, HistoryRead, StoreQuery, StoreState } from './api/store.ts';
import type { Acting, Impersonation, PathQuestion, ResourceQuestion, SubjectRules, UserInfo } from './api/user.ts';
import { createBareSimulation } from './bare-simulation.ts';
import type { Cause } from './causes.ts';
import type { Wait } from './event-queue.ts';
import type { EventServiceState } from './events.ts';
import type { FaultOffer, Faults } from './faults.ts';
import type { Json, JsonObject } from './json.ts';
import type { KernelState } from './kernel.ts';
import type { LateEngine } from './late-engine.ts';
import { createLateEngine, lateEngine } from './late-engine-parts.ts';
import type { OperatorView } from './operators/operators.ts';
import type { OperatorSandbox } from './operators/sandbox.ts';
import type { Machines, MachineSpec, Registries } from './node/machines.ts';
import type { ActionResult } from './apply-action.ts';
import type { RecordedAction, Recording, SimulationOptions } from './recording.ts';
import type { SchedulerConfiguration } from './scheduler/configuration.ts';
import type { Decision } from './scheduler/decision.ts';
import type { WhatIf } from './scheduler/what-if.ts';

export type { OperatorSandbox, OperatorView };
export type { Acting, Action, ActionResult, ApplyResult, Cause, Change, Decision, FaultOffer, Faults, Impersonation, KindMap, KindName, MachineSpec, PathQuestion, Recording, RecordedAction, ResourceQuestion, SimulationOptions, SubjectRules, UserInfo, Wait };
export { StatusError, UnreachableError } from './api/errors.ts';
export { DEFAULT_MACHINES } from './bare-simulation.ts';

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
  /** whether the late part of the engine had joined. */
  readonly late: boolean;
  readonly actions: readonly RecordedAction[];
}

/** Which parts of the control plane a person has stopped. */
export interface ControlPlaneState {
  apiServer: boolean;
  controllerManager: boolean;
  scheduler: boolean;
  stoppedControllers: string[];
  /** static pods of the control plane that do not run. */
  downPods: string[];
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
  scale(kind: 'Deployment' | 'ReplicaSet' | 'ReplicationController' | 'StatefulSet', namespace: string, name: string, replicas: number): void;
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
  /** Every kind that is served, by its name. */
  readonly kinds: ReadonlyMap<KindName, KindDefinition>;
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
  /** Whether a user may do something (SubjectAccessReview); nothing is done. */
  can(user: UserInfo, question: ResourceQuestion | PathQuestion): boolean;
  /** What a user may do in a namespace (SelfSubjectRulesReview). */
  rulesFor(user: UserInfo, namespace: string): SubjectRules;
  /**
   * Does and records an action. Throws a StatusError or an Error with a sentence when it is refused.
   * It is done as the cluster's administrator, unless told otherwise.
   */
  act(action: Action, acting?: Acting): ActionResult;
  /** A dry run of `apply`: the same checks, nothing written or recorded. */
  preview(objects: readonly object[], acting?: Acting): ApplyResult;
  /** when the next thing that matters happens; `undefined` when the cluster is at rest. */
  nextNotableMs(): number | undefined;
  /** what time is being spent on, if it has a name. */
  currentWait(): Wait | undefined;
  watch<K extends KindName>(kinds: readonly K[] | 'all', listener: (change: Change<K>) => void): () => void;
  /** Changes of a kind after a version, as a watch that resumes reads them. */
  since(kind: KindName, resourceVersion: number): HistoryRead;
  /** Every object of the cluster by kind, read past the API server. */
  objects(): StoreState['objects'];
  decisionFor(podUid: string): Decision | undefined;
  /** what the scheduler runs with; changed by an action. */
  readonly schedulerConfiguration: SchedulerConfiguration;
  /**
   * Where pods would go under a KubeSchedulerConfiguration (null: the usual one), and why; the cluster takes no notice. The pods named are
   * placed as if they had no node; without any, those that wait for one.
   */
  whatIf(configuration: JsonObject | null, pods?: readonly { readonly namespace: string; readonly name: string }[]): WhatIf;
  /** Operators whose pods are there to run their code, and what they did last. */
  readonly operators: readonly OperatorView[];
  schedulerQueueLength(): number;
  causeChain(causeId: number): Cause[];
  latestCause(uid: string): Cause | undefined;
  readonly actions: readonly RecordedAction[];
  record(): Recording;
  checkpoint(): Checkpoint;
  /** 16 hexadecimal digits over the whole state; equal states have equal hashes in every environment. */
  hash(): string;
}

/** What a simulation can be given that is no part of the engine. */
export interface SimulationParts {
  /** where the code of operators runs; without it, they are not run. */
  readonly sandbox?: OperatorSandbox;
}

function whole({ sandbox }: SimulationParts): () => LateEngine {
  const engine = sandbox ? createLateEngine(() => sandbox) : lateEngine;
  return () => engine;
}

/**
 * Makes a cluster: its machines are up, its system objects exist, and no simulated time has passed.
 *
 * @example
 * const simulation = createSimulation({ seed: 7 });
 * simulation.api.apply({ apiVersion: 'apps/v1', kind: 'Deployment', … });
 * simulation.settle();
 * simulation.api.list('Pod').length;
 */
export function createSimulation(options: SimulationOptions = {}, parts: SimulationParts = {}): Simulation {
  return createBareSimulation(whole(parts), options);
}

/** Continues from a checkpoint exactly where it was taken. */
export function restoreSimulation(checkpoint: Checkpoint, parts: SimulationParts = {}): Simulation {
  return createBareSimulation(whole(parts), checkpoint.options, checkpoint);
}

/** Runs a recorded session again from its start to the moment it was taken. */
export function replay(recording: Recording, parts: SimulationParts = {}): Simulation {
  const simulation = createBareSimulation(whole(parts), recording.options);
  for (const recorded of recording.actions) {
    simulation.runTo(recorded.eventsRun, recorded.atMs);
    try {
      simulation.act(recorded.action, recorded);
    } catch (error) {
      if (!recorded.refused) throw error;
    }
  }
  simulation.runTo(recording.eventsRun, recording.atMs);
  return simulation;
}
