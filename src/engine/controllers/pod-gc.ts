import type { KindMap } from '../api/object.ts';
import { objectKey, splitKey } from '../api/reference.ts';
import type { Change } from '../api/store.ts';
import type { Wait } from '../event-queue.ts';
import { parseTime } from '../time-format.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import { disruptionTarget, withPodCondition } from './pod-conditions.ts';

type Node = KindMap['Node'];
type Pod = KindMap['Pod'];

const COLLECT = 'gc';
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';
/** kube-controller-manager `--terminated-pod-gc-threshold`. */
const TERMINATED_THRESHOLD = 12_500;

/** A node that pods are on and that does not exist. */
interface MissingNode {
  /** what took the node away. */
  readonly cause: number;
  /** when the quarantine ends; set by the look that first finds it missing. */
  dueMs: number | null;
  /** true once its pods have been deleted; what then remains is held by finalizers. */
  isCollected: boolean;
}
type SavedMissing = readonly [name: string, cause: number, dueMs: number | null, isCollected: boolean];

/**
 * Removes pods that nobody else will: those on nodes that are gone or out of service, deleted ones that never got a node, and the
 * oldest of too many finished ones (pkg/controller/podgc).
 */
export const podGcController: ControllerDefinition = {
  name: 'pod-garbage-collector-controller',
  watches: ['Pod', 'Node'],
  create: createPodGc,
};

