import { createActingUsers } from './acting-users.ts';
import type { Action } from './actions.ts';
import { performFirstApply, type ActionResult } from './apply-action.ts';
import type { AdmissionPlugin, EvictionPolicy } from './api/admission.ts';
import { createApiServer, type Client, type Connection } from './api/api-server.ts';
import { createAdmission } from './api/default-admission.ts';
import type { KindDefinition } from './api/kind-definition.ts';
import { kindNameOf } from './api/kind-name.ts';
import { kindDefinitions } from './api/kinds/registry.ts';
import type { KindName, KubeObject } from './api/object.ts';
import { objectKey } from './api/reference.ts';
import { createStore } from './api/store.ts';
import { authenticated, KUBERNETES_ADMIN, type Acting, type Authorizer, type SubjectRules } from './api/user.ts';
import type { Component, Surroundings } from './component.ts';
import { createControllerRunner, type ControllerRunner } from './controllers/controller.ts';
import { createControllers } from './controllers/registry.ts';
import type { Wait } from './event-queue.ts';
import { createEventService } from './events.ts';
import type { DeedContext, Deeds } from './deeds.ts';
import type { Faults } from './faults.ts';
import { hashText } from './hash.ts';
import { invariant } from './invariant.ts';
import { createKernel } from './kernel.ts';
import type { LateEngine, LateSurroundings } from './late-engine.ts';
import { createMachines } from './node/machine-room.ts';
import type { LogLine, Machines, MachineSpec } from './node/machines.ts';
import { createRegistries } from './node/registries.ts';
import type { Operators } from './operators/operators.ts';
import type { RecordedAction, SimulationOptions } from './recording.ts';
import { createScheduler, type Scheduler } from './scheduler/scheduler.ts';
import type { Checkpoint, ControlPlaneState, Simulation, SimulationApi } from './simulation.ts';
import { createSystemObjects } from './system-objects.ts';
import { formatTime, parseTime } from './time-format.ts';
import { DEFAULT_TIMINGS } from './timings.ts';

const DEFAULT_START = '2026-01-05T10:00:00Z';
const GIB = 1024 ** 3;
export const DEFAULT_MACHINES: readonly MachineSpec[] = ['a', 'b', 'c'].map((letter, index) => ({
  name: `node-${index + 1}`, cpuMillis: 4000, memoryBytes: 8 * GIB, zone: `zone-${letter}`, region: 'region-1',
}));
const SETTLE_LIMIT_MS = 3_600_000;
type LogQuery = Parameters<Machines['logs']>[0];
const NODE_LIFECYCLE = 'node-lifecycle-controller';

/** What running a session again needs besides. */
export interface Replayable {
  /** Runs exactly so many events, and moves the clock to where it stood. */
  runTo(eventsRun: number, atMs: number): void;
}

/**
 * {@link ./simulation.ts} with a part of the engine that may come later. While there is none, everything is taken as valid and permitted, so
 * that only what is known to be so may be done; it joins before the first action that finds it there, and the cluster is the same as if it had
 * always been. Continues from `saved` where that is given.
 */
