import type { KindMap, KubeObject } from '../../engine/api/object.ts';
import type { Change } from '../../engine/api/store.ts';
import type { ObjectReference } from '../../engine/api/reference.ts';
import { replicasOf } from './pod-creation.ts';
import { oneLine } from './pod-shape.ts';

/** What a write did to what makes pods, or to a rule over them. */
export type WorkloadFact =
  | { readonly what: 'scaled'; readonly from: number; readonly to: number; readonly owner: ObjectReference | null }
  | { readonly what: 'suspended' | 'resumed' }
  /** pods that a Job counts at once, and how many have succeeded so far of those it wants. */
  | { readonly what: 'job-counted'; readonly succeeded: number; readonly failed: number; readonly done: number; readonly wanted: number | null }
  | { readonly what: 'job-over'; readonly complete: boolean; readonly message: string }
  /** it was not given the pods that it asked for. */
  | { readonly what: 'refused'; readonly message: string }
  | { readonly what: 'budget-moved'; readonly allowed: number; readonly healthy: number; readonly needed: number };

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController']);
const SUSPENDED: ReadonlySet<string> = new Set(['Job', 'CronJob']);

/** What a change of the spec did beyond "changed"; `null` when that says it all. */
export function specFact(kind: string, object: KubeObject, previous: KubeObject, owner: ObjectReference | null): WorkloadFact | null {
  if (SCALED.has(kind)) {
    const from = replicasOf(previous);
    const to = replicasOf(object);
    if (from !== to) return { what: 'scaled', from, to, owner };
  }
  if (SUSPENDED.has(kind)) {
    const was = isSuspended(previous);
    const is = isSuspended(object);
    if (was !== is) return { what: is ? 'suspended' : 'resumed' };
  }
  return null;
}

function isSuspended(object: KubeObject): boolean {
  return (object as KindMap['Job']).spec.suspend === true;
}

/** What a change of the status tells that a person would want to know. */
export function statusFact({ kind, object, previous }: Change): WorkloadFact | null {
  if (!previous || (object as KubeObject).status === (previous as KubeObject).status) return null;
  switch (kind) {
    case 'Job': return jobFact(object as KindMap['Job'], previous as KindMap['Job']);
    case 'ReplicaSet':
    case 'ReplicationController': return refusal(object as KindMap['ReplicaSet'], previous as KindMap['ReplicaSet']);
    case 'PodDisruptionBudget': return budgetFact(object as KindMap['PodDisruptionBudget'], previous as KindMap['PodDisruptionBudget']);
    default: return null;
  }
}

function jobFact({ spec, status }: KindMap['Job'], { status: before }: KindMap['Job']): WorkloadFact | null {
  for (const type of ['Complete', 'Failed'] as const) {
    const now = conditionOf(status, type);
    if (now && !conditionOf(before, type)) return { what: 'job-over', complete: type === 'Complete', message: type === 'Complete' ? '' : oneLine(now.message ?? '') };
  }
  const done = status?.succeeded ?? 0;
  const succeeded = done - (before?.succeeded ?? 0);
  const failed = (status?.failed ?? 0) - (before?.failed ?? 0);
  return succeeded > 0 || failed > 0 ? { what: 'job-counted', succeeded: Math.max(0, succeeded), failed: Math.max(0, failed), done, wanted: spec.completions ?? null } : null;
}

function refusal({ status }: KindMap['ReplicaSet'], { status: before }: KindMap['ReplicaSet']): WorkloadFact | null {
  const now = conditionOf(status, 'ReplicaFailure');
  return now && now.message !== conditionOf(before, 'ReplicaFailure')?.message ? { what: 'refused', message: oneLine(now.message ?? '') } : null;
}

function budgetFact({ status }: KindMap['PodDisruptionBudget'], { status: before }: KindMap['PodDisruptionBudget']): WorkloadFact | null {
  if (!status || status.disruptionsAllowed === before?.disruptionsAllowed) return null;
  return { what: 'budget-moved', allowed: status.disruptionsAllowed ?? 0, healthy: status.currentHealthy ?? 0, needed: status.desiredHealthy ?? 0 };
}

interface Conditioned {
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[] | undefined;
}

function conditionOf(status: Conditioned | undefined, type: string): { readonly message?: string } | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}
