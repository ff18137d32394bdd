import type { KindMap } from '../../api/object.ts';
import type { ControllerContext } from '../controller.ts';
import { isSame } from '../../api/equality.ts';
import { maxSurge, replicasOf } from './replica-arithmetic.ts';
import { withReplicas } from './revision.ts';

type Deployment = KindMap['Deployment'];
type ReplicaSet = KindMap['ReplicaSet'];

/** A Deployment with its ReplicaSets, as one reconcile works on it. */
export interface Rollout {
  /** as read or last written; its status may hold conditions that are written at the end of the reconcile. */
  deployment: Deployment;
  /** the ReplicaSet with the Deployment's template. */
  newSet: ReplicaSet | undefined;
  /** all others, oldest first. */
  oldSets: ReplicaSet[];
}

export function allSets({ newSet, oldSets }: Rollout): ReplicaSet[] {
  return newSet ? [...oldSets, newSet] : oldSets;
}

/** Those that want pods. */
export function activeSets(sets: readonly ReplicaSet[]): ReplicaSet[] {
  return sets.filter((set) => replicasOf(set) > 0);
}

export function olderFirst(a: ReplicaSet, b: ReplicaSet): number {
  const left = a.metadata.creationTimestamp ?? '';
  const right = b.metadata.creationTimestamp ?? '';
  if (left !== right) return left < right ? -1 : 1;
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}

/** Puts a written ReplicaSet in the place of what was read. */
function replaceSet(rollout: Rollout, written: ReplicaSet): void {
  const { uid } = written.metadata;
  if (rollout.newSet?.metadata.uid === uid) rollout.newSet = written;
  rollout.oldSets = rollout.oldSets.map((set) => (set.metadata.uid === uid ? written : set));
}

/** Gives a ReplicaSet its size and the size it is a part of, and tells of it. Returns whether the size changed. */
export function scaleSet({ client, recorder }: ControllerContext, rollout: Rollout, set: ReplicaSet, replicas: number): boolean {
  const { deployment } = rollout;
  const before = replicasOf(set);
  const annotations = withReplicas(set.metadata.annotations, replicasOf(deployment), replicasOf(deployment) + maxSurge(deployment));
  if (before === replicas && isSame(annotations, set.metadata.annotations)) return false;
  const change = `${before < replicas ? 'up' : 'down'} replica set ${set.metadata.name ?? ''} from ${before} to ${replicas}`;
  const resized = { ...set, metadata: { ...set.metadata, annotations }, spec: { ...set.spec, replicas } };
  replaceSet(rollout, client.update<'ReplicaSet'>(resized, before === replicas ? {} : { note: `scaled ${change}` }));
  if (before === replicas) return false;
  recorder.event(deployment, 'Normal', 'ScalingReplicaSet', `Scaled ${change}`);
  return true;
}