export function createBareSimulation(late: () => LateEngine | undefined, options: SimulationOptions, saved?: Checkpoint): Simulation & Replayable {
  if (saved && saved.version !== 1) throw new Error(`This cluster was saved in format ${String(saved.version)}, which this version cannot read.`);
  const startMs = parseTime(options.startTime ?? DEFAULT_START);
  if (!Number.isFinite(startMs)) throw new Error(`startTime must be an RFC 3339 time, not "${String(options.startTime)}"`);
  const kernel = createKernel({ seed: options.seed ?? 1, startMs, timings: { ...DEFAULT_TIMINGS, ...options.timings }, ...(saved ? { saved: saved.kernel } : {}) });
  const store = createStore(saved?.store);
  const controlPlane: ControlPlaneState = structuredCloneOf(saved?.controlPlane) ?? { apiServer: true, controllerManager: true, scheduler: true, stoppedControllers: [], downPods: [] };
  const kinds = new Map<KindName, KindDefinition>(kindDefinitions);
  const plugins: AdmissionPlugin[] = [];
  let joined: { readonly engine: LateEngine; readonly deeds: Deeds; readonly operators: Operators; readonly eviction: EvictionPolicy; readonly authorizer: Authorizer } | undefined;
  const clientFor = createApiServer({
    kernel, store, kinds, admission: createAdmission(kernel, store), plugins, connectionOf,
    validation: () => joined?.engine.validations, eviction: () => joined?.eviction, authorizer: () => joined?.authorizer,
  });
  const events = createEventService(kernel, store, clientFor, saved?.events);
  const surroundings: Surroundings = { kernel, clientFor, recorderFor: events.recorderFor };
  const registries = createRegistries(kernel, saved?.registries);
  const machines = createMachines(surroundings, registries, { controlPlaneChanged: (component, isRunning) => joined?.deeds.followStaticPod(component, isRunning) });
  const scheduler: Scheduler = createScheduler(surroundings);
  const controllers: ControllerRunner[] = createControllers().map((definition) => createControllerRunner(definition, surroundings));
  const components: Component[] = [...controllers, scheduler, machines];
  const actions: RecordedAction[] = [...(saved?.actions ?? [])];
  /** What a person looks with, whoever they act as. */
  const you: Client = clientFor('you', { trusted: false });
  const users = createActingUsers(clientFor, () => joined?.authorizer);

  /** What a component knew is what there is, even while the API server is stopped: nothing has changed since. */
  let isRestoring = saved !== undefined;

  const deedContext: DeedContext = { controlPlane, components, controllers, scheduler, machines, registries, you };

  function isServing(): boolean {
    return controlPlane.apiServer;
  }
  function connectionOf(actor: string): Connection {
    // What runs on a node says so in its name: `kubelet/node-1`, or `operator@node-1`.
    const place = /^kubelet\/|@/.exec(actor);
    return place ? machines.connectionOf(actor.slice(place.index + place[0].length), isServing) : { isOpen: () => isRestoring || isServing() };
  }
  for (const component of components) listen(component);

  function listen(component: Component): void {
    store.watch(component.watches, (change) => component.observe(change));
  }
  /** What a controller kept is in the checkpoint only if it had joined by then. */
  function join(engine: LateEngine): void {
    const around: LateSurroundings = { kernel, store, kinds, clientFor, recorderFor: events.recorderFor };
    const operators = engine.createOperators(around);
    const deeds = engine.createDeeds(kernel, deedContext);
    for (const definition of engine.kinds) kinds.set(definition.kind, definition);
    engine.serveCustomKinds(store, kinds);
    plugins.push(...engine.createAdmissionPlugins(around));
    joined = { engine, deeds, operators, eviction: engine.createEvictionPolicy(around), authorizer: engine.createAuthorizer(around) };
    store.seed(engine.bootstrapObjects().map((object) => [kindNameOf(object), asOldAs(object, startMs)]), startMs);
    joinComponent(deeds.drains);
    for (const definition of [...engine.serverControllers, ...engine.controllers, operators.definition]) {
      const runner = createControllerRunner(definition, surroundings);
      if (engine.controllers.includes(definition)) controllers.push(runner);
      joinComponent(runner);
    }
  }
  function joinComponent(component: Component): void {
    components.push(component);
    listen(component);
    const state = saved?.components[component.name];
    if (state !== undefined) component.load(state);
    else component.start();
  }
  function asMade({ controlPlane: isControlPlane, ...machine }: MachineSpec): MachineSpec {
    const engine = isControlPlane ? late() : undefined;
    if (isControlPlane && !engine) invariant(false, 'a control plane of its own needs the whole engine');
    return engine?.controlPlaneMachine(machine.name, machine) ?? machine;
  }
  /** What operators print does not follow from their image and command, as everything else does that a container prints. */
  function withOperatorLog(lines: readonly LogLine[], { namespace, pod, tailLines = Number.POSITIVE_INFINITY }: LogQuery): readonly LogLine[] {
    const more = joined?.operators.logOf(store.get('Pod', objectKey(namespace, pod))?.metadata.uid ?? '') ?? [];
    return more.length === 0 ? lines : [...lines, ...more].sort((a, b) => a.atMs - b.atMs).slice(-tailLines);
  }
  function joinIfThere(): void {
    const engine = joined ? undefined : late();
    if (engine) join(engine);
  }

  if (saved) {
    for (const component of components) component.load(saved.components[component.name] ?? null);
  } else {
    createSystemObjects(clientFor('kube-apiserver'));
    for (const machine of options.machines ?? DEFAULT_MACHINES) machines.add(asMade(machine), true);
    for (const component of components) component.start();
  }
  joinIfThere();
  isRestoring = false;

  function deeds(): Deeds {
    joinIfThere();
    if (!joined) invariant(false, 'only manifests can be applied before the whole engine is there');
    return joined.deeds;
  }
  const faults: Faults = {
    inject: (fault, target, client) => deeds().faults.inject(fault, target, client),
    offers: (reference) => deeds().faults.offers(reference),
  };
  function perform(action: Action, client: Client): ActionResult {
    return !joined && action.type === 'apply' ? performFirstApply(action, client) : deeds().perform(action, client);
  }

  function runUntil(untilMs: number): void {
    while (kernel.runNext(untilMs));
    kernel.moveTo(untilMs);
  }
  function act(action: Action, acting: Acting = {}): ActionResult {
    joinIfThere();
    const eventsRun = kernel.eventsRun();
    const atMs = kernel.now();
    const deed = kernel.causes.add({ parent: 0, atMs, actor: 'you', verb: 'deed', reference: null, deed: actions.length });
    const recorded = { eventsRun, atMs, action, ...recordedActing(acting) };
    // Recorded before it is done: replay must meet it again even when it is refused.
    const index = actions.push({ ...recorded, sentence: '', refused: false }) - 1;
    try {
      const result = kernel.because(deed, () => perform(action, users.clientOf(acting)));
      const refused = result.problems.length > 0;
      const sentence = refused ? result.sentence : `${result.sentence}${byWhom(action, acting)}`;
      actions[index] = { ...recorded, sentence, refused };
      return { ...result, sentence };
    } catch (error) {
      actions[index] = { ...recorded, sentence: error instanceof Error ? error.message : String(error), refused: true };
      throw error;
    }
  }
  function byWhom(action: Action, acting: Acting): string {
    const { name } = users.userOf(acting);
    return name === KUBERNETES_ADMIN.name || !deeds().isRequest(action) ? '' : ` as ${name}`;
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
  /** Up to `untilMs`, or until what was to happen then is called off. */
  function runWhileAwaiting(untilMs: number): void {
    const awaitedMs = kernel.nextAtMs(true);
    while (kernel.runNext(untilMs)) if (kernel.nextAtMs(true) !== awaitedMs) return;
    kernel.moveTo(untilMs);
  }
  /** A node has just fallen silent, and its first missed heartbeat, from which on somebody waits for the next, is still to come. */
  function hasUnnoticedSilence(): boolean {
    if (!controlPlane.apiServer || !controlPlane.controllerManager || controlPlane.stoppedControllers.includes(NODE_LIFECYCLE)) return false;
    return machines.list().some(({ name, powered, partitioned }) => {
      const node = powered && !partitioned ? undefined : store.get('Node', name);
      return node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
    });
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

  const shownMachines: Machines = Object.assign(Object.create(machines) as Machines, {
    logs: (query: LogQuery) => withOperatorLog(machines.logs(query), query),
  });
  const simulation: Simulation & Replayable = {
    api,
    faults,
    machines: shownMachines,
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
      joinIfThere();
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
        const next = nextNotableMs() ?? (hasUnnoticedSilence() ? kernel.nextAtMs() : undefined);
        if (next === undefined) return { settled: true, elapsedMs: kernel.now() - fromMs };
        if (next > untilMs) {
          runUntil(untilMs);
          return { settled: false, elapsedMs: limitMs };
        }
        runWhileAwaiting(next);
      }
    },
    act,
    can(user, question) {
      joinIfThere();
      return joined?.authorizer.allows(authenticated(user), question) ?? true;
    },
    rulesFor(user, namespace) {
      joinIfThere();
      return joined?.authorizer.rulesFor(authenticated(user), namespace) ?? EVERYTHING;
    },
    preview: (objects, acting = {}) => deeds().preview(objects as Extract<Action, { type: 'apply' }>['objects'], users.clientOf(acting)),
    kinds,
    nextNotableMs,
    currentWait,
    watch: store.watch,
    since: store.since,
    objects: store.all,
    get operators() {
      return joined?.operators.list() ?? [];
    },
    decisionFor: scheduler.decisionFor,
    get schedulerConfiguration() {
      return scheduler.configuration;
    },
    whatIf: (configuration, pods) => deeds().whatIf(configuration, pods ?? null),
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
      controlPlane: { ...controlPlane, stoppedControllers: [...controlPlane.stoppedControllers], downPods: [...controlPlane.downPods] },
      late: joined !== undefined,
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

/** While nobody is asked, everything is permitted. */
const EVERYTHING: SubjectRules = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }], nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }], incomplete: false,
};

/** Only what was said of it, so that the record of a session stays short. */
function recordedActing({ as, impersonate }: Acting): Acting {
  return { ...(as ? { as } : {}), ...(impersonate ? { impersonate } : {}) };
}

/** An object that the cluster has had from its start, with an identity that depends on nothing but its name. */
function asOldAs(object: KubeObject, startMs: number): KubeObject {
  const digits = [1, 2].map((part) => hashText(`${part} ${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`)).join('');
  const uid = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-');
  return { ...object, metadata: { ...object.metadata, uid, creationTimestamp: formatTime(startMs) } };
}

function structuredCloneOf(state: ControlPlaneState | undefined): ControlPlaneState | undefined {
  return state && { ...state, stoppedControllers: [...state.stoppedControllers], downPods: [...state.downPods] };
}
