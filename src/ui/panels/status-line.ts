import type { Json, JsonObject } from '../../engine/json.ts';
import type { NodeView, ObjectDetail, PodView, WorkloadView } from '../../worker/protocol.ts';
import { clockTime } from './clock-time.ts';
import { fieldOf } from './object-field.ts';

/** What the projection knows of the object beside its detail; each `undefined` when it is not of that sort. */
export interface KnownOfObject {
  readonly pod?: PodView | undefined;
  readonly node?: NodeView | undefined;
  readonly workload?: WorkloadView | undefined;
}

/** The state of an object in one line: "Running on node-3 since 10:02:58". */
export function statusLine(detail: ObjectDetail, { pod, node, workload }: KnownOfObject): string {
  const { object, conditions } = detail;
  if (!object) return 'Deleted';
  const deletedAt = askedToGoAt(object);
  if (pod) return podLine(object, pod, conditions, deletedAt);
  if (deletedAt !== null) return `Terminating, asked to go at ${clockTime(deletedAt)}`;
  if (node) {
    const since = conditions.find((condition) => condition.type === 'Ready')?.sinceMs;
    const cordoned = node.unschedulable ? ', takes no new pods' : '';
    return `${node.ready}${since === undefined ? '' : ` since ${clockTime(since)}`}${cordoned}, ${counted(node.podCount, 'pod')}`;
  }
  if (workload) return workloadLine(workload);
  const replicas = fieldOf(object, 'spec', 'replicas');
  if (typeof replicas === 'number') {
    const ready = fieldOf(object, 'status', 'readyReplicas');
    return readyOf(typeof ready === 'number' ? ready : 0, replicas);
  }
  const address = fieldOf(object, 'spec', 'clusterIP');
  if (typeof address === 'string') return `${String(fieldOf(object, 'spec', 'type') ?? 'ClusterIP')} at ${address}`;
  const createdAt = moment(fieldOf(object, 'metadata', 'creationTimestamp'));
  return createdAt === null ? '' : `Exists since ${clockTime(createdAt)}`;
}

function workloadLine({ kind, ready, desired, counts, note }: WorkloadView): string {
  const more = note === '' ? '' : `, ${kind === 'CronJob' && note !== 'suspended' ? `runs at ${note}` : note}`;
  return counts === 'ready' ? `${readyOf(ready, desired)}${more}` : `${ready} of ${kind === 'CronJob' ? counted(desired, 'pod') : desired} done${more}`;
}

function podLine(object: JsonObject, pod: PodView, conditions: ObjectDetail['conditions'], deletedAt: number | null): string {
  const where = pod.node === null ? '' : ` on ${pod.node}`;
  const lostAt = pod.shape === 'unknown' ? conditions.find((condition) => condition.type === 'Ready')?.sinceMs : undefined;
  const since = deletedAt ?? lostAt ?? lastStart(object) ?? conditions.find((condition) => condition.type === 'PodScheduled')?.sinceMs ?? pod.createdAtMs;
  const state = pod.node === null && pod.status === 'Pending' ? 'Waiting for a node' : pod.spokenState;
  return `${state}${where} since ${clockTime(since)}${pod.traits && `, ${pod.traits}`}`;
}

/** When the deletion was asked for: its timestamp says when the grace period will be over. */
function askedToGoAt(object: JsonObject): number | null {
  const overAt = moment(fieldOf(object, 'metadata', 'deletionTimestamp'));
  const graceSeconds = fieldOf(object, 'metadata', 'deletionGracePeriodSeconds');
  return overAt === null ? null : overAt - (typeof graceSeconds === 'number' ? graceSeconds * 1_000 : 0);
}

/** When the newest of a pod's running containers started. */
function lastStart(object: JsonObject): number | null {
  const statuses = fieldOf(object, 'status', 'containerStatuses');
  if (!Array.isArray(statuses)) return null;
  const starts = statuses.flatMap((status: Json) => moment(fieldOf(status, 'state', 'running', 'startedAt')) ?? []);
  return starts.length === 0 ? null : Math.max(...starts);
}

function readyOf(ready: number, desired: number): string {
  return `${ready} of ${counted(desired, 'pod')} ready`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function moment(value: Json | undefined): number | null {
  const atMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}
