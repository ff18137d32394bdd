import { revisionOf, rolledBackAnnotations } from '../controllers/deployment/revision.ts';
import { isSameTemplate, templateWithoutHash } from '../controllers/deployment/template-hash.ts';
import { formatTime } from '../time-format.ts';
import type { Client } from './api-server.ts';
import { badRequest, invalid, notFound, type ResourceName } from './errors.ts';
import type { KindMap } from './object.ts';
import type { ObjectReference } from './reference.ts';
import { matchesSelector } from './selectors.ts';
import { fieldPath, invalidValue } from './validation/field-error.ts';

type Deployment = KindMap['Deployment'];
type ReplicaSet = KindMap['ReplicaSet'];

const SCALABLE: Readonly<Record<'Deployment' | 'ReplicaSet', ResourceName>> = {
  Deployment: { group: 'apps', plural: 'deployments', kind: 'Deployment' },
  ReplicaSet: { group: 'apps', plural: 'replicasets', kind: 'ReplicaSet' },
};
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** `kubectl scale`: sets the number of replicas of a Deployment or ReplicaSet. */
export function scaleObject(client: Client, target: ObjectReference, replicas: number): void {
  const { kind, namespace, name } = target;
  if (kind !== 'Deployment' && kind !== 'ReplicaSet') throw new Error('the server could not find the requested resource');
  const found = client.get(kind, namespace, name);
  if (!found) throw notFound(SCALABLE[kind], name);
  if (replicas !== (replicas | 0)) {
    throw badRequest(`Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal number ${replicas} into Go struct field ScaleSpec.spec.replicas of type int32`);
  }
  if (replicas < 0) throw invalid(SCALABLE[kind], name, [invalidValue(fieldPath('spec', 'replicas'), replicas, 'must be greater than or equal to 0')]);
  const note = `scaled to ${replicas}`;
  if (found.kind === 'Deployment') client.update<'Deployment'>({ ...found, spec: { ...found.spec, replicas } }, { note });
  else client.update<'ReplicaSet'>({ ...found, spec: { ...found.spec, replicas } }, { note });
}

/**
 * `kubectl rollout undo`: takes the template and annotations of an earlier revision, of the one before when none is named. Returns the
 * revision. Refuses in kubectl's words (kubectl/pkg/polymorphichelpers/rollback.go).
 */
export function rollbackDeployment(client: Client, namespace: string, name: string, toRevision = 0): number {
  const deployment = deploymentNamed(client, namespace, name);
  const target = revisionToRestore(client, deployment, toRevision);
  const revision = revisionOf(target) ?? 0;
  if (deployment.spec.paused) throw new Error(`you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/${name}' and try again`);
  const template = templateWithoutHash(target.spec.template);
  if (isSameTemplate(template, deployment.spec.template)) throw new Error(`skipped rollback (current template already matches revision ${revision})`);
  client.update<'Deployment'>(
    { ...deployment, metadata: { ...deployment.metadata, annotations: rolledBackAnnotations(deployment, target) }, spec: { ...deployment.spec, template } },
    { note: `rolled back to revision ${revision}` },
  );
  return revision;
}

function revisionToRestore(client: Client, deployment: Deployment, toRevision: number): ReplicaSet {
  const { name, uid = '' } = deployment.metadata;
  const sets = client.list('ReplicaSet', { controllerUid: uid }).filter(({ metadata }) => matchesSelector(deployment.spec.selector, metadata.labels));
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
  if (kind !== 'Deployment') throw new Error(`${kind.toLowerCase()}s "${name}" restarting is not supported`);
  const deployment = deploymentNamed(client, namespace, name);
  if (deployment.spec.paused) throw new Error("can't restart paused deployment (run rollout resume first)");
  const { template } = deployment.spec;
  const restartedAt = formatTime(nowMs);
  if (template.metadata?.annotations?.[RESTARTED_AT] === restartedAt) {
    throw new Error(`failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`);
  }
  const annotations = { ...template.metadata?.annotations, [RESTARTED_AT]: restartedAt };
  const marked = { ...template, metadata: { ...template.metadata, annotations } };
  client.update<'Deployment'>({ ...deployment, spec: { ...deployment.spec, template: marked } }, { note: 'restarted' });
}

function deploymentNamed(client: Client, namespace: string, name: string): Deployment {
  const deployment = client.get('Deployment', namespace, name);
  if (!deployment) throw notFound(SCALABLE.Deployment, name);
  return deployment;
}
