import type { KindMap, KubeObject } from '../../engine/api/object.ts';
import { referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { PodView, WorkloadView } from '../protocol.ts';
import { ownersOf, referenceTo, type ClusterMirror } from './cluster-mirror.ts';

/** The workloads: what makes pods and stands alone, and whatever else is at the top of a pod's owners, or the pod itself. */
export interface Workloads {
  /** The workload of an object: its topmost owner, or itself. */
  of(object: KubeObject): { readonly key: string; readonly name: string };
  /** Counts pods by workload; returns the workloads whose counts changed. */
  replace(before: PodView | undefined, after: PodView | undefined): readonly string[];
  /** `null` when neither the object nor a pod of it is there. */
  view(key: string): WorkloadView | null;
  /** A workload that was there once, before anybody listened: its hue is taken. */
  remember(reference: ObjectReference): void;
  /** An object no longer has the owners it had. */
  forget(uid: string): void;
}

interface PodCount {
  readonly pods: number;
  readonly ready: number;
  /** those that came to their end as they should. */
  readonly done: number;
}

const HUES = 8;
/** Hues of workloads that are gone, kept so that a workload that comes again looks as it did. */
const KEPT_HUES = 1_000;
const NO_PODS: PodCount = { pods: 0, ready: 0, done: 0 };

export function createWorkloads(mirror: ClusterMirror): Workloads {
  const tops = new Map<string, { readonly key: string; readonly name: string; readonly reference: ObjectReference }>();
  const references = new Map<string, ObjectReference>();
  const counts = new Map<string, PodCount>();
  const hues = new Map<string, number>();
  let nextHue = 0;

  function hueOf(key: string): number {
    const known = hues.get(key);
    if (known !== undefined) return known;
    if (hues.size >= KEPT_HUES) forgetHues();
    const hue = nextHue++ % HUES;
    hues.set(key, hue);
    return hue;
  }
  function forgetHues(): void {
    for (const key of hues.keys()) {
      if (hues.size <= KEPT_HUES / 2) return;
      if (!references.has(key)) hues.delete(key);
    }
  }
  function add({ workload: key, shape }: PodView, sign: 1 | -1): void {
    const before = counts.get(key) ?? NO_PODS;
    const after = { pods: before.pods + sign, ready: before.ready + (shape === 'ready' ? sign : 0), done: before.done + (shape === 'completed' ? sign : 0) };
    if (after.pods === 0) counts.delete(key);
    else counts.set(key, after);
  }
  function of(object: KubeObject): { readonly key: string; readonly name: string } {
    const uid = object.metadata.uid ?? '';
    const known = tops.get(uid);
    if (known) return known;
    const reference = topOf(mirror, object);
    const top = { key: referenceKey(reference), name: reference.name, reference };
    tops.set(uid, top);
    references.set(top.key, reference);
    hueOf(top.key);
    return top;
  }

  return {
    of,
    remember: (reference) => void hueOf(referenceKey(reference)),
    forget: (uid) => void tops.delete(uid),
    replace(before, after) {
      if (before?.workload === after?.workload && before?.shape === after?.shape) return [];
      if (before) add(before, -1);
      if (after) add(after, 1);
      return [...new Set([before?.workload, after?.workload])].filter((key) => key !== undefined);
    },
    view(key) {
      const reference = references.get(key);
      const object = reference && mirror.find({ kind: reference.kind, namespace: reference.namespace, name: reference.name });
      const count = counts.get(key);
      // A custom object without pods is no workload, as far as anybody knows.
      if (!reference || (!count && (!object || reference.kind.includes('.')))) {
        references.delete(key);
        return null;
      }
      const { kind, namespace, name } = reference;
      return { key, kind, namespace, name, hue: hueOf(key), ...replicasOf(object, count ?? NO_PODS) };
    },
  };
}

function topOf(mirror: ClusterMirror, object: KubeObject): ObjectReference {
  const owner = ownersOf(mirror, object).at(-1);
  // A static pod belongs to its node, which is no workload.
  if (!owner || owner.kind === 'Node') return referenceTo(object);
  // A ReplicaSet that is gone before its last pods cannot say whose it was, but its name can: the Deployment's, and the template's hash.
  const hash = object.metadata.labels?.['pod-template-hash'];
  if (owner.kind !== 'ReplicaSet' || hash === undefined || !owner.name.endsWith(`-${hash}`) || mirror.find(owner)) return owner;
  return { kind: 'Deployment', namespace: owner.namespace, name: owner.name.slice(0, -hash.length - 1) };
}

type Replicas = Pick<WorkloadView, 'desired' | 'ready' | 'updated' | 'available' | 'counts' | 'note'>;

/** What makes pods says how it is; for what the cluster does not know of, and for custom objects, pods are counted. */
function replicasOf(object: KubeObject | undefined, count: PodCount): Replicas {
  const counted: Replicas = { desired: count.pods, ready: count.ready, updated: count.pods, available: count.ready, counts: 'ready', note: '' };
  switch (object?.apiVersion.includes('.') ? undefined : object?.kind) {
    case 'Deployment':
    case 'StatefulSet': {
      const { spec, status } = object as KindMap['Deployment'];
      return { desired: spec.replicas ?? 1, ready: status?.readyReplicas ?? 0, updated: status?.updatedReplicas ?? 0, available: status?.availableReplicas ?? 0, counts: 'ready', note: '' };
    }
    case 'ReplicaSet':
    case 'ReplicationController': {
      const { spec, status } = object as KindMap['ReplicaSet'];
      return { desired: spec?.replicas ?? 1, ready: status?.readyReplicas ?? 0, updated: status?.replicas ?? 0, available: status?.availableReplicas ?? 0, counts: 'ready', note: '' };
    }
    case 'DaemonSet': {
      const { status } = object as KindMap['DaemonSet'];
      return { desired: status?.desiredNumberScheduled ?? 0, ready: status?.numberReady ?? 0, updated: status?.updatedNumberScheduled ?? 0, available: status?.numberAvailable ?? 0, counts: 'ready', note: '' };
    }
    case 'Job': {
      const { spec, status } = object as KindMap['Job'];
      const done = status?.succeeded ?? 0;
      const note = spec.suspend ? 'suspended' : status?.completedIndexes ? `indexes ${status.completedIndexes}` : '';
      return { desired: spec.completions ?? spec.parallelism ?? 1, ready: done, updated: done + (status?.active ?? 0), available: done, counts: 'done', note };
    }
    case 'CronJob': {
      const { spec } = object as KindMap['CronJob'];
      return { ...counted, ready: count.done, available: count.done, counts: 'done', note: spec.suspend ? 'suspended' : spec.schedule };
    }
    default:
      return counted;
  }
}
