import { revisionOf, rolledBackAnnotations } from '../controllers/deployment/revision.ts';
import { isSameTemplate, templateWithoutHash } from '../controllers/deployment/template-hash.ts';
import { inOrder, templateOfRevision } from '../controllers/template-revision.ts';
import { formatTime } from '../time-format.ts';
import type { Client, UpdateOptions } from './api-server.ts';
import { isSame } from './equality.ts';
import { badRequest, invalid, notFound, type ResourceName } from './errors.ts';
import type { KindMap } from './object.ts';
import type { PodTemplate } from './pod-spec/pod-types.ts';
import type { ObjectReference } from './reference.ts';
import { matchesSelector } from './selectors.ts';
import { fieldPath, invalidValue } from './validation/field-error.ts';

type Deployment = KindMap['Deployment'];
type ReplicaSet = KindMap['ReplicaSet'];

/** Workloads whose templates are kept as ControllerRevisions. */
type Revisioned = 'DaemonSet' | 'StatefulSet';
type Scalable = 'Deployment' | 'ReplicaSet' | 'ReplicationController' | 'StatefulSet';

const RESOURCES: Readonly<Record<Scalable | Revisioned, ResourceName>> = {
  DaemonSet: { group: 'apps', plural: 'daemonsets', kind: 'DaemonSet' },
  Deployment: { group: 'apps', plural: 'deployments', kind: 'Deployment' },
  ReplicaSet: { group: 'apps', plural: 'replicasets', kind: 'ReplicaSet' },
  ReplicationController: { group: '', plural: 'replicationcontrollers', kind: 'ReplicationController' },
  StatefulSet: { group: 'apps', plural: 'statefulsets', kind: 'StatefulSet' },
};
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** `kubectl scale`: sets the number of replicas of a Deployment, ReplicaSet, ReplicationController or StatefulSet. */
export function scaleObject(client: Client, target: ObjectReference, replicas: number): void {
  const { kind, namespace, name } = target;
  if (!isScalable(kind)) throw new Error('the server could not find the requested resource');
  const found = workloadNamed(client, kind, namespace, name);
  if (replicas !== (replicas | 0)) {
    throw badRequest(`Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal number ${replicas} into Go struct field ScaleSpec.spec.replicas of type int32`);
  }
  if (replicas < 0) throw invalid(RESOURCES[kind], name, [invalidValue(fieldPath('spec', 'replicas'), replicas, 'must be greater than or equal to 0')]);
  const scaling: UpdateOptions = { note: `scaled to ${replicas}`, verb: 'patch', subresource: 'scale' };
  if (found.kind === 'Deployment') client.update<'Deployment'>({ ...found, spec: { ...found.spec, replicas } }, scaling);
  else if (found.kind === 'ReplicaSet') client.update<'ReplicaSet'>({ ...found, spec: { ...found.spec, replicas } }, scaling);
  else if (found.kind === 'ReplicationController') client.update<'ReplicationController'>({ ...found, spec: { ...found.spec, replicas } }, scaling);
  else client.update<'StatefulSet'>({ ...found, spec: { ...found.spec, replicas } }, scaling);
}

function isScalable(kind: string): kind is Scalable {
  return kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'ReplicationController' || kind === 'StatefulSet';
}

/**
 * `kubectl rollout undo`: takes the template of an earlier revision, of the one before when none is named. Returns the revision. Refuses in
 * kubectl's words (kubectl/pkg/polymorphichelpers/rollback.go).
 */
export function rollbackWorkload(client: Client, { kind, namespace, name }: ObjectReference, toRevision = 0): number {
  if (kind === 'Deployment') return rollbackDeployment(client, namespace, name, toRevision);
  if (kind === 'StatefulSet' || kind === 'DaemonSet') return rollbackRevisioned(client, kind, namespace, name, toRevision);
  throw new Error(`no rollbacker has been implemented for "${kind}"`);
}

