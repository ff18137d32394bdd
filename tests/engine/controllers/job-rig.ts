import type { Admission } from '../../../src/engine/api/admission.ts';
import { createApiServer, UnreachableError, type Client } from '../../../src/engine/api/api-server.ts';
import { forbidden } from '../../../src/engine/api/errors.ts';
import { cronJobDefinition } from '../../../src/engine/api/kinds/cron-job.ts';
import { jobDefinition } from '../../../src/engine/api/kinds/job.ts';
import { kindDefinitions } from '../../../src/engine/api/kinds/registry.ts';
import { kindValidations } from '../../../src/engine/api/kinds/validation-registry.ts';
import type { KindDefinition } from '../../../src/engine/api/kind-definition.ts';
import type { KindMap, KindName } from '../../../src/engine/api/object.ts';
import { createStore, type StoreState } from '../../../src/engine/api/store.ts';
import { createControllerRunner, type ControllerRunner } from '../../../src/engine/controllers/controller.ts';
import { cronJobController } from '../../../src/engine/controllers/cronjob/cronjob.ts';
import { garbageCollectorController } from '../../../src/engine/controllers/garbage-collector.ts';
import { jobController } from '../../../src/engine/controllers/job/job.ts';
import { ttlAfterFinishedController } from '../../../src/engine/controllers/ttl-after-finished.ts';
import { createEventService, type EventServiceState } from '../../../src/engine/events.ts';
import type { Json } from '../../../src/engine/json.ts';
import { createKernel, type Kernel, type KernelState } from '../../../src/engine/kernel.ts';
import { formatTime } from '../../../src/engine/time-format.ts';
import { DEFAULT_TIMINGS } from '../../../src/engine/timings.ts';

export type Pod = KindMap['Pod'];
export type Job = KindMap['Job'];
export type CronJob = KindMap['CronJob'];

const START_MS = Date.parse('2026-01-05T10:00:00Z');
const START_DELAY_MS = 200;
const STOP_DELAY_MS = 1_700;

export interface SavedJobRig {
  readonly kernel: KernelState;
  readonly store: StoreState;
  readonly events: EventServiceState;
  readonly controllers: readonly Json[];
}

/** The Job controllers over the real API. Pods get a node and run at once; they end when the test says so, and 1.7 s after they are told to. */
export interface JobRig {
  readonly kernel: Kernel;
  readonly you: Client;
  readonly runners: Readonly<Record<string, ControllerRunner>>;
  advance(ms: number): void;
  job(name?: string): Job;
  jobs(): Job[];
  pods(): Pod[];
  /** Pods that run and have not been told to stop, by name. */
  running(): Pod[];
  /** A running pod ends, with an exit code. */
  end(pod: Pod, exitCode: number, conditions?: readonly string[]): void;
  /** A pod's node is lost: nobody stops it any more. */
  strand(pod: Pod): void;
  /** The pod garbage collector's way with pods that nobody will ever end. */
  collect(pod: Pod): void;
  /** Containers of a pod have restarted so many times. */
  restart(pod: Pod, count: number): void;
  refusePods(refused: boolean): void;
  /** After so many more writes of the Job controller it is stopped in the middle of what it does. */
  stopAfterWrites(writes: number): void;
  onPod(look: (pod: Pod, isGone: boolean) => void): void;
  writes(kind: KindName): number;
  /** `reason: message` of events about objects of a kind, oldest first. */
  events(kind: string): string[];
  save(): SavedJobRig;
}

const kinds: ReadonlyMap<KindName, KindDefinition> = new Map([...kindDefinitions, ...[jobDefinition, cronJobDefinition].map((kind) => [kind.kind, kind as unknown as KindDefinition] as const)]);

