import type { Admission } from '../../../src/engine/api/admission.ts';
import { createApiServer, type Client } from '../../../src/engine/api/api-server.ts';
import { forbidden } from '../../../src/engine/api/errors.ts';
import type { KindDefinition } from '../../../src/engine/api/kind-definition.ts';
import { lateKindDefinitions } from '../../../src/engine/api/kinds/late-registry.ts';
import { kindDefinitions } from '../../../src/engine/api/kinds/registry.ts';
import { kindValidations } from '../../../src/engine/api/kinds/validation-registry.ts';
import type { KindMap, KindName } from '../../../src/engine/api/object.ts';
import { isPodReady } from '../../../src/engine/api/pod-readiness.ts';
import { createStore, type Store, type StoreState } from '../../../src/engine/api/store.ts';
import { createControllerRunner, type ControllerDefinition, type ControllerRunner } from '../../../src/engine/controllers/controller.ts';
import { deploymentController } from '../../../src/engine/controllers/deployment/deployment.ts';
import { endpointSliceController } from '../../../src/engine/controllers/endpointslice.ts';
import { replicaSetController } from '../../../src/engine/controllers/replicaset.ts';
import { createEventService, type EventServiceState } from '../../../src/engine/events.ts';
import type { Json } from '../../../src/engine/json.ts';
import { createKernel, type Kernel, type KernelState } from '../../../src/engine/kernel.ts';
import { formatTime } from '../../../src/engine/time-format.ts';
import { DEFAULT_TIMINGS } from '../../../src/engine/timings.ts';

export type Pod = KindMap['Pod'];
export type ReplicaSet = KindMap['ReplicaSet'];
export type Deployment = KindMap['Deployment'];

const START_MS = Date.parse('2026-01-05T10:00:00Z');
const kinds: ReadonlyMap<KindName, KindDefinition> = new Map([...kindDefinitions, ...lateKindDefinitions.map((definition) => [definition.kind, definition] as const)]);
const NODES = ['node-1', 'node-2', 'node-3'];
/** What the pretended kubelets take for a pod to start and to end, milliseconds. */
const START_DELAY_MS = 1_200;
const STOP_DELAY_MS = 1_700;

export interface SavedRig {
  readonly kernel: KernelState;
  readonly store: StoreState;
  readonly events: EventServiceState;
  readonly controllers: readonly Json[];
  readonly kubelet: KubeletState;
}
interface KubeletState {
  placed: number;
  started: number;
}

/** The workload controllers over the real API, with a pretended scheduler and kubelet: pods get a node at once and are ready a little later. */
export interface Rig {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly you: Client;
  readonly runners: Readonly<Record<string, ControllerRunner>>;
  advance(ms: number): void;
  /** Runs until nothing notable is pending, at most `limitMs`; throws beyond. */
  settle(limitMs?: number): void;
  /** Calls back after every event. */
  onEvent(look: () => void): void;
  /** Pods of this image never become ready. */
  breakImage(image: string): void;
  /** Every creation of a pod is refused from now on, or no longer. */
  refusePods(refused: boolean): void;
  stopApiServer(): void;
  startApiServer(): void;
  pods(): Pod[];
  sets(): ReplicaSet[];
  set(name: string): ReplicaSet;
  deployment(name: string): Deployment;
  setReady(pod: string, ready: boolean): void;
  writes(kind: KindName): number;
  /** `reason: message` of events about objects of a kind, oldest first. */
  events(kind: string): string[];
  save(): SavedRig;
}

export function createRig(saved?: SavedRig, definitions: readonly ControllerDefinition[] = [deploymentController, replicaSetController, endpointSliceController]): Rig {
  const kernel = createKernel({ seed: 3, startMs: START_MS, timings: DEFAULT_TIMINGS, ...(saved ? { saved: saved.kernel } : {}) });
  const store = createStore(saved?.store);
  let apiServer = true;
  let podsRefused = false;
  const admission: Admission = {
    checkNamespace() {},
    mutateCreate(object) {
      if (podsRefused && object.kind === 'Pod') throw forbidden({ group: '', plural: 'pods', kind: 'Pod' }, object.metadata.name ?? '', 'exceeded quota');
      return object;
    },
    checkAllocation() {},
    checkDeletion() {},
    allocate: (object) => object,
  };
  const clientFor = createApiServer({ kernel, store, kinds, validation: () => kindValidations, admission, connectionOf: () => ({ isOpen: () => apiServer }) });
  const events = createEventService(kernel, store, clientFor, saved?.events);
  const surroundings = { kernel, clientFor, recorderFor: events.recorderFor };
  const runners = definitions.map((definition) => createControllerRunner(definition, surroundings));
  const you = clientFor('you', { trusted: false });
  const counts = new Map<KindName, number>();
  const looks: (() => void)[] = [];

  for (const runner of runners) store.watch(runner.watches, (change) => runner.observe(change));
  store.watch('all', ({ kind }) => void counts.set(kind, (counts.get(kind) ?? 0) + 1));
  const kubelet = pretendKubelet(kernel, store, clientFor('kubelet'), saved?.kubelet);
  if (saved) runners.forEach((runner, index) => runner.load(saved.controllers[index] ?? null));
  else {
    for (const name of NODES) clientFor('kube-apiserver').create<'Node'>({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'topology.kubernetes.io/zone': `zone-${name.slice(-1)}` } }, spec: {} });
    for (const runner of runners) runner.start();
  }

  function runUntil(untilMs: number): void {
    while (kernel.runNext(untilMs)) for (const look of looks) look();
    kernel.moveTo(untilMs);
  }
  function found<T>(object: T | undefined, name: string): T {
    if (!object) throw new Error(`no ${name}`);
    return object;
  }

  return {
    kernel, store, you,
    runners: Object.fromEntries(runners.map((runner) => [runner.name, runner])),
    advance: (ms) => runUntil(kernel.now() + ms),
    settle(limitMs = 3_600_000) {
      const limit = kernel.now() + limitMs;
      for (;;) {
        const next = kernel.nextAtMs(true);
        if (next === undefined) return;
        if (next > limit) throw new Error(`not settled after ${limitMs} ms`);
        runUntil(next);
      }
    },
    onEvent: (look) => void looks.push(look),
    breakImage: (image) => void kubelet.broken.add(image),
    refusePods(refused) {
      podsRefused = refused;
    },
    stopApiServer() {
      apiServer = false;
    },
    startApiServer() {
      apiServer = true;
      for (const runner of runners) runner.relist();
    },
    pods: () => you.list('Pod'),
    sets: () => you.list('ReplicaSet').sort((a, b) => (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '')),
    set: (name) => found(you.get('ReplicaSet', 'default', name), name),
    deployment: (name) => found(you.get('Deployment', 'default', name), name),
    setReady: (pod, ready) => kubelet.setReady(`default/${pod}`, ready),
    writes(kind) {
      const count = counts.get(kind) ?? 0;
      counts.set(kind, 0);
      return count;
    },
    events: (kind) => store.select('Event').filter(({ involvedObject }) => involvedObject.kind === kind).map(({ reason, message }) => `${reason}: ${message}`),
    save: () => JSON.parse(JSON.stringify({ kernel: kernel.save(), store: store.save(), events: events.save(), controllers: runners.map((runner) => runner.save()), kubelet: kubelet.state })) as SavedRig,
  };
}

