import { controllerOf, type KubeObject, type OwnerReference } from '../../api/object.ts';
import { isPodReady } from '../../api/pod-readiness.ts';
import { objectKey, splitKey } from '../../api/reference.ts';
import { isSame } from '../../api/equality.ts';
import type { Change } from '../../api/store.ts';
import type { Controller, ControllerContext, ControllerDefinition } from '../controller.ts';
import { createSelectorIndex } from '../selector-index.ts';
import { NO_BACK_OFF, type BackOff } from './back-off.ts';
import { finishedCondition } from './conditions.ts';
import type { Job, Pod } from './job-types.ts';
import { createPodControl } from './pod-control.ts';
import { isTracked, restartsOf } from './pod-standing.ts';
import { syncJob } from './sync-job.ts';
import { untrack } from './untrack.ts';

/** Jobs with another value in `spec.managedBy` are somebody else's. */
const OWN_NAME = 'kubernetes.io/job-controller';
/** Before the key of a pod that no Job will count. */
const ORPHAN = 'orphan:';

/** Runs the pods of Jobs to their end, and counts each of them once (pkg/controller/job). */
export const jobController: ControllerDefinition = {
  name: 'job-controller',
  watches: ['Job', 'Pod'],
  create: createJobController,
};

type SavedBackOff = readonly [key: string, failures: number, lastFailureMs: number];

