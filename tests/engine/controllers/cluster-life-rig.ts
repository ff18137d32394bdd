import '../../../src/engine/node/late-models.ts';
import type { Admission } from '../../../src/engine/api/admission.ts';
import { createApiServer, type Client, type Connection } from '../../../src/engine/api/api-server.ts';
import type { KindDefinition } from '../../../src/engine/api/kind-definition.ts';
import type { KindMap, KindName } from '../../../src/engine/api/object.ts';
import { createStore, type Store, type StoreState } from '../../../src/engine/api/store.ts';
import { createControllerRunner, type ControllerDefinition, type ControllerRunner } from '../../../src/engine/controllers/controller.ts';
import { createEventService, type EventServiceState } from '../../../src/engine/events.ts';
import type { Wait } from '../../../src/engine/event-queue.ts';
import type { Json } from '../../../src/engine/json.ts';
import { createKernel, type Kernel, type KernelState } from '../../../src/engine/kernel.ts';
import { createMachines } from '../../../src/engine/node/machine-room.ts';
import type { Machines, MachineSpec } from '../../../src/engine/node/machines.ts';
import { createRegistries } from '../../../src/engine/node/registries.ts';
import { DEFAULT_TIMINGS } from '../../../src/engine/timings.ts';

export const START_MS = Date.parse('2026-01-05T10:00:00Z');
const GIB = 1024 ** 3;

const RESOURCES: Readonly<Partial<Record<KindName, readonly [string, string]>>> = {
  Namespace: ['', 'namespaces'], Node: ['', 'nodes'], Lease: ['coordination.k8s.io', 'leases'], Pod: ['', 'pods'], ReplicaSet: ['apps', 'replicasets'],
  Deployment: ['apps', 'deployments'], Service: ['', 'services'], EndpointSlice: ['discovery.k8s.io', 'endpointslices'], Event: ['', 'events'],
  ConfigMap: ['', 'configmaps'], Secret: ['', 'secrets'],
};

/** Kinds without defaults or validation: the controllers are under test, not the API. */
function plainKind(kind: KindName): KindDefinition {
  const [group, plural] = RESOURCES[kind] ?? ['', ''];
  return {
    kind, group, version: 'v1', plural, singular: kind.toLowerCase(), shortNames: [], namespaced: kind !== 'Node' && kind !== 'Namespace', hasStatus: true,
    hasGeneration: kind === 'Pod', applyDefaults: (object) => object, prepareForCreate: (object) => object,
    prepareForUpdate: (next, previous) => ({ ...next, status: (previous as KindMap['Pod']).status }) as typeof next,
  };
}

const ADMISSION: Admission = { checkNamespace: () => {}, checkDeletion: () => {}, mutateCreate: (object) => object, checkAllocation: () => {}, allocate: (object) => object };

export interface SavedRig {
  readonly kernel: KernelState;
  readonly store: StoreState;
  readonly events: EventServiceState;
  readonly registries: Json;
  readonly machines: Json;
  readonly controllers: readonly Json[];
  readonly apiServer: boolean;
}

export interface Rig {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly machines: Machines;
  readonly controllers: readonly ControllerRunner[];
  readonly you: Client;
  /** seconds since the start. */
  seconds(): number;
  advance(seconds: number): void;
  /** Advances second by second until `condition` holds; throws after `limitSeconds`. */
  advanceUntil(condition: () => boolean, limitSeconds?: number): void;
  /** Runs until nothing notable is pending and no controller waits, as a simulation settles. */
  settle(limitSeconds?: number): void;
  wait(): Wait | undefined;
  stopApiServer(): void;
  startApiServer(): void;
  node(name: string): KindMap['Node'];
  pod(name: string): KindMap['Pod'] | undefined;
  /** Creates a pod that runs until it is stopped, bound to a node. */
  run(name: string, node: string | undefined, spec?: Partial<KindMap['Pod']['spec']>): void;
  /** `reason: message` of events about an object by that name. */
  events(name: string): string[];
  save(): SavedRig;
}

export function machine(name: string, zone?: string): MachineSpec {
  return { name, cpuMillis: 4000, memoryBytes: 8 * GIB, ...(zone === undefined ? {} : { zone, region: 'region-1' }) };
}

