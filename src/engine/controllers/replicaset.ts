import { isStatus, StatusError } from '../api/errors.ts';
import { controllerOf, type KindMap } from '../api/object.ts';
import { isPodActive } from '../api/pod-readiness.ts';
import { objectKey, splitKey } from '../api/reference.ts';
import { matchesSelector } from '../api/selectors.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';
import { isNamespaceTerminating } from './namespace-terminating.ts';
import { adoptedBy, controllerReference, releasedBy } from './controller-reference.ts';
import { podsToDelete } from './replicaset/deletion-rank.ts';
import { slowStart } from './replicaset/slow-start.ts';
import { replicaSetStatus, type Failure } from './replicaset/status.ts';
import { createTallies, isAdoptable, type Tally } from './replicaset/tallies.ts';

type Pod = KindMap['Pod'];
type ReplicaSet = KindMap['ReplicaSet'];

/** Pods made or removed in one reconcile (pkg/controller/replicaset/replica_set.go BurstReplicas). */
const BURST_REPLICAS = 500;

/** Keeps the number of pods that each ReplicaSet asks for (pkg/controller/replicaset/replica_set.go). */
export const replicaSetController: ControllerDefinition = {
  name: 'replicaset-controller',
  watches: ['ReplicaSet', 'Pod'],
  create: createReplicaSetController,
};

function createReplicaSetController(context: ControllerContext): Controller {
  const { client, recorder } = context;
  const tallies = createTallies(client);
  if (client.reachable()) tallies.rebuild();

  function claim(replicaSet: ReplicaSet, tally: Tally): void {
    const { namespace = '', name = '', uid = '' } = replicaSet.metadata;
    const { selector } = replicaSet.spec;
    for (const key of [...tally.orphans].sort()) {
      const pod = client.get('Pod', namespace, splitKey(key).name);
      if (pod && isAdoptable(pod, selector)) client.update({ ...pod, metadata: adoptedBy(pod.metadata, replicaSet) }, { note: `adopted by ReplicaSet ${name}` });
    }
    tally.orphans.clear();
    if (tally.strayed === 0) return;
    for (const pod of client.list('Pod', { controllerUid: uid })) {
      if (!isPodActive(pod) || matchesSelector(selector, pod.metadata.labels)) continue;
      client.update({ ...pod, metadata: releasedBy(pod.metadata, replicaSet) }, { note: `released by ReplicaSet ${name}` });
    }
  }

  function manage(replicaSet: ReplicaSet, tally: Tally): Failure | undefined {
    const missing = (replicaSet.spec.replicas ?? 1) - tally.active;
    if (missing === 0) return undefined;
    const error = missing > 0 ? createPods(replicaSet, Math.min(missing, BURST_REPLICAS)) : deletePods(replicaSet, Math.min(-missing, BURST_REPLICAS));
    if (!error || isNamespaceTerminating(error)) return undefined;
    return { reason: missing > 0 ? 'FailedCreate' : 'FailedDelete', error };
  }

  function createPods(replicaSet: ReplicaSet, count: number): StatusError | undefined {
    const pod = podFromTemplate(replicaSet);
    return slowStart(count, () => {
      try {
        const { name } = client.create(pod).metadata;
        recorder.event(replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        if (!isNamespaceTerminating(error)) recorder.event(replicaSet, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
        return error;
      }
      return undefined;
    });
  }

  function deletePods(replicaSet: ReplicaSet, count: number): StatusError | undefined {
    const pods = client.select('Pod', { controllerUid: replicaSet.metadata.uid ?? '' }).filter((pod) => isPodActive(pod) && matchesSelector(replicaSet.spec.selector, pod.metadata.labels));
    let failure: StatusError | undefined;
    for (const { metadata } of podsToDelete(pods, count, siblingsOnNode(replicaSet), context.now())) {
      const { namespace = '', name = '', uid = '' } = metadata;
      try {
        client.delete('Pod', namespace, name, { uid, note: `ReplicaSet ${replicaSet.metadata.name ?? ''} scaled down to ${replicaSet.spec.replicas ?? 1}` });
        recorder.event(replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
      } catch (error) {
        if (isStatus(error, 'NotFound')) continue;
        if (!(error instanceof StatusError)) throw error;
        recorder.event(replicaSet, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
        failure ??= error;
      }
    }
    return failure;
  }

  /** Active pods by node over all ReplicaSets of the same owner; as upstream, a ReplicaSet without an owner has no siblings. */
  function siblingsOnNode(replicaSet: ReplicaSet): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    const owner = controllerOf(replicaSet);
    if (!owner) return counts;
    for (const { metadata } of client.select('ReplicaSet', { controllerUid: owner.uid })) {
      for (const pod of client.select('Pod', { controllerUid: metadata.uid ?? '' })) {
        const node = pod.spec.nodeName ?? '';
        if (isPodActive(pod)) counts.set(node, (counts.get(node) ?? 0) + 1);
      }
    }
    return counts;
  }

  function writeStatus(key: string, replicaSet: ReplicaSet, tally: Tally, failure: Failure | undefined): void {
    const nowMs = context.now();
    const { available, nextAtMs } = tallies.availability(replicaSet, nowMs);
    client.updateStatus({ ...replicaSet, status: replicaSetStatus(replicaSet, tally, available, failure, nowMs) });
    if (nextAtMs === undefined) {
      context.cancelDelayed(key);
      return;
    }
    const { namespace, name } = splitKey(key);
    context.enqueueAfter(key, nextAtMs - nowMs, { label: 'minReadySeconds', subject: { kind: 'ReplicaSet', namespace, name } });
  }

  return {
    watches: {
      ReplicaSet(change) {
        const { object, type, actor } = change;
        if (type === 'DELETED') tallies.forget(object);
        else tallies.track(object);
        // Its own writes change nothing but status.
        if (actor !== client.actor) context.enqueue(objectKey(object.metadata.namespace, object.metadata.name ?? ''));
      },
      Pod({ object, previous, type }) {
        const keys = type === 'DELETED' ? tallies.podChanged(previous ?? object, undefined) : tallies.podChanged(previous, object);
        for (const key of keys) context.enqueue(key);
      },
    },
    resync() {
      if (!client.reachable()) return;
      tallies.rebuild();
      for (const { metadata } of client.list('ReplicaSet')) context.enqueue(objectKey(metadata.namespace, metadata.name ?? ''));
    },
    reconcile(key) {
      const { namespace, name } = splitKey(key);
      const replicaSet = client.get('ReplicaSet', namespace, name);
      const tally = replicaSet && tallies.of(replicaSet);
      if (!tally) {
        context.cancelDelayed(key);
        return;
      }
      let failure: Failure | undefined;
      if (replicaSet.metadata.deletionTimestamp === undefined) {
        claim(replicaSet, tally);
        failure = manage(replicaSet, tally);
      }
      writeStatus(key, replicaSet, tally, failure);
      if (failure) throw failure.error;
    },
  };
}

/** The pod that a ReplicaSet makes, but for its name (pkg/controller/controller_utils.go GetPodFromTemplate). All share the template's parts. */
function podFromTemplate(replicaSet: ReplicaSet): Pod {
  const { namespace = '', name = '' } = replicaSet.metadata;
  const { metadata: { labels, annotations, finalizers } = {}, spec } = replicaSet.spec.template;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${name}-`,
      namespace,
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [controllerReference(replicaSet)],
    },
    spec,
  };
}
