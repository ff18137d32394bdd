import { controllerOf, type KindMap, type KubeObject } from '../../api/object.ts';
import { objectKey, splitKey } from '../../api/reference.ts';
import { matchesSelector } from '../../api/selectors.ts';
import type { Controller, ControllerContext, ControllerDefinition } from '../controller.ts';
import { adoptedBy, releasedBy } from '../controller-reference.ts';
import { createHistory, revisionOfTemplate } from '../history.ts';
import { isTerminating } from './health.ts';
import { memberOf, revisionOfPod } from './identity.ts';
import { createPodControl } from './pod-control.ts';
import { revisionsOf } from './revisions.ts';
import { countPods, nextAvailableAtMs, statefulSetStatus } from './status.ts';
import { syncReplicas } from './sync.ts';

type Pod = KindMap['Pod'];
type StatefulSet = KindMap['StatefulSet'];

const DEFAULT_HISTORY = 10;

/** Keeps pods with names of their own that last, one after the other (pkg/controller/statefulset/stateful_set.go). */
export const statefulSetController: ControllerDefinition = {
  name: 'statefulset-controller',
  watches: ['StatefulSet', 'Pod'],
  create: createStatefulSetController,
};

function createStatefulSetController(context: ControllerContext): Controller {
  const { client, recorder } = context;
  const history = createHistory(client);
  const control = createPodControl(client, recorder);
  /** by the key of a StatefulSet, names of pods without a controller that it may adopt. Some may have changed since. */
  const orphans = new Map<string, Set<string>>();
  if (client.reachable()) for (const set of client.select('StatefulSet')) findOrphans(set);

  function offer(key: string, pod: string): void {
    const known = orphans.get(key);
    if (known) known.add(pod);
    else orphans.set(key, new Set([pod]));
  }
  function findOrphans({ metadata, spec }: StatefulSet): void {
    const { namespace = '', name = '' } = metadata;
    const { matchLabels } = spec.selector;
    for (const pod of client.select('Pod', { namespace, ...(matchLabels ? { labels: matchLabels } : {}) })) {
      const podName = pod.metadata.name ?? '';
      if (!controllerOf(pod) && memberOf(podName)?.set === name) offer(objectKey(namespace, name), podName);
    }
  }

  /** The StatefulSet that controls the object, if that is still there. */
  function ownerKey(object: KubeObject): string | undefined {
    const owner = controllerOf(object);
    if (owner?.kind !== 'StatefulSet') return undefined;
    const { namespace = '' } = object.metadata;
    return client.get('StatefulSet', namespace, owner.name)?.metadata.uid === owner.uid ? objectKey(namespace, owner.name) : undefined;
  }
  /** A pod without a controller is offered to the StatefulSet whose name is in its own. */
  function offerFree(pod: Pod): string | undefined {
    const { namespace = '', name = '' } = pod.metadata;
    const member = controllerOf(pod) ? undefined : memberOf(name);
    if (!member || !client.get('StatefulSet', namespace, member.set)) return undefined;
    const key = objectKey(namespace, member.set);
    offer(key, name);
    return key;
  }

  /** Takes over pods that are its by name and labels, and lets go of those that no longer are. Returns its pods (ClaimPods). */
  function claimPods(key: string, set: StatefulSet): readonly Pod[] {
    const { namespace = '', name = '', uid = '' } = set.metadata;
    const isOurs = (pod: Pod): boolean => memberOf(pod.metadata.name ?? '')?.set === name && matchesSelector(set.spec.selector, pod.metadata.labels);
    const isDeleted = set.metadata.deletionTimestamp !== undefined;
    if (!isDeleted) {
      for (const podName of [...(orphans.get(key) ?? [])].sort()) {
        const pod = client.get('Pod', namespace, podName);
        if (!pod || controllerOf(pod) || isTerminating(pod) || !isOurs(pod)) continue;
        client.update<'Pod'>({ ...pod, metadata: adoptedBy(pod.metadata, set) }, { note: `adopted by StatefulSet ${name}` });
      }
      orphans.delete(key);
    }
    return client.list('Pod', { controllerUid: uid }).filter((pod) => {
      if (isOurs(pod)) return true;
      if (!isDeleted) client.update<'Pod'>({ ...pod, metadata: releasedBy(pod.metadata, set) }, { note: `released by StatefulSet ${name}` });
      return false;
    });
  }

  function sync(key: string, set: StatefulSet): void {
    const isDeleted = set.metadata.deletionTimestamp !== undefined;
    if (!isDeleted) history.adoptOrphans(set);
    const pods = claimPods(key, set);
    const kept = history.list(set);
    // Its revisions are on their way out as well: none is made for it any more.
    if (isDeleted && !revisionOfTemplate(kept, set.spec.template)) return;
    const revisions = revisionsOf(set, kept, history);
    const nowMs = context.now();
    const minReadySeconds = set.spec.minReadySeconds ?? 0;
    const counts = countPods(pods, revisions, minReadySeconds, nowMs);
    const { replaced, failure } = isDeleted ? { replaced: 0 } : syncReplicas(set, pods, revisions, control, nowMs);
    client.updateStatus<'StatefulSet'>({ ...set, status: statefulSetStatus(set, counts, revisions, replaced) });
    const live = new Set([revisions.current, revisions.update].map(({ metadata }) => metadata.name ?? ''));
    for (const pod of pods) live.add(revisionOfPod(pod));
    history.trim(kept, live, set.spec.revisionHistoryLimit ?? DEFAULT_HISTORY);
    lookAgain(key, nextAvailableAtMs(pods, minReadySeconds, nowMs), nowMs);
    if (failure) throw failure;
  }

  function lookAgain(key: string, atMs: number | undefined, nowMs: number): void {
    if (atMs === undefined) {
      context.cancelDelayed(key);
      return;
    }
    const { namespace, name } = splitKey(key);
    context.enqueueAfter(key, atMs - nowMs, { label: 'minReadySeconds', subject: { kind: 'StatefulSet', namespace, name } });
  }

  return {
    watches: {
      StatefulSet({ object, type }) {
        const key = objectKey(object.metadata.namespace, object.metadata.name ?? '');
        if (type === 'ADDED') findOrphans(object);
        if (type === 'DELETED') orphans.delete(key);
        context.enqueue(key);
      },
      Pod({ object, previous, type }) {
        const before = previous && ownerKey(previous);
        const after = type === 'DELETED' ? undefined : (ownerKey(object) ?? offerFree(object));
        if (before) context.enqueue(before);
        if (after && after !== before) context.enqueue(after);
      },
    },
    resync() {
      if (!client.reachable()) return;
      for (const set of client.list('StatefulSet')) {
        findOrphans(set);
        context.enqueue(objectKey(set.metadata.namespace, set.metadata.name ?? ''));
      }
    },
    reconcile(key) {
      const { namespace, name } = splitKey(key);
      const set = client.get('StatefulSet', namespace, name);
      if (set) sync(key, set);
      else context.cancelDelayed(key);
    },
  };
}
