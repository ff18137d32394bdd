import type { Action } from '../../engine/actions.ts';
import type { ObjectReference } from '../../engine/api/reference.ts';
import type { Json, JsonObject } from '../../engine/json.ts';
import { fieldOf } from './object-field.ts';

/** Something that can be done to an object besides breaking it, as kubectl does it. */
export interface ObjectDeed {
  readonly title: string;
  readonly detail: string;
  readonly danger: boolean;
  /** `null` while it cannot be done, for the reason that `detail` gives. */
  readonly action: Action | null;
}

const SCALABLE: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController']);
const REVISIONED: Readonly<Record<string, string>> = { Deployment: 'ReplicaSet', StatefulSet: 'ControllerRevision', DaemonSet: 'ControllerRevision' };
/** Kinds whose deletion is offered elsewhere, or that come again at once. */
const KEPT: ReadonlySet<string> = new Set(['Pod', 'Node', 'ControlPlane', 'Event', 'Lease']);

/** What can be done to an object as it is now. */
export function deedsOn(reference: ObjectReference, object: JsonObject, dependents: readonly ObjectReference[]): readonly ObjectDeed[] {
  return [...rolloutDeeds(reference, dependents), ...scaleDeeds(reference, object), ...jobDeeds(reference, object), ...deletions(reference, dependents)];
}

function rolloutDeeds(target: ObjectReference, dependents: readonly ObjectReference[]): readonly ObjectDeed[] {
  const revision = REVISIONED[target.kind];
  if (revision === undefined) return [];
  const canGoBack = dependents.filter(({ kind }) => kind === revision).length > 1;
  return [
    {
      title: 'Roll back', danger: false, action: canGoBack ? { type: 'rollback', target } : null,
      detail: canGoBack ? 'Goes back to the pods of the revision before, in a rollout like any other.' : 'There is no revision before this one.',
    },
    { title: 'Restart the rollout', danger: false, action: { type: 'restart-rollout', target }, detail: RESTARTS[target.kind] ?? '' },
  ];
}

const RESTARTS: Readonly<Record<string, string>> = {
  Deployment: 'Replaces every pod by a new one of the same kind, a few at a time.',
  StatefulSet: 'Replaces every pod by a new one of the same name, the highest number first.',
  DaemonSet: 'Replaces the pod on every node, one node after the other.',
};

function scaleDeeds(target: ObjectReference, object: JsonObject): readonly ObjectDeed[] {
  if (!SCALABLE.has(target.kind)) return [];
  const replicas = Number(fieldOf(object, 'spec', 'replicas') ?? 1);
  const isOrdered = target.kind === 'StatefulSet';
  return [
    { title: `Scale up to ${replicas + 1}`, danger: false, action: { type: 'scale', target, replicas: replicas + 1 }, detail: isOrdered ? `Makes number ${replicas}, once those before it are ready.` : 'Makes one pod more.' },
    {
      title: replicas > 0 ? `Scale down to ${replicas - 1}` : 'Scale down', danger: false, action: replicas > 0 ? { type: 'scale', target, replicas: replicas - 1 } : null,
      detail: replicas === 0 ? 'There are no pods left to remove.' : isOrdered ? `Removes number ${replicas - 1}, the highest.` : 'Removes one pod.',
    },
  ];
}

function jobDeeds(target: ObjectReference, object: JsonObject): readonly ObjectDeed[] {
  if (target.kind !== 'Job' && target.kind !== 'CronJob') return [];
  const suspended = fieldOf(object, 'spec', 'suspend') === true;
  const isCron = target.kind === 'CronJob';
  const action: Action | null = !isCron && isOver(object) ? null : { type: 'update', object: withSuspend(object, !suspended) };
  const toggle: ObjectDeed = suspended
    ? { title: 'Resume', danger: false, action, detail: isCron ? 'Runs again from the next time on.' : 'Makes pods again for what is left.' }
    : { title: 'Suspend', danger: false, action, detail: action === null ? 'The Job is over.' : isCron ? 'Starts no more Jobs; those that run go on.' : 'Removes its pods; what succeeded stays counted.' };
  return isCron ? [{ title: 'Run it now', danger: false, action: { type: 'create', object: jobOf(target, object) }, detail: 'Makes a Job from its template, besides the schedule.' }, toggle] : [toggle];
}

function isOver(object: JsonObject): boolean {
  const conditions = fieldOf(object, 'status', 'conditions');
  return Array.isArray(conditions) && conditions.some((condition: Json) => fieldOf(condition, 'status') === 'True' && ['Complete', 'Failed'].includes(String(fieldOf(condition, 'type'))));
}

function withSuspend(object: JsonObject, suspend: boolean): JsonObject {
  const { resourceVersion: _version, ...metadata } = part(object, 'metadata');
  return { ...object, metadata, spec: { ...part(object, 'spec'), suspend } };
}

/** As `kubectl create job --from` makes it (kubectl/pkg/cmd/create/create_job.go). */
function jobOf({ namespace, name }: ObjectReference, cronJob: JsonObject): JsonObject {
  const template = part(part(cronJob, 'spec'), 'jobTemplate');
  const { labels, annotations } = part(template, 'metadata');
  return {
    apiVersion: 'batch/v1', kind: 'Job',
    metadata: {
      generateName: `${name}-manual-`, namespace, ...(labels === undefined ? {} : { labels }),
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...(annotations as JsonObject | undefined) },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid: fieldOf(cronJob, 'metadata', 'uid') ?? '', controller: true }],
    },
    spec: part(template, 'spec'),
  };
}

function deletions(target: ObjectReference, dependents: readonly ObjectReference[]): readonly ObjectDeed[] {
  if (KEPT.has(target.kind)) return [];
  if (target.kind === 'Namespace') return [{ title: 'Delete', danger: true, action: { type: 'delete', target }, detail: 'Everything in it goes with it.' }];
  if (dependents.length === 0) return [{ title: 'Delete', danger: true, action: { type: 'delete', target }, detail: 'Nothing else goes with it.' }];
  return [
    { title: 'Delete (Background)', danger: true, action: { type: 'delete', target, propagationPolicy: 'Background' }, detail: 'It goes at once, and what it owns after it.' },
    { title: 'Delete (Foreground)', danger: true, action: { type: 'delete', target, propagationPolicy: 'Foreground' }, detail: 'What it owns goes first, and it waits for that.' },
    { title: 'Delete (Orphan)', danger: true, action: { type: 'delete', target, propagationPolicy: 'Orphan' }, detail: 'It goes alone; what it owned stays and belongs to nobody.' },
  ];
}

function part(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