function rollbackRevisioned(client: Client, kind: Revisioned, namespace: string, name: string, toRevision: number): number {
  const workload = workloadNamed(client, kind, namespace, name);
  const { uid = '' } = workload.metadata;
  const own = client.select('ControllerRevision', { namespace, controllerUid: uid }).filter(({ metadata }) => matchesSelector(workload.spec.selector, metadata.labels));
  const history = inOrder(own);
  if (toRevision === 0 && history.length <= 1) throw new Error('no last revision to roll back to');
  const target = toRevision === 0 ? history.at(-2) : history.find(({ revision }) => revision === toRevision);
  const template = target && templateOfRevision(target);
  if (!template) throw new Error(`unable to find specified revision ${toRevision} in history`);
  const { revision } = target;
  if (isSame(template, workload.spec.template)) throw new Error(`skipped rollback (current template already matches revision ${revision})`);
  updateTemplate(client, workload, template, `rolled back to revision ${revision}`);
  return revision;
}

/**
 * `kubectl rollout undo` of a Deployment, which takes the annotations of the earlier revision as well: {@link rollbackWorkload}.
 */
export function rollbackDeployment(client: Client, namespace: string, name: string, toRevision = 0): number {
  const deployment = workloadNamed(client, 'Deployment', namespace, name);
  const target = revisionToRestore(client, deployment, toRevision);
  const revision = revisionOf(target) ?? 0;
  if (deployment.spec.paused) throw new Error(`you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/${name}' and try again`);
  const template = templateWithoutHash(target.spec.template);
  if (isSameTemplate(template, deployment.spec.template)) throw new Error(`skipped rollback (current template already matches revision ${revision})`);
  client.update<'Deployment'>(
    { ...deployment, metadata: { ...deployment.metadata, annotations: rolledBackAnnotations(deployment, target) }, spec: { ...deployment.spec, template } },
    { note: `rolled back to revision ${revision}`, verb: 'patch' },
  );
  return revision;
}

function revisionToRestore(client: Client, deployment: Deployment, toRevision: number): ReplicaSet {
  const { namespace = '', name, uid = '' } = deployment.metadata;
  const sets = client.list('ReplicaSet', { namespace, controllerUid: uid }).filter(({ metadata }) => matchesSelector(deployment.spec.selector, metadata.labels));
  if (toRevision !== 0) {
    const found = sets.find((set) => revisionOf(set) === toRevision);
    if (!found) throw new Error(`unable to find specified revision ${toRevision} in history`);
    return found;
  }
  const numbered = sets.filter((set) => revisionOf(set) !== undefined).sort((a, b) => (revisionOf(b) ?? 0) - (revisionOf(a) ?? 0));
  const previous = numbered[1];
  if (!previous) throw new Error(`no rollout history found for deployment "${name}"`);
  return previous;
}

/** `kubectl rollout restart`: marks the template with the time, so that it is rolled out anew. */
export function restartRollout(client: Client, target: ObjectReference, nowMs: number): void {
  const { kind, namespace, name } = target;
  if (kind !== 'Deployment' && kind !== 'StatefulSet' && kind !== 'DaemonSet') throw new Error(`${kind.toLowerCase()}s "${name}" restarting is not supported`);
  const workload = workloadNamed(client, kind, namespace, name);
  if (workload.kind === 'Deployment' && workload.spec.paused) throw new Error("can't restart paused deployment (run rollout resume first)");
  const { template } = workload.spec;
  const restartedAt = formatTime(nowMs);
  if (template.metadata?.annotations?.[RESTARTED_AT] === restartedAt) {
    throw new Error(`failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`);
  }
  const annotations = { ...template.metadata?.annotations, [RESTARTED_AT]: restartedAt };
  const marked = { ...template, metadata: { ...template.metadata, annotations } };
  updateTemplate(client, workload, marked, 'restarted');
}

function updateTemplate(client: Client, workload: Deployment | KindMap[Revisioned], template: PodTemplate, note: string): void {
  client.update({ ...workload, spec: { ...workload.spec, template } } as typeof workload, { note, verb: 'patch' });
}

function workloadNamed<K extends Scalable | Revisioned>(client: Client, kind: K, namespace: string, name: string): KindMap[K] {
  const found = client.get(kind, namespace, name);
  if (!found) throw notFound(RESOURCES[kind], name);
  return found;
}
