import type { StatusError } from '../api/errors.ts';
import { controllerOf } from '../api/object.ts';
import { isPodActive } from '../api/pod-readiness.ts';
import { objectKey, splitKey } from '../api/reference.ts';
import { matchesSelector } from '../api/selectors.ts';
import type { Change } from '../api/store.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import { isNamespaceTerminating } from './namespace-terminating.ts';
import { adoptedBy, releasedBy } from './controller-reference.ts';
import { podsToDelete } from './replicaset/deletion-rank.ts';
import { createPodControl, podFromTemplate } from './replicaset/pod-control.ts';
import { selectorOf, templateOf, type Replicated, type ReplicatedKind } from './replicaset/replicated.ts';
import { slowStart } from './replicaset/slow-start.ts';
import { replicaSetStatus, type Failure } from './replicaset/status.ts';
import { createTallies, isAdoptable, type Tally } from './replicaset/tallies.ts';

/** Pods made or removed in one reconcile (pkg/controller/replicaset/replica_set.go BurstReplicas). */
const BURST_REPLICAS = 500;

/** Keeps the number of pods that each ReplicaSet asks for (pkg/controller/replicaset/replica_set.go). */
export const replicaSetController = replicaController('replicaset-controller', 'ReplicaSet');

/** The controller of ReplicaSets for either of the kinds that it can keep. */
export function replicaController(name: string, kind: ReplicatedKind): ControllerDefinition {
  return { name, watches: [kind, 'Pod'], create: (context) => createReplicaController(context, kind) };
}

function createReplicaController(context: ControllerContext, kind: ReplicatedKind): Controller {
  const { client, recorder } = context;
  const tallies = createTallies(client, kind);
  const control = createPodControl(client, recorder);
  if (client.reachable()) tallies.rebuild();

  function claim(owner: Replicated, tally: Tally): void {
    const { namespace = '', name = '', uid = '' } = owner.metadata;
    const selector = selectorOf(owner);
    for (const key of [...tally.orphans].sort()) {
      const pod = client.get('Pod', namespace, splitKey(key).name);
      if (pod && isAdoptable(pod, selector)) client.update<'Pod'>({ ...pod, metadata: adoptedBy(pod.metadata, owner) }, { note: `adopted by ${kind} ${name}` });
    }
    tally.orphans.clear();
    if (tally.strayed === 0) return;
    for (const pod of client.list('Pod', { controllerUid: uid })) {
      if (!isPodActive(pod) || matchesSelector(selector, pod.metadata.labels)) continue;
      client.update<'Pod'>({ ...pod, metadata: releasedBy(pod.metadata, owner) }, { note: `released by ${kind} ${name}` });
    }
  }

  function manage(owner: Replicated, tally: Tally): Failure | undefined {
    const missing = (owner.spec.replicas ?? 1) - tally.active;
    if (missing === 0) return undefined;
    const error = missing > 0 ? createPods(owner, Math.min(missing, BURST_REPLICAS)) : deletePods(owner, Math.min(-missing, BURST_REPLICAS));
    if (!error || isNamespaceTerminating(error)) return undefined;
    return { reason: missing > 0 ? 'FailedCreate' : 'FailedDelete', error };
  }

  function createPods(owner: Replicated, count: number): StatusError | undefined {
    const pod = podFromTemplate(owner, templateOf(owner));
    return slowStart(count, () => control.create(owner, pod));
  }

  function deletePods(owner: Replicated, count: number): StatusError | undefined {
    const selector = selectorOf(owner);
    const pods = client.select('Pod', { controllerUid: owner.metadata.uid ?? '' }).filter((pod) => isPodActive(pod) && matchesSelector(selector, pod.metadata.labels));
    const note = `${kind} ${owner.metadata.name ?? ''} scaled down to ${owner.spec.replicas ?? 1}`;
    let failure: StatusError | undefined;
    for (const pod of podsToDelete(pods, count, siblingsOnNode(owner), context.now())) {
      const error = control.delete(owner, pod, note);
      failure ??= error;
    }
    return failure;
  }

  /** Active pods by node over all objects of the same owner; as upstream, what has no owner has no siblings. */
  function siblingsOnNode(replicated: Replicated): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    const owner = controllerOf(replicated);
    if (!owner) return counts;
    for (const { metadata } of client.select(kind, { controllerUid: owner.uid })) {
      for (const pod of client.select('Pod', { controllerUid: metadata.uid ?? '' })) {
        const node = pod.spec.nodeName ?? '';
        if (isPodActive(pod)) counts.set(node, (counts.get(node) ?? 0) + 1);
      }
    }
    return counts;
  }

  function writeStatus(key: string, owner: Replicated, tally: Tally, failure: Failure | undefined): void {
    const nowMs = context.now();
    const { available, nextAtMs } = tallies.availability(owner, nowMs);
    client.updateStatus<ReplicatedKind>({ ...owner, status: replicaSetStatus(owner, tally, available, failure, nowMs) });
    if (nextAtMs === undefined) {
      context.cancelDelayed(key);
      return;
    }
    const { namespace, name } = splitKey(key);
    context.enqueueAfter(key, nextAtMs - nowMs, { label: 'minReadySeconds', subject: { kind, namespace, name } });
  }

  function ownChanged({ object, type, actor }: Change<ReplicatedKind>): void {
    if (type === 'DELETED') tallies.forget(object);
    else tallies.track(object);
    // Its own writes change nothing but status.
    if (actor !== client.actor) context.enqueue(objectKey(object.metadata.namespace, object.metadata.name ?? ''));
  }
  function podChanged({ object, previous, type }: Change<'Pod'>): void {
    const keys = type === 'DELETED' ? tallies.podChanged(previous ?? object, undefined) : tallies.podChanged(previous, object);
    for (const key of keys) context.enqueue(key);
  }

  return {
    watches: { [kind]: ownChanged, Pod: podChanged },
    resync() {
      if (!client.reachable()) return;
      tallies.rebuild();
      for (const { metadata } of client.list(kind)) context.enqueue(objectKey(metadata.namespace, metadata.name ?? ''));
    },
    reconcile(key) {
      const { namespace, name } = splitKey(key);
      const owner = client.get(kind, namespace, name);
      const tally = owner && tallies.of(owner);
      if (!tally) {
        context.cancelDelayed(key);
        return;
      }
      let failure: Failure | undefined;
      if (owner.metadata.deletionTimestamp === undefined) {
        claim(owner, tally);
        failure = manage(owner, tally);
      }
      writeStatus(key, owner, tally, failure);
      if (failure) throw failure.error;
    },
  };
}