export function createJobRig(saved?: SavedJobRig, startMs = START_MS): JobRig {
  const kernel = createKernel({ seed: 3, startMs, timings: DEFAULT_TIMINGS, ...(saved ? { saved: saved.kernel } : {}) });
  const store = createStore(saved?.store);
  let podsRefused = false;
  let writesLeft = Number.POSITIVE_INFINITY;
  const stranded = new Set<string>();
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
  const plainClientFor = createApiServer({ kernel, store, kinds, validation: () => kindValidations, admission, connectionOf: () => ({ isOpen: () => true }) });
  const clientFor = (actor: string): Client => (actor === jobController.name ? interruptible(plainClientFor(actor)) : plainClientFor(actor));
  const events = createEventService(kernel, store, plainClientFor, saved?.events);
  const surroundings = { kernel, clientFor, recorderFor: events.recorderFor };
  const definitions = [jobController, cronJobController, ttlAfterFinishedController, garbageCollectorController];
  const runners = definitions.map((definition) => createControllerRunner(definition, surroundings));
  const you = plainClientFor('you', { trusted: false });
  const kubelet = plainClientFor('kubelet');
  const counts = new Map<KindName, number>();

  /** A stop in the middle of a sync: what was written stays, the rest is not done. */
  function interruptible(client: Client): Client {
    const spend = (): void => {
      if (writesLeft-- <= 0) throw new UnreachableError('stopped');
    };
    return {
      ...client,
      create: (...args) => (spend(), client.create(...args)),
      update: (...args) => (spend(), client.update(...args)),
      updateStatus: (...args) => (spend(), client.updateStatus(...args)),
      delete: (...args) => (spend(), client.delete(...args)),
    };
  }

  kernel.on('kubelet.start', (data) => {
    const pod = store.get('Pod', String(data));
    if (!pod || pod.metadata.deletionTimestamp) return;
    if (!pod.spec.nodeName) kubelet.bind(pod.metadata.namespace ?? '', pod.metadata.name ?? '', 'node-1');
    const bound = store.get('Pod', String(data));
    const ready = { type: 'Ready', status: 'True', lastTransitionTime: formatTime(kernel.now()) };
    if (bound) kubelet.updateStatus<'Pod'>({ ...bound, status: { ...bound.status, phase: 'Running', conditions: [...(bound.status?.conditions ?? []), ready] } });
  });
  kernel.on('kubelet.stop', (data) => {
    const [key, uid] = data as [string, string];
    const pod = store.get('Pod', key);
    if (pod?.metadata.uid !== uid || stranded.has(uid)) return;
    if (pod.status?.phase === 'Running') end(pod, 143);
    remove(pod);
  });
  store.watch('all', ({ kind }) => void counts.set(kind, (counts.get(kind) ?? 0) + 1));
  for (const runner of runners) store.watch(runner.watches, (change) => runner.observe(change));
  store.watch(['Pod'], ({ type, object, previous }) => {
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    if (type === 'ADDED') kernel.schedule(START_DELAY_MS, 'kubelet.start', key);
    if (type === 'MODIFIED' && object.metadata.deletionTimestamp && !previous?.metadata.deletionTimestamp) kernel.schedule(STOP_DELAY_MS, 'kubelet.stop', [key, object.metadata.uid ?? '']);
  });
  if (saved) runners.forEach((runner, index) => runner.load(saved.controllers[index] ?? null));
  else for (const runner of runners) runner.start();

  function end(pod: Pod, exitCode: number, conditions: readonly string[] = []): void {
    const current = store.get('Pod', `${pod.metadata.namespace}/${pod.metadata.name}`);
    if (!current) return;
    const time = formatTime(kernel.now());
    const kept = current.status?.conditions?.filter(({ type }) => type !== 'Ready') ?? [];
    const all = [...kept, { type: 'Ready', status: 'False', lastTransitionTime: time }, ...conditions.map((type) => ({ type, status: 'True', lastTransitionTime: time }))];
    const containerStatuses = current.spec.containers.map(({ name, image = '' }) => (
      { name, image, imageID: image, ready: false, restartCount: 0, state: { terminated: { exitCode, finishedAt: time } } }
    ));
    kubelet.updateStatus<'Pod'>({ ...current, status: { ...current.status, phase: exitCode === 0 ? 'Succeeded' : 'Failed', conditions: all, containerStatuses } });
  }
  function remove(pod: Pod): void {
    if (store.get('Pod', `${pod.metadata.namespace}/${pod.metadata.name}`)) kubelet.delete('Pod', pod.metadata.namespace ?? '', pod.metadata.name ?? '', { gracePeriodSeconds: 0 });
  }
  function advance(ms: number): void {
    const untilMs = kernel.now() + ms;
    while (kernel.runNext(untilMs));
    kernel.moveTo(untilMs);
  }

  return {
    kernel, you, advance, end,
    runners: Object.fromEntries(runners.map((runner) => [runner.name, runner])),
    job(name = 'pi') {
      const job = store.get('Job', `default/${name}`);
      if (!job) throw new Error(`no Job ${name}`);
      return job;
    },
    jobs: () => you.list('Job'),
    pods: () => you.list('Pod'),
    running: () => you.list('Pod').filter(({ metadata, status }) => status?.phase === 'Running' && !metadata.deletionTimestamp),
    strand: ({ metadata }) => void stranded.add(metadata.uid ?? ''),
    collect(pod) {
      end(pod, 137, ['DisruptionTarget']);
      remove(pod);
    },
    restart(pod, count) {
      const current = store.get('Pod', `default/${pod.metadata.name}`);
      const containerStatuses = pod.spec.containers.map(({ name, image = '' }) => ({ name, image, imageID: image, ready: true, restartCount: count }));
      if (current) kubelet.updateStatus<'Pod'>({ ...current, status: { ...current.status, containerStatuses } });
    },
    refusePods(refused) {
      podsRefused = refused;
    },
    stopAfterWrites(writes) {
      writesLeft = writes;
    },
    onPod: (look) => void store.watch(['Pod'], ({ type, object }) => look(object, type === 'DELETED')),
    writes(kind) {
      const count = counts.get(kind) ?? 0;
      counts.set(kind, 0);
      return count;
    },
    events: (kind) => store.select('Event').filter(({ involvedObject }) => involvedObject.kind === kind).map(({ reason, message }) => `${reason}: ${message}`),
    save: () => JSON.parse(JSON.stringify({ kernel: kernel.save(), store: store.save(), events: events.save(), controllers: runners.map((runner) => runner.save()) })) as SavedJobRig,
  };
}