function createPodGc(context: ControllerContext): Controller {
  const { client, timings, now } = context;
  const missing = new Map<string, MissingNode>();
  const outOfService = new Set<string>();
  /** keys of deleted pods without a node. */
  const unscheduled = new Set<string>();
  /** keys of finished pods. */
  const terminated = new Set<string>();
  let nextTickMs = 0;

  function index(): void {
    for (const memory of [outOfService, unscheduled, terminated]) memory.clear();
    for (const node of client.select('Node')) noteNode(node);
    for (const pod of client.list('Pod')) notePod(pod);
  }
  if (client.reachable()) index();

  function noteNode(node: Node): void {
    const name = node.metadata.name ?? '';
    const isReady = node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
    if (!isReady && node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE)) outOfService.add(name);
    else outOfService.delete(name);
  }
  function notePod(pod: Pod): void {
    const key = objectKey(pod.metadata.namespace, pod.metadata.name ?? '');
    const { nodeName } = pod.spec;
    if (pod.metadata.deletionTimestamp !== undefined && nodeName === undefined) unscheduled.add(key);
    else unscheduled.delete(key);
    if (isFinished(pod)) terminated.add(key);
    if (nodeName !== undefined && !missing.has(nodeName) && !client.get('Node', '', nodeName)) miss(nodeName);
  }
  function miss(name: string): void {
    missing.set(name, { cause: context.currentCause(), dueMs: null, isCollected: false });
  }

  function observeNode({ type, object }: Change<'Node'>): void {
    const name = object.metadata.name ?? '';
    if (type !== 'DELETED') {
      missing.delete(name);
      noteNode(object);
      return;
    }
    outOfService.delete(name);
    if (client.select('Pod', { nodeName: name }).length > 0) miss(name);
  }
  function observePod({ type, object, previous }: Change<'Pod'>): void {
    const isUnmoved = previous !== undefined && previous.spec.nodeName === object.spec.nodeName && previous.metadata.deletionTimestamp === object.metadata.deletionTimestamp;
    if (type === 'MODIFIED' && isUnmoved && previous.status?.phase === object.status?.phase) return;
    if (type !== 'DELETED') return notePod(object);
    const key = objectKey(object.metadata.namespace, object.metadata.name ?? '');
    unscheduled.delete(key);
    terminated.delete(key);
  }

  function collect(): void {
    nextTickMs = now() + timings.podGcPeriodMs;
    context.because(0, () => context.enqueueAfter(COLLECT, timings.podGcPeriodMs, undefined, true));
    if (!client.reachable()) return;
    collectTerminated();
    for (const node of [...outOfService].sort()) {
      const pods = podsOn(node).filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
      for (const pod of pods.sort(byEvictionAndCreation)) failAndDelete(pod, `${node} is out of service`);
    }
    collectOrphans();
    for (const key of [...unscheduled].sort()) {
      const pod = podAt(key);
      if (pod) failAndDelete(pod, 'deleted before it had a node');
    }
  }

  function collectTerminated(): void {
    const excess = terminated.size - TERMINATED_THRESHOLD;
    if (excess <= 0) return;
    const pods = [...terminated].flatMap((key) => podAt(key) ?? []);
    for (const pod of pods.sort(byEvictionAndCreation).slice(0, excess)) failAndDelete(pod, `more than ${TERMINATED_THRESHOLD} finished pods`);
  }

  /** A node may only seem to be missing: its pods wait a quarantine, and it is looked for once more. */
  function collectOrphans(): void {
    for (const name of [...missing.keys()].sort()) {
      const node = missing.get(name);
      if (!node) continue;
      if (client.get('Node', '', name) || podsOn(name).length === 0) {
        missing.delete(name);
        continue;
      }
      node.dueMs ??= now() + timings.podGcQuarantineMs;
      if (node.dueMs > now()) continue;
      node.dueMs = now() + timings.podGcQuarantineMs;
      node.isCollected = true;
      context.because(node.cause, () => {
        for (const pod of podsOn(name)) failAndDelete(pod, `node ${name} no longer exists`, disruptionTarget('DeletionByPodGC', 'PodGC: node no longer exists'));
      });
    }
  }

  /** Nobody is left who could end the pod in order: it is failed, and goes without grace. */
  function failAndDelete(pod: Pod, note: string, condition?: ReturnType<typeof disruptionTarget>): void {
    const { namespace = '', name = '' } = pod.metadata;
    if (!isFinished(pod)) {
      const status = (condition && withPodCondition(pod, condition, now())) ?? pod.status;
      client.updateStatus<'Pod'>({ ...pod, status: { ...status, phase: 'Failed' } }, { note });
    }
    client.delete('Pod', namespace, name, { gracePeriodSeconds: 0, note });
  }

  function podsOn(nodeName: string): Pod[] {
    return client.list('Pod', { nodeName });
  }
  function podAt(key: string): Pod | undefined {
    const { namespace, name } = splitKey(key);
    return client.get('Pod', namespace, name);
  }

  function currentWait(): Wait | undefined {
    if (!client.reachable()) return undefined;
    let soonest: Wait | undefined;
    for (const [name, { dueMs, isCollected }] of missing) {
      if (isCollected) continue;
      const fromMs = Math.max(nextTickMs, dueMs ?? nextTickMs + timings.podGcQuarantineMs);
      const dueAtMs = nextTickMs + Math.ceil((fromMs - nextTickMs) / timings.podGcPeriodMs) * timings.podGcPeriodMs;
      const subject = { kind: 'Node', namespace: '', name };
      if (!soonest || dueAtMs < soonest.dueAtMs) soonest = { label: 'pod garbage collection', subject, dueAtMs };
    }
    for (const name of outOfService) {
      const isAwaited = client.select('Pod', { nodeName: name }).some(({ metadata }) => metadata.deletionTimestamp !== undefined && !metadata.finalizers?.length);
      if (isAwaited && (!soonest || nextTickMs < soonest.dueAtMs)) soonest = { label: 'pod garbage collection', subject: { kind: 'Node', namespace: '', name }, dueAtMs: nextTickMs };
    }
    return soonest;
  }

  return {
    watches: { Pod: observePod, Node: observeNode },
    resync() {
      context.cancelDelayed(COLLECT);
      missing.clear();
      nextTickMs = now() + timings.controllerReactionMs;
      context.enqueue(COLLECT);
      if (client.reachable()) index();
    },
    reconcile: collect,
    save: () => ({ nextTickMs, missing: [...missing].map(([name, { cause, dueMs, isCollected }]): SavedMissing => [name, cause, dueMs, isCollected]) }),
    load(json) {
      const saved = json as unknown as { readonly nextTickMs: number; readonly missing: readonly SavedMissing[] };
      nextTickMs = saved.nextTickMs;
      missing.clear();
      for (const [name, cause, dueMs, isCollected] of saved.missing) missing.set(name, { cause, dueMs, isCollected });
    },
    currentWait,
  };
}

function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}

/** Pods that were evicted for want of resources go first, then the oldest. */
function byEvictionAndCreation(a: Pod, b: Pod): number {
  const evicted = Number(isEvicted(b)) - Number(isEvicted(a));
  const age = parseTime(a.metadata.creationTimestamp ?? '') - parseTime(b.metadata.creationTimestamp ?? '');
  return evicted || age || ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1);
}

function isEvicted({ status }: Pod): boolean {
  return status?.phase === 'Failed' && status.reason === 'Evicted';
}
