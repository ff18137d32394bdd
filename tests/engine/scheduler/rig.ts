import type { Admission } from '../../../src/engine/api/admission.ts';
import { createApiServer, type Client } from '../../../src/engine/api/api-server.ts';
import type { KindDefinition } from '../../../src/engine/api/kind-definition.ts';
import type { KindMap, KindName } from '../../../src/engine/api/object.ts';
import { createStore, type Store, type StoreState } from '../../../src/engine/api/store.ts';
import { createEventService, type EventServiceState } from '../../../src/engine/events.ts';
import type { Json } from '../../../src/engine/json.ts';
import { createKernel, type Kernel, type KernelState } from '../../../src/engine/kernel.ts';
import type { SchedulerConfiguration } from '../../../src/engine/scheduler/configuration.ts';
import { createScheduler, type Scheduler } from '../../../src/engine/scheduler/scheduler.ts';
import { DEFAULT_TIMINGS } from '../../../src/engine/timings.ts';

export type Pod = KindMap['Pod'];
export type Node = KindMap['Node'];
export type PodSpec = Pod['spec'];

const PLURALS: Readonly<Partial<Record<KindName, string>>> = {
  Namespace: 'namespaces', Node: 'nodes', Lease: 'leases', Pod: 'pods', ReplicaSet: 'replicasets', Deployment: 'deployments', Service: 'services',
  EndpointSlice: 'endpointslices', Event: 'events', ConfigMap: 'configmaps', Secret: 'secrets',
};

/** Kinds without defaults or validation: the scheduler is under test, not the API. */
function plainKind(kind: KindName): KindDefinition {
  return {
    kind, group: '', version: 'v1', plural: PLURALS[kind] ?? '', singular: kind.toLowerCase(), shortNames: [],
    namespaced: kind !== 'Node' && kind !== 'Namespace', hasStatus: kind === 'Pod', hasGeneration: kind === 'Pod',
    applyDefaults: (object) => object, prepareForCreate: (object) => object, prepareForUpdate: (next) => next,
  };
}

const ADMISSION: Admission = { checkNamespace: () => {}, checkDeletion: () => {}, mutateCreate: (object) => object, checkAllocation: () => {}, allocate: (object) => object };
export const START_MS = Date.parse('2026-01-05T10:00:00Z');

export interface SavedRig {
  readonly kernel: KernelState;
  readonly store: StoreState;
  readonly events: EventServiceState;
  readonly scheduler: Json;
  readonly apiServer: boolean;
}

/** A cluster that has nothing but an API and a scheduler. */
export interface Rig {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly scheduler: Scheduler;
  readonly you: Client;
  advance(ms: number): void;
  /** Runs until nothing notable is pending. */
  settle(): void;
  elapsedMs(): number;
  stopApiServer(): void;
  startApiServer(): void;
  pod(name: string): Pod;
  nodeOf(name: string): string | undefined;
  /** the PodScheduled condition's message. */
  whyPending(name: string): string | undefined;
  /** `reason: message` of events about an object, oldest first. */
  events(name: string): string[];
  save(): SavedRig;
}

export function createRig(options: { readonly seed?: number; readonly saved?: SavedRig; readonly start?: boolean; readonly explain?: boolean; readonly configuration?: SchedulerConfiguration } = {}): Rig {
  const { saved } = options;
  const kernel = createKernel({ seed: options.seed ?? 7, startMs: START_MS, timings: DEFAULT_TIMINGS, ...(saved ? { saved: saved.kernel } : {}) });
  const store = createStore(saved?.store);
  let apiServer = saved?.apiServer ?? true;
  const kinds = new Map<KindName, KindDefinition>((Object.keys(PLURALS) as KindName[]).map((kind) => [kind, plainKind(kind)]));
  const clientFor = createApiServer({ kernel, store, kinds, validation: () => undefined, admission: ADMISSION, connectionOf: () => ({ isOpen: () => apiServer }) });
  const events = createEventService(kernel, store, clientFor, saved?.events);
  const scheduler = createScheduler({ kernel, clientFor, recorderFor: events.recorderFor }, {
    explain: options.explain ?? true, ...(options.configuration ? { configuration: options.configuration } : {}),
  });
  store.watch(scheduler.watches, (change) => scheduler.observe(change));
  if (saved) scheduler.load(saved.scheduler);
  else if (options.start !== false) scheduler.start();

  const rig: Rig = {
    kernel, store, scheduler,
    you: clientFor('you'),
    advance(ms) {
      const untilMs = kernel.now() + ms;
      while (kernel.runNext(untilMs));
      kernel.moveTo(untilMs);
    },
    settle() {
      for (let next = kernel.nextAtMs(true); next !== undefined; next = kernel.nextAtMs(true)) while (kernel.runNext(next));
    },
    elapsedMs: () => kernel.now() - START_MS,
    stopApiServer() {
      apiServer = false;
    },
    startApiServer() {
      apiServer = true;
      scheduler.relist();
    },
    pod(name) {
      const pod = store.get('Pod', `default/${name}`);
      if (!pod) throw new Error(`no pod ${name}`);
      return pod;
    },
    nodeOf: (name) => rig.pod(name).spec.nodeName,
    whyPending: (name) => rig.pod(name).status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False')?.message,
    events: (name) => store.select('Event').filter(({ involvedObject }) => involvedObject.name === name).map(({ reason, message, count = 1 }) => `${reason}: ${message}${count > 1 ? ` (x${count})` : ''}`),
    save: () => JSON.parse(JSON.stringify({ kernel: kernel.save(), store: store.save(), events: events.save(), scheduler: scheduler.save(), apiServer })) as SavedRig,
  };
  return rig;
}

export interface NodeTraits {
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: NonNullable<Node['spec']>['taints'];
  readonly unschedulable?: boolean;
  readonly images?: NonNullable<Node['status']>['images'];
}

export function node(name: string, traits: NodeTraits = {}): Node {
  const { cpu = '4', memory = '8Gi', pods = '110', more = {}, zone, labels = {}, taints, unschedulable, images } = traits;
  return {
    apiVersion: 'v1', kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...(zone ? { 'topology.kubernetes.io/zone': zone } : {}), ...labels } },
    spec: { ...(taints ? { taints } : {}), ...(unschedulable ? { unschedulable } : {}) },
    status: { allocatable: { cpu, memory, pods, 'ephemeral-storage': '100Gi', ...more }, ...(images ? { images } : {}) },
  };
}

export interface PodTraits extends Partial<PodSpec> {
  readonly cpu?: string;
  readonly memory?: string;
  readonly requests?: Readonly<Record<string, string>>;
  readonly image?: string;
  readonly hostPort?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly owner?: string;
}

export function pod(name: string, traits: PodTraits = {}): Pod {
  const { cpu, memory, requests = {}, image = 'nginx', hostPort, labels, owner, ...spec } = traits;
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: {
      name, namespace: 'default', ...(labels ? { labels } : {}),
      ...(owner ? { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: `uid-${owner}`, controller: true }] } : {}),
    },
    spec: {
      containers: [{
        name: 'main', image, resources: { requests: { ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}), ...requests } },
        ...(hostPort ? { ports: [{ containerPort: hostPort, hostPort }] } : {}),
      }],
      ...spec,
    },
    status: { phase: 'Pending' },
  };
}

export function replicaSet(name: string, labels: Readonly<Record<string, string>>): KindMap['ReplicaSet'] {
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name, namespace: 'default' }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [] } } } };
}

export function service(name: string, selector: Readonly<Record<string, string>>): KindMap['Service'] {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default' }, spec: { selector } };
}
