import { createApiServer, type Client } from '../../src/engine/api/api-server.ts';
import { createAdmission } from '../../src/engine/api/default-admission.ts';
import type { KindDefinition } from '../../src/engine/api/kind-definition.ts';
import { lateKindDefinitions } from '../../src/engine/api/kinds/late-registry.ts';
import { kindDefinitions } from '../../src/engine/api/kinds/registry.ts';
import type { KindMap, KindName, KubeObject } from '../../src/engine/api/object.ts';
import { createStore, type Store } from '../../src/engine/api/store.ts';
import { createEventService } from '../../src/engine/events.ts';
import { createKernel, type Kernel } from '../../src/engine/kernel.ts';
import { createScheduler, type Scheduler } from '../../src/engine/scheduler/scheduler.ts';
import { DEFAULT_TIMINGS } from '../../src/engine/timings.ts';

/**
 * Kubernetes' own scheduler benchmark (test/integration/scheduler_perf) on the engine's API server and scheduler: nothing else runs, as in the
 * original, where nodes and pods are objects alone.
 */
export interface Cluster {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly client: Client;
  readonly scheduler: Scheduler;
}

/** An object as in the original's templates. */
export interface Template {
  readonly kind: KindName;
  readonly metadata: { readonly generateName: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: unknown;
  readonly status?: unknown;
}

const kinds: ReadonlyMap<KindName, KindDefinition> = new Map([...kindDefinitions, ...lateKindDefinitions.map((definition) => [definition.kind, definition] as const)]);

export function createCluster(explain = false): Cluster {
  const kernel = createKernel({ seed: 1, startMs: Date.parse('2026-01-05T10:00:00Z'), timings: DEFAULT_TIMINGS });
  const store = createStore();
  const clientFor = createApiServer({
    kernel, store, kinds, validation: () => undefined, admission: createAdmission(kernel, store), connectionOf: () => ({ isOpen: () => true }),
  });
  const client = clientFor('scheduler-perf');
  const scheduler = createScheduler({ kernel, clientFor, recorderFor: createEventService(kernel, store, clientFor).recorderFor }, { explain });
  store.watch(scheduler.watches, (change) => scheduler.observe(change));
  scheduler.start();
  const cluster = { kernel, store, client, scheduler };
  createNamespace(cluster, 'default');
  return cluster;
}

/** With the service account that pods run as; they get no token of it, as the original has that admission plugin off. */
export function createNamespace({ client }: Cluster, name: string): void {
  client.create<'Namespace'>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  client.create<'ServiceAccount'>({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name }, automountServiceAccountToken: false });
}

export function createFrom({ client }: Cluster, template: Template, namespace = 'default'): KubeObject {
  const place = template.kind === 'Node' ? {} : { namespace };
  return client.create({ apiVersion: 'v1', ...template, metadata: { ...template.metadata, ...place } } as unknown as KindMap['Pod']);
}

/** Nodes; their zones in turn where there are any, and a label with their own name as every kubelet sets it. */
export function createNodes(cluster: Cluster, count: number, template: Template, zones: readonly string[] = []): void {
  for (let index = 0; index < count; index++) {
    const zone = zones[index % zones.length];
    const name = `${template.metadata.generateName}${String(index).padStart(5, '0')}`;
    const labels = { 'kubernetes.io/hostname': name, ...(zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone }) };
    cluster.client.create({ apiVersion: 'v1', ...template, metadata: { name, labels } } as unknown as KindMap['Node']);
  }
}

/** Pods, and the time until every one of them is on a node: the rate in pods a second. What stays pending may not be among them. */
export function schedulePods(cluster: Cluster, count: number, template: Template, namespace = 'default'): number {
  const waiting = new Set<string>();
  const { kernel } = cluster;
  const stop = cluster.store.watch(['Pod'], ({ object, previous }) => {
    if (object.spec.nodeName && !previous?.spec.nodeName) waiting.delete(object.metadata.uid ?? '');
  });
  const startedAt = performance.now();
  for (let index = 0; index < count; index++) waiting.add(createFrom(cluster, template, namespace).metadata.uid ?? '');
  while (waiting.size > 0) if (!kernel.runNext(kernel.now() + 60_000)) throw new Error(`${waiting.size} pods of ${template.metadata.generateName} stay pending`);
  stop();
  return (1_000 * count) / (performance.now() - startedAt);
}

/** Creates from the templates in turn every so often, of simulated time; `recreate` deletes those of the round before first. */
export function churn(cluster: Cluster, templates: readonly Template[], intervalMs: number, recreate = false): void {
  const { kernel, client } = cluster;
  let round = 0;
  let made: KubeObject[] = [];
  kernel.on('scheduler-perf.churn', () => {
    if (recreate && made.length === templates.length) {
      for (const { kind, metadata } of made) client.delete(kind as KindName, metadata.namespace ?? '', metadata.name ?? '', { gracePeriodSeconds: 0 });
      made = [];
    } else if (recreate) for (const template of templates) made.push(createFrom(cluster, template));
    else {
      const template = templates[round++ % templates.length];
      if (template) createFrom(cluster, template);
    }
    kernel.schedule(intervalMs, 'scheduler-perf.churn', null, { routine: true });
  });
  kernel.schedule(intervalMs, 'scheduler-perf.churn', null, { routine: true });
}
