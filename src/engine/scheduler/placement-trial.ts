import type { Client } from '../api/api-server.ts';
import { notFound } from '../api/errors.ts';
import type { KindMap, KindName, KubeObject } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { createRandom } from '../random.ts';
import type { CacheListener } from './cluster-cache.ts';
import type { SchedulerConfiguration } from './configuration.ts';
import { createSchedulingCore, type SchedulingCore } from './core.ts';
import { createDecisionLog } from './decision-log.ts';
import type { Decision } from './decision.ts';
import type { QueuedPod } from './queue.ts';
import { withNomination } from './scheduled-condition.ts';

type Pod = KindMap['Pod'];

export interface PlacementTrial {
  /** is only read. */
  readonly client: Client;
  readonly atMs: number;
  readonly configuration: SchedulerConfiguration;
  /** without them the pods that wait for a profile of the configuration. */
  readonly pods?: readonly Pod[];
}

/** Chance is the same in every trial, so that what differs between two of them is due to what was changed. */
const SEED = 1;
const SILENT: CacheListener = {
  podWaits: () => undefined, podWaitsNoMore: () => undefined, podDeleted: () => undefined, nodeChanged: () => undefined,
  assignedPodChanged: () => undefined, waitingPodChanged: () => undefined, objectChanged: () => undefined,
};

/**
 * Places pods one after the other, by priority and age, on the nodes as they are, and tells how each came out; the cluster does not notice. Victims
 * of preemption count as gone at once, and the pod they made room for is tried again when all others have been.
 */
export function tryPlacements({ client, atMs, configuration, pods }: PlacementTrial): readonly Decision[] {
  const gone = new Set<string>();
  const core: SchedulingCore = createSchedulingCore({
    client: createTrialClient(client, gone, (pod) => observe(pod, undefined)), recorder: { event: () => undefined }, random: createRandom(SEED), now: () => atMs,
    configuration, explain: true, listener: SILENT,
  });
  const log = createDecisionLog(core.profile, core.handle.refusals);
  core.cache.build(client);
  const asked = pods?.map((pod, index) => ({ ...pod, metadata: { ...pod.metadata, uid: pod.metadata.uid ?? `trial-${index}` } })) ?? [...core.cache.waiting.values()];
  const ordered = asked.map(asQueued).sort((a, b) => (core.isTriedBefore(a.queued, b.queued) ? -1 : 1)).map(({ pod }) => pod);
  const decisions = new Map<string, Decision>();

  function observe(previous: Pod, after: Pod | undefined): void {
    core.cache.observe({
      type: after ? 'MODIFIED' : 'DELETED', kind: 'Pod', object: after ?? previous, previous, resourceVersion: 0, atMs, actor: '', cause: 0,
    } as Change);
  }
  /** Returns the pod as it is to be tried again. */
  function place(pod: Pod): Pod | undefined {
    const { namespace = '', name = '', uid = '' } = pod.metadata;
    const result = core.attempt(pod);
    const { node, record } = result;
    const message = node ? `Successfully assigned ${namespace}/${name} to ${node.name}` : result.message;
    const preemption = result.node === null ? result.preemption : (decisions.get(uid)?.preemption ?? null);
    log.add({ uid, atMs, node: node?.name ?? null, message, record, preemption });
    const decision = log.get(uid);
    if (decision) decisions.set(uid, decision);
    if (node) observe(pod, { ...pod, spec: { ...pod.spec, nodeName: node.name } });
    if (result.node !== null || !result.nominated) return undefined;
    const nominated = withNomination(pod, result.nominated);
    observe(pod, nominated);
    return nominated;
  }

  const again = ordered.filter(({ metadata: { uid = '' } }) => !gone.has(uid)).flatMap((pod) => place(pod) ?? []);
  for (const pod of again) place(pod);
  return ordered.flatMap(({ metadata: { uid = '' } }) => decisions.get(uid) ?? []);
}

function asQueued(pod: Pod, sequence: number): { readonly pod: Pod; readonly queued: QueuedPod } {
  const { uid = '', namespace = '', name = '', creationTimestamp } = pod.metadata;
  const sinceMs = creationTimestamp ? Date.parse(creationTimestamp) : Number.MAX_SAFE_INTEGER;
  return { pod, queued: { uid, namespace, name, priority: pod.spec.priority ?? 0, sinceMs, sequence, refusals: 0, errors: 0, refusedBy: [], cause: 0, idle: false } };
}

/** Reads what is there; of what plugins write, only that a pod is to go changes anything. */
function createTrialClient(client: Client, gone: Set<string>, remove: (pod: Pod) => void): Client {
  return {
    ...client,
    create: (object) => object,
    update: (object) => object,
    updateStatus: (object) => object,
    bind: () => undefined,
    evict: () => undefined,
    delete(kind: KindName, namespace: string, name: string): KubeObject {
      const object = client.get(kind, namespace, name);
      const resource = client.kinds.get(kind);
      if (!object) throw notFound(resource ?? { group: '', plural: kind, kind }, name);
      if (object.kind === 'Pod' && !gone.has(object.metadata.uid ?? '')) {
        gone.add(object.metadata.uid ?? '');
        remove(object as Pod);
      }
      return object;
    },
  };
}