/** A Job as a person writes it. */
export function jobOf(spec: Partial<Job['spec']> = {}, name = 'pi'): Job {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: 'default' }, spec: { template: podTemplate(), ...spec } };
}

export function podTemplate(restartPolicy = 'Never'): Job['spec']['template'] {
  return { spec: { restartPolicy, containers: [{ name: 'main', image: 'perl:5.34' }] } };
}

/** Changes the spec of a Job as a person would. */
export function changeJob(rig: JobRig, more: Partial<Job['spec']>): void {
  const job = rig.job();
  rig.you.update<'Job'>({ ...job, spec: { ...job.spec, ...more } });
}

/** `Type=Status Reason: message` of the conditions. */
export function conditions({ status }: Job): string[] {
  return (status?.conditions ?? []).map(({ type, status: value, reason = '', message = '' }) => `${type}=${value} ${reason}: ${message}`);
}

/** What a Job's sync takes at most. */
export const SYNC_MS = 1_500;

/** A cluster with a Job that has had its first sync. */
export function started(spec: Partial<Job['spec']> = {}): JobRig {
  const rig = createJobRig();
  rig.you.create(jobOf(spec));
  rig.advance(SYNC_MS);
  return rig;
}
/** The first running pod ends. */
export function endOne(rig: JobRig, exitCode: number, waitMs = SYNC_MS): void {
  const [pod] = rig.running();
  if (!pod) throw new Error('no pod runs');
  rig.end(pod, exitCode);
  rig.advance(waitMs);
}
export function endIndex(rig: JobRig, index: number, exitCode: number): void {
  const pod = rig.running().find((candidate) => indexOf(candidate) === index);
  if (!pod) throw new Error(`no pod of index ${index} runs`);
  rig.end(pod, exitCode);
  rig.advance(SYNC_MS);
}
export function indexOf(pod: Pod): number {
  return Number(pod.metadata.annotations?.['batch.kubernetes.io/job-completion-index']);
}
export function runningIndexes(rig: JobRig): number[] {
  return rig.running().map(indexOf).sort((a, b) => a - b);
}
