import type { KindMap } from '../../api/object.ts';
import { maxReplicas } from './revision.ts';

type Deployment = KindMap['Deployment'];
type ReplicaSet = KindMap['ReplicaSet'];

const DEFAULT_SHARE = '25%';

export function isRecreate({ spec }: Deployment): boolean {
  return spec.strategy?.type === 'Recreate';
}

export function replicasOf({ spec }: Deployment | ReplicaSet): number {
  return spec.replicas ?? 1;
}

/** Pods that a rolling update may have above the wanted number (pkg/controller/deployment/util MaxSurge). */
export function maxSurge(deployment: Deployment): number {
  return isRecreate(deployment) ? 0 : fenceposts(deployment).surge;
}

/** Pods of the wanted number that a rolling update may do without. */
export function maxUnavailable(deployment: Deployment): number {
  if (isRecreate(deployment) || replicasOf(deployment) === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, replicasOf(deployment));
}

/** Surge is rounded up and unavailability down; if both come to nothing one pod may be unavailable, or nothing would ever move. */
function fenceposts(deployment: Deployment): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge: surgeShare = DEFAULT_SHARE, maxUnavailable: unavailableShare = DEFAULT_SHARE } = deployment.spec.strategy?.rollingUpdate ?? {};
  const surge = Math.ceil(scaled(surgeShare, replicasOf(deployment)));
  const unavailable = Math.floor(scaled(unavailableShare, replicasOf(deployment)));
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function scaled(share: number | string, total: number): number {
  return typeof share === 'number' ? share : (Number.parseInt(share, 10) * total) / 100;
}

export function wantedBy(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + replicasOf(set), 0);
}

/** A field of the status of ReplicaSets, added up. */
export function sumOf(sets: readonly ReplicaSet[], field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number {
  return sets.reduce((sum, { status }) => sum + (status?.[field] ?? 0), 0);
}

/** How large the new ReplicaSet may be now (pkg/controller/deployment/util NewRSNewReplicas). */
export function newSetReplicas(deployment: Deployment, sets: readonly ReplicaSet[], current: number): number {
  const wanted = replicasOf(deployment);
  if (isRecreate(deployment)) return wanted;
  const room = wanted + maxSurge(deployment) - wantedBy(sets);
  return room <= 0 ? current : current + Math.min(room, wanted - current);
}

/**
 * The share of a change of size that falls to one ReplicaSet in the middle of a rollout: in proportion to its size, and never more than is
 * left of the change (pkg/controller/deployment/util GetReplicaSetProportion). Negative when scaling down.
 */
export function proportionOf(set: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  if (replicasOf(set) === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(set, deployment);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function fractionOf(set: ReplicaSet, deployment: Deployment): number {
  if (replicasOf(deployment) === 0) return -replicasOf(set);
  const most = replicasOf(deployment) + maxSurge(deployment);
  const mostBefore = maxReplicas(set) || (deployment.status?.replicas ?? 0);
  if (mostBefore === 0) return 0;
  return Math.round((replicasOf(set) * most) / mostBefore) - replicasOf(set);
}