function createJobController(context: ControllerContext): Controller {
  const { client, recorder, timings } = context;
  const control = createPodControl(client, recorder);
  const selectors = createSelectorIndex();
  /** by the key of the Job. A restart forgets them, as upstream does. */
  const backOffs = new Map<string, BackOff>();
  /** keys of Jobs that have not looked yet whether there are pods for them to adopt. */
  const adopting = new Set<string>();
  if (client.reachable()) for (const job of client.select('Job')) index(job);

  function index(job: Job): void {
    if (!job.spec.selector) return;
    selectors.set(keyOf(job), job.spec.selector);
    adopting.add(keyOf(job));
  }
  /** The Job that a reference means. */
  function resolve(namespace: string | undefined, owner: OwnerReference | undefined): Job | undefined {
    if (owner?.kind !== 'Job') return undefined;
    const job = client.get('Job', namespace ?? '', owner.name);
    return job?.metadata.uid === owner.uid ? job : undefined;
  }
  function enqueueBatched(key: string): void {
    context.enqueueAfter(key, timings.jobSyncBatchMs);
  }
  function enqueueIfOrphaned(pod: Pod): void {
    if (isTracked(pod) && isOrphaned(pod)) context.enqueue(ORPHAN + keyOf(pod));
  }
  /** No Job will ever count the pod. */
  function isOrphaned({ metadata }: Pod): boolean {
    const owner = controllerOf({ metadata } as KubeObject);
    if (owner && (owner.kind !== 'Job' || !owner.apiVersion.startsWith('batch/'))) return false;
    const job = resolve(metadata.namespace, owner);
    return !job || (isOwn(job) && finishedCondition(job) !== undefined);
  }

  function jobChanged({ type, object, previous, actor }: Change<'Job'>): void {
    const key = keyOf(object);
    if (type === 'DELETED') {
      selectors.delete(key);
      adopting.delete(key);
      backOffs.delete(key);
      context.cancelDelayed(key);
      for (const pod of client.select('Pod', { controllerUid: object.metadata.uid ?? '' }).sort(byName)) enqueueIfOrphaned(pod);
      return;
    }
    if (previous?.spec.selector !== object.spec.selector) index(object);
    // Its own writes change nothing but status.
    if (actor === client.actor) return;
    if (previous && previous.metadata.generation === object.metadata.generation) enqueueBatched(key);
    else context.enqueue(key);
  }

  function podChanged({ type, object, previous, actor }: Change<'Pod'>): void {
    const isGone = type === 'DELETED';
    const owner = controllerOf(object);
    const before = previous && controllerOf(previous);
    if (before && before.uid !== owner?.uid) {
      const job = resolve(object.metadata.namespace, before);
      if (job) enqueueBatched(keyOf(job));
    }
    if (!isGone) enqueueIfOrphaned(object);
    if (owner) {
      const job = resolve(object.metadata.namespace, owner);
      if (job && !finishedCondition(job) && (isGone || makesDifference(previous, object, job, actor === client.actor))) enqueueBatched(keyOf(job));
    } else if (!isGone && (!previous || before || !isSame(previous.metadata.labels, object.metadata.labels))) {
      for (const key of selectors.matching(object.metadata.namespace ?? '', object.metadata.labels)) {
        adopting.add(key);
        enqueueBatched(key);
      }
    }
  }

  function reconcileJob(key: string): void {
    const { namespace, name } = splitKey(key);
    const job = client.get('Job', namespace, name);
    if (!job || !isOwn(job) || finishedCondition(job)) {
      backOffs.delete(key);
      context.cancelDelayed(key);
      return;
    }
    syncJob(job, {
      client, recorder, control, timings,
      nowMs: context.now(),
      backOff: backOffs.get(key) ?? NO_BACK_OFF,
      mayAdopt: adopting.has(key),
      keepBackOff: (backOff) => void (backOff.failures === 0 ? backOffs.delete(key) : backOffs.set(key, backOff)),
      again: (delayMs, label) => context.enqueueAfter(key, delayMs, label === undefined ? undefined : { label, subject: { kind: 'Job', namespace, name } }),
    });
    adopting.delete(key);
    const after = client.get('Job', namespace, name);
    if (!after || finishedCondition(after)) context.cancelDelayed(key);
  }

  return {
    watches: { Job: jobChanged, Pod: podChanged },
    resync() {
      if (!client.reachable()) return;
      for (const job of client.list('Job')) {
        index(job);
        context.enqueue(keyOf(job));
      }
      for (const pod of client.list('Pod')) enqueueIfOrphaned(pod);
    },
    reconcile(key) {
      if (!key.startsWith(ORPHAN)) return reconcileJob(key);
      const { namespace, name } = splitKey(key.slice(ORPHAN.length));
      const pod = client.get('Pod', namespace, name);
      if (pod && isOrphaned(pod)) untrack(client, pod, 'no Job counts it');
    },
    save: () => [...backOffs].map(([key, { failures, lastFailureMs }]): SavedBackOff => [key, failures, lastFailureMs]).sort(([a], [b]) => (a < b ? -1 : 1)),
    load(saved) {
      for (const [key, failures, lastFailureMs] of saved as unknown as readonly SavedBackOff[]) backOffs.set(key, { failures, lastFailureMs });
    },
  };
}

function keyOf({ metadata }: KubeObject): string {
  return objectKey(metadata.namespace, metadata.name ?? '');
}

function byName(a: Pod, b: Pod): number {
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}

function isOwn({ spec }: Job): boolean {
  return spec.managedBy === undefined || spec.managedBy === OWN_NAME;
}

/** Whether a change of a pod is anything to its Job. What the sync itself does it has counted already, but for pods that it deletes. */
function makesDifference(before: Pod | undefined, after: Pod, { spec }: Job, isOwnWrite: boolean): boolean {
  const isLeaving = after.metadata.deletionTimestamp !== undefined && before?.metadata.deletionTimestamp === undefined;
  if (isOwnWrite) return isLeaving;
  if (!before || isLeaving || before.status?.phase !== after.status?.phase) return true;
  if (isPodReady(before) !== isPodReady(after) || isTracked(before) !== isTracked(after)) return true;
  if (before.metadata.labels !== after.metadata.labels || before.metadata.ownerReferences !== after.metadata.ownerReferences) return true;
  return spec.template.spec.restartPolicy === 'OnFailure' && restartsOf(before) !== restartsOf(after);
}