/** A cluster with real machines and the given controllers, without a scheduler. */
export function createRig(definitions: readonly ControllerDefinition[], specs: readonly MachineSpec[] = [], saved?: SavedRig): Rig {
  const kernel = createKernel({ seed: 11, startMs: START_MS, timings: DEFAULT_TIMINGS, ...(saved ? { saved: saved.kernel } : {}) });
  const store = createStore(saved?.store);
  let apiServer = saved?.apiServer ?? true;
  const kinds = new Map<KindName, KindDefinition>((Object.keys(RESOURCES) as KindName[]).map((kind) => [kind, plainKind(kind)]));
  const isServing = (): boolean => apiServer;
  const connectionOf = (actor: string): Connection => (actor.startsWith('kubelet/') ? machines.connectionOf(actor.slice('kubelet/'.length), isServing) : { isOpen: isServing });
  const clientFor = createApiServer({ kernel, store, kinds, validation: () => undefined, admission: ADMISSION, connectionOf });
  const events = createEventService(kernel, store, clientFor, saved?.events);
  const registries = createRegistries(kernel, saved?.registries);
  const surroundings = { kernel, clientFor, recorderFor: events.recorderFor };
  const machines = createMachines(surroundings, registries);
  const controllers = definitions.map((definition) => createControllerRunner(definition, surroundings));
  const components = [...controllers, machines];
  for (const component of components) store.watch(component.watches, (change) => component.observe(change));
  if (saved) {
    controllers.forEach((controller, index) => controller.load(saved.controllers[index] ?? null));
    machines.load(saved.machines);
  } else {
    for (const spec of specs) machines.add(spec, true);
    for (const component of components) component.start();
  }
  const you = clientFor('you', { trusted: true });

  function runUntil(untilMs: number): void {
    while (kernel.runNext(untilMs));
    kernel.moveTo(untilMs);
  }
  function wait(): Wait | undefined {
    let soonest = kernel.nextWait();
    for (const controller of controllers) {
      const own = controller.currentWait?.();
      if (own && own.dueAtMs < (soonest?.dueAtMs ?? kernel.nextAtMs(true) ?? Number.POSITIVE_INFINITY)) soonest = own;
    }
    return soonest;
  }

  const rig: Rig = {
    kernel, store, machines, controllers, you, wait,
    seconds: () => (kernel.now() - START_MS) / 1000,
    advance: (seconds) => runUntil(kernel.now() + seconds * 1000),
    advanceUntil(condition, limitSeconds = 1000) {
      for (let passed = 0; !condition(); passed++) {
        if (passed > limitSeconds) throw new Error(`not within ${limitSeconds} s`);
        runUntil(kernel.now() + 1000);
      }
    },
    settle(limitSeconds = 3600) {
      const untilMs = kernel.now() + limitSeconds * 1000;
      for (;;) {
        const nextMs = Math.min(kernel.nextAtMs(true) ?? Number.POSITIVE_INFINITY, wait()?.dueAtMs ?? Number.POSITIVE_INFINITY);
        if (nextMs === Number.POSITIVE_INFINITY) return;
        if (nextMs > untilMs) throw new Error(`not settled within ${limitSeconds} s`);
        runUntil(nextMs);
      }
    },
    stopApiServer() {
      apiServer = false;
    },
    startApiServer() {
      apiServer = true;
      for (const component of components) component.relist();
    },
    node(name) {
      const node = store.get('Node', name);
      if (!node) throw new Error(`no node ${name}`);
      return node;
    },
    pod: (name) => store.get('Pod', `default/${name}`),
    run(name, node, spec = {}) {
      const containers = [{ name: 'main', image: 'busybox', imagePullPolicy: 'IfNotPresent', command: ['sleep', '86400'] }];
      you.create<'Pod'>({
        apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' },
        spec: { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, tolerations: DEFAULT_TOLERATIONS, containers, ...spec }, status: { phase: 'Pending' },
      });
      if (node !== undefined) you.bind('default', name, node);
    },
    events: (name) => store.select('Event').filter(({ involvedObject }) => involvedObject.name === name).map(({ reason, message }) => `${reason}: ${message}`),
    save: () => JSON.parse(JSON.stringify({
      kernel: kernel.save(), store: store.save(), events: events.save(), registries: registries.save(), machines: machines.save(),
      controllers: controllers.map((controller) => controller.save()), apiServer,
    })) as SavedRig,
  };
  return rig;
}

/** What admission gives every pod. */
const DEFAULT_TOLERATIONS = ['not-ready', 'unreachable'].map((key) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));

export function condition(object: { readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[] } } | undefined, type: string): string | undefined {
  const found = object?.status?.conditions?.find((one) => one.type === type);
  return found && `${found.status} ${found.reason ?? ''}`.trim();
}

/** `key:effect` of a node's taints, without the common prefix. */
export function taints(node: KindMap['Node']): string[] {
  return (node.spec.taints ?? []).map(({ key, effect }) => `${key.replace('node.kubernetes.io/', '')}:${effect}`);
}

/** Throws where the bytes of what two clusters keep first differ. */
export function expectSameBytes(twin: Rig, original: Rig): void {
  const [a, b] = [JSON.stringify(twin.save()), JSON.stringify(original.save())];
  if (a === b) return;
  let at = 0;
  while (a[at] === b[at]) at++;
  throw new Error(`differ at ${original.seconds()} s: …${a.slice(Math.max(0, at - 300), at + 120)}… instead of …${b.slice(Math.max(0, at - 60), at + 120)}…`);
}
