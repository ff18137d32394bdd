import '../../../src/engine/node/late-models.ts';
import type { Admission } from '../../../src/engine/api/admission.ts';
import { createApiServer, type Client, type Connection } from '../../../src/engine/api/api-server.ts';
import type { KindDefinition } from '../../../src/engine/api/kind-definition.ts';
import type { KindMap, KindName } from '../../../src/engine/api/object.ts';
import { createStore, type Store, type StoreState } from '../../../src/engine/api/store.ts';
import { createEventService, type EventServiceState } from '../../../src/engine/events.ts';
import type { Json } from '../../../src/engine/json.ts';
import { createKernel, type Kernel, type KernelState } from '../../../src/engine/kernel.ts';
import { createMachines } from '../../../src/engine/node/machine-room.ts';
import type { Machines, MachineSpec } from '../../../src/engine/node/machines.ts';
import { createRegistries, type RegistryService } from '../../../src/engine/node/registries.ts';
import { DEFAULT_TIMINGS } from '../../../src/engine/timings.ts';

export type Pod = KindMap['Pod'];
type PodSpec = Pod['spec'];
type Container = PodSpec['containers'][number];

const PLURALS: Readonly<Partial<Record<KindName, string>>> = {
  Namespace: 'namespaces', Node: 'nodes', Lease: 'leases', Pod: 'pods', ReplicaSet: 'replicasets', Deployment: 'deployments', Service: 'services',
  EndpointSlice: 'endpointslices', Event: 'events', ConfigMap: 'configmaps', Secret: 'secrets',
};

/** Kinds without defaults or validation: the kubelet is under test, not the API. */
function plainKind(kind: KindName): KindDefinition {
  return {
    kind, group: kind === 'Lease' ? 'coordination.k8s.io' : '', version: 'v1', plural: PLURALS[kind] ?? '', singular: kind.toLowerCase(), shortNames: [],
    namespaced: kind !== 'Node' && kind !== 'Namespace', hasStatus: kind === 'Pod' || kind === 'Node', hasGeneration: kind === 'Pod',
    applyDefaults: (object) => object, prepareForCreate: (object) => object, prepareForUpdate: (next, previous) => ({ ...next, status: (previous as Pod).status }) as typeof next,
  };
}

const ADMISSION: Admission = { checkNamespace: () => {}, checkDeletion: () => {}, mutateCreate: (object) => object, checkAllocation: () => {}, allocate: (object) => object };
export const START_MS = Date.parse('2026-01-05T10:00:00Z');
const GIB = 1024 ** 3;

export interface SavedCluster {
  readonly kernel: KernelState;
  readonly store: StoreState;
  readonly events: EventServiceState;
  readonly registries: Json;
  readonly machines: Json;
  readonly apiServer: boolean;
}

export interface TestCluster {
  /** what was told of the control plane's components: `etcd up`, `kube-apiserver down`. */
  readonly components: string[];
  readonly kernel: Kernel;
  readonly store: Store;
  readonly machines: Machines;
  readonly registries: RegistryService;
  readonly you: Client;
  /** writes per kind since the last look. */
  writes(kind: KindName): number;
  advance(ms: number): void;
  stopApiServer(): void;
  startApiServer(): void;
  pod(name: string): Pod | undefined;
  /** Creates a pod and binds it. */
  run(name: string, spec: Partial<PodSpec> & { readonly containers: readonly Container[] }, more?: { readonly node?: string; readonly annotations?: Readonly<Record<string, string>> }): void;
  /** `reason: message` of events about an object, oldest first. */
  events(name: string): string[];
  save(): SavedCluster;
}

export function machine(name: string, more: Partial<MachineSpec> = {}): MachineSpec {
  return { name, cpuMillis: 4000, memoryBytes: 8 * GIB, zone: 'zone-a', region: 'region-1', ...more };
}

export function createTestCluster(specs: readonly MachineSpec[] = [machine('node-1')], saved?: SavedCluster): TestCluster {
  const kernel = createKernel({ seed: 7, startMs: START_MS, timings: DEFAULT_TIMINGS, ...(saved ? { saved: saved.kernel } : {}) });
  const store = createStore(saved?.store);
  let apiServer = saved?.apiServer ?? true;
  const kinds = new Map<KindName, KindDefinition>((Object.keys(PLURALS) as KindName[]).map((kind) => [kind, plainKind(kind)]));
  const isServing = (): boolean => apiServer;
  const connectionOf = (actor: string): Connection => (actor.startsWith('kubelet/') ? machines.connectionOf(actor.slice('kubelet/'.length), isServing) : { isOpen: isServing });
  const clientFor = createApiServer({ kernel, store, kinds, validation: () => undefined, admission: ADMISSION, connectionOf });
  const events = createEventService(kernel, store, clientFor, saved?.events);
  const registries = createRegistries(kernel, saved?.registries);
  const components: string[] = [];
  const machines = createMachines({ kernel, clientFor, recorderFor: events.recorderFor }, registries, {
    controlPlaneChanged(component, running) {
      components.push(`${component} ${running ? 'up' : 'down'}`);
      if (component !== 'kube-apiserver') return;
      if (running) cluster.startApiServer();
      else cluster.stopApiServer();
    },
  });
  store.watch(machines.watches, (change) => machines.observe(change));
  const counts = new Map<KindName, number>();
  store.watch('all', ({ kind }) => void counts.set(kind, (counts.get(kind) ?? 0) + 1));
  if (saved) machines.load(saved.machines);
  else {
    for (const spec of specs) machines.add(spec, true);
    machines.start();
  }
  const you = clientFor('you', { trusted: true });

  const cluster: TestCluster = {
    components, kernel, store, machines, registries, you,
    writes(kind) {
      const count = counts.get(kind) ?? 0;
      counts.set(kind, 0);
      return count;
    },
    advance(ms) {
      const untilMs = kernel.now() + ms;
      while (kernel.runNext(untilMs));
      kernel.moveTo(untilMs);
    },
    stopApiServer() {
      apiServer = false;
    },
    startApiServer() {
      apiServer = true;
      machines.relist();
    },
    pod: (name) => store.get('Pod', `default/${name}`),
    run(name, spec, more = {}) {
      const { node = 'node-1', annotations } = more;
      you.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', ...(annotations ? { annotations } : {}) }, spec: { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, ...spec }, status: { phase: 'Pending' } });
      you.bind('default', name, node);
    },
    events: (name) => store.select('Event').filter(({ involvedObject }) => involvedObject.name === name).map(({ reason, message, count = 1 }) => `${reason}: ${message}${count > 1 ? ` (x${count})` : ''}`),
    save: () => JSON.parse(JSON.stringify({ kernel: kernel.save(), store: store.save(), events: events.save(), registries: registries.save(), machines: machines.save(), apiServer })) as SavedCluster,
  };
  return cluster;
}

export function container(name: string, image: string, more: Partial<Container> = {}): Container {
  return { name, image, imagePullPolicy: 'IfNotPresent', ...more };
}

/** Seconds since the start of the session. */
export function secondsOf(cluster: TestCluster): number {
  return (cluster.kernel.now() - START_MS) / 1000;
}