function pretendKubelet(kernel: Kernel, store: Store, client: Client, saved?: KubeletState) {
  const state: KubeletState = saved ? { ...saved } : { placed: 0, started: 0 };
  const broken = new Set<string>();

  function setReady(key: string, ready: boolean): void {
    const pod = store.get('Pod', key);
    if (!pod) return;
    const condition = { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: formatTime(kernel.now()) };
    const others = pod.status?.conditions?.filter(({ type }) => type !== 'Ready') ?? [];
    client.updateStatus<'Pod'>({ ...pod, status: { ...pod.status, conditions: [...others, condition] } });
  }
  kernel.on('kubelet.bind', (key) => {
    const pod = store.get('Pod', String(key));
    if (!pod || pod.metadata.deletionTimestamp) return;
    if (!pod.spec.nodeName) client.bind(pod.metadata.namespace ?? '', pod.metadata.name ?? '', NODES[state.placed++ % NODES.length] ?? '');
    kernel.schedule(START_DELAY_MS, 'kubelet.start', key);
  });
  kernel.on('kubelet.start', (key) => {
    const pod = store.get('Pod', String(key));
    if (!pod || pod.metadata.deletionTimestamp) return;
    const ip = `10.244.${1 + (state.started >> 8)}.${state.started++ & 255}`;
    client.updateStatus<'Pod'>({ ...pod, status: { ...pod.status, phase: 'Running', podIP: ip, podIPs: [{ ip }] } });
    if (!broken.has(pod.spec.containers[0]?.image ?? '')) setReady(String(key), true);
  });
  kernel.on('kubelet.stop', (data) => {
    const [key, uid] = data as [string, string];
    const pod = store.get('Pod', key);
    if (pod?.metadata.uid === uid) client.delete('Pod', pod.metadata.namespace ?? '', pod.metadata.name ?? '', { uid, gracePeriodSeconds: 0 });
  });
  store.watch(['Pod'], ({ type, object, previous }) => {
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    if (type === 'ADDED') kernel.schedule(20, 'kubelet.bind', key);
    if (type === 'MODIFIED' && object.metadata.deletionTimestamp && !previous?.metadata.deletionTimestamp) kernel.schedule(STOP_DELAY_MS, 'kubelet.stop', [key, object.metadata.uid ?? '']);
  });
  return { state, broken, setReady };
}

export function template(labels: Readonly<Record<string, string>> = { app: 'web' }, image = 'nginx:1.27'): Deployment['spec']['template'] {
  return { metadata: { labels }, spec: { containers: [{ name: 'main', image }] } };
}

export function replicaSet(name: string, replicas: number, more: Partial<ReplicaSet['spec']> = {}): ReplicaSet {
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name, namespace: 'default' }, spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template(), ...more } };
}

export function deploymentOf(name: string, replicas: number, more: Partial<Deployment['spec']> = {}): Deployment {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'default' }, spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template(), ...more } };
}

/** Changes the spec of a Deployment as a person would. */
export function change(rig: Rig, name: string, more: Partial<Deployment['spec']>): void {
  const deployment = rig.deployment(name);
  rig.you.update<'Deployment'>({ ...deployment, spec: { ...deployment.spec, ...more } });
}

export function readyPods(rig: Rig): Pod[] {
  return rig.pods().filter((pod) => isPodReady(pod) && !pod.metadata.deletionTimestamp);
}

/** `Type=Status Reason` of conditions. */
export function conditions(object: Deployment | ReplicaSet): string[] {
  return (object.status?.conditions ?? []).map(({ type, status, reason }) => `${type}=${status} ${reason ?? ''}`);
}

/** Where the bytes of what two clusters keep first differ; `undefined` when they do not. */
export function firstDifference(a: Rig, b: Rig): string | undefined {
  const [left, right] = [JSON.stringify(a.save()), JSON.stringify(b.save())];
  if (left === right) return undefined;
  let at = 0;
  while (left[at] === right[at]) at++;
  return `${left.slice(Math.max(0, at - 100), at + 100)} / ${right.slice(Math.max(0, at - 100), at + 100)}`;
}
