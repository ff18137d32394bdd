import { isSame } from '../../api/equality.ts';
import { isStatus, StatusError } from '../../api/errors.ts';
import { controllerOf, type KindMap } from '../../api/object.ts';
import { matchesSelector } from '../../api/selectors.ts';
import type { ControllerContext } from '../controller.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { adoptedBy, controllerReference, releasedBy } from '../controller-reference.ts';
import { condition, conditionOf, withCondition } from './conditions.ts';
import { maxSurge, newSetReplicas, replicasOf } from './replica-arithmetic.ts';
import { highestRevision, newReplicaSetAnnotations, revisionOf, withReplicas, withRevision } from './revision.ts';
import { olderFirst, type Rollout } from './rollout.ts';
import { hasProgressDeadline, NO_LIMIT } from './status.ts';
import { isSameTemplate, TEMPLATE_HASH_LABEL, templateHash } from './template-hash.ts';

type Deployment = KindMap['Deployment'];
type ReplicaSet = KindMap['ReplicaSet'];

/** The Deployment's ReplicaSets: takes over what matches and has no owner, lets go of what matches no longer (getReplicaSetsForDeployment). */
export function claimReplicaSets({ client }: ControllerContext, deployment: Deployment): ReplicaSet[] {
  const { namespace = '', name = '', uid = '', deletionTimestamp } = deployment.metadata;
  const { selector } = deployment.spec;
  const claimed: ReplicaSet[] = [];
  for (const set of client.list('ReplicaSet', { controllerUid: uid })) {
    if (matchesSelector(selector, set.metadata.labels)) claimed.push(set);
    else if (deletionTimestamp === undefined) client.update({ ...set, metadata: releasedBy(set.metadata, deployment) }, { note: `released by Deployment ${name}` });
  }
  if (deletionTimestamp !== undefined) return claimed.sort(olderFirst);
  for (const set of client.list('ReplicaSet', { namespace, ...(selector.matchLabels ? { labels: selector.matchLabels } : {}) })) {
    if (controllerOf(set) || set.metadata.deletionTimestamp !== undefined || !matchesSelector(selector, set.metadata.labels)) continue;
    claimed.push(client.update<'ReplicaSet'>({ ...set, metadata: adoptedBy(set.metadata, deployment) }, { note: `adopted by Deployment ${name}` }));
  }
  return claimed.sort(olderFirst);
}

/** Which of the sets, oldest first, has the Deployment's template, and which are of the past (FindNewReplicaSet, FindOldReplicaSets). */
export function createRollout(deployment: Deployment, sets: readonly ReplicaSet[]): Rollout {
  const newSet = sets.find((set) => isSameTemplate(set.spec.template, deployment.spec.template));
  return { deployment, newSet, oldSets: sets.filter((set) => set !== newSet) };
}

/** Brings the revision and annotations of the new ReplicaSet and the revision of the Deployment up to date (getNewReplicaSet). */
export function syncRevision(context: ControllerContext, rollout: Rollout): void {
  const { newSet, deployment } = rollout;
  if (!newSet) return;
  const annotations = newReplicaSetAnnotations(deployment, newSet.metadata.annotations, highestRevision(rollout.oldSets) + 1);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  if (!isSame(annotations, newSet.metadata.annotations ?? {}) || (newSet.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    rollout.newSet = context.client.update<'ReplicaSet'>({ ...newSet, metadata: { ...newSet.metadata, annotations }, spec: { ...newSet.spec, minReadySeconds } });
  }
  noteRevision(context, rollout, rollout.newSet ?? newSet);
  if (hasProgressDeadline(deployment) && !conditionOf(deployment.status, 'Progressing')) {
    noteProgress(context, rollout, 'True', 'FoundNewReplicaSet', `Found new replica set "${newSet.metadata.name}"`);
  }
}

/** Makes the new ReplicaSet, as large as the others leave room for. Afterwards the rollout has one. */
export function createNewReplicaSet(context: ControllerContext, rollout: Rollout): ReplicaSet {
  const { deployment, oldSets } = rollout;
  const { namespace = '', name = '' } = deployment.metadata;
  const { template, selector, minReadySeconds = 0 } = deployment.spec;
  const hash = templateHash(template, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash };
  const replicas = newSetReplicas(deployment, oldSets, 0);
  const annotations = newReplicaSetAnnotations(deployment, undefined, highestRevision(oldSets) + 1);
  const wanted: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`, namespace, labels, ownerReferences: [controllerReference(deployment)],
      annotations: withReplicas(annotations, replicasOf(deployment), replicasOf(deployment) + maxSurge(deployment)),
    },
    spec: {
      replicas,
      ...(minReadySeconds > 0 ? { minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
  const created = createOrFind(context, rollout, wanted);
  rollout.newSet = created.set;
  if (created.isNew && replicas > 0) context.recorder.event(deployment, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${created.set.metadata.name} from 0 to ${replicas}`);
  noteRevision(context, rollout, created.set);
  if (created.isNew && hasProgressDeadline(deployment)) noteProgress(context, rollout, 'True', 'NewReplicaSetCreated', `Created new replica set "${created.set.metadata.name}"`);
  return created.set;
}

function createOrFind(context: ControllerContext, rollout: Rollout, wanted: ReplicaSet): { readonly set: ReplicaSet; readonly isNew: boolean } {
  const { client, recorder } = context;
  const { deployment } = rollout;
  const { namespace = '', name = '' } = wanted.metadata;
  try {
    return { set: client.create<'ReplicaSet'>(wanted), isNew: true };
  } catch (error) {
    if (!(error instanceof StatusError) || isNamespaceTerminating(error)) throw error;
    const message = `Failed to create new replica set "${name}": ${error.message}`;
    if (isStatus(error, 'AlreadyExists')) {
      const found = client.get('ReplicaSet', namespace, name);
      if (found && controllerOf(found)?.uid === deployment.metadata.uid && isSameTemplate(found.spec.template, deployment.spec.template)) return { set: found, isNew: false };
      // Another template came to the same hash: the next try hashes with a higher count.
      client.updateStatus({ ...deployment, status: { ...deployment.status, collisionCount: (deployment.status?.collisionCount ?? 0) + 1 } });
      throw error;
    }
    if (hasProgressDeadline(deployment)) {
      noteProgress(context, rollout, 'False', 'ReplicaSetCreateError', message);
      client.updateStatus(rollout.deployment);
    }
    recorder.event(deployment, 'Warning', 'ReplicaSetCreateError', message);
    throw error;
  }
}

function noteRevision({ client }: ControllerContext, rollout: Rollout, newSet: ReplicaSet): void {
  const { deployment } = rollout;
  const annotations = withRevision(deployment, String(revisionOf(newSet) ?? 0));
  if (isSame(annotations, deployment.metadata.annotations)) return;
  rollout.deployment = client.updateStatus<'Deployment'>({ ...deployment, metadata: { ...deployment.metadata, annotations } });
}

function noteProgress({ now }: ControllerContext, rollout: Rollout, status: 'True' | 'False', reason: string, message: string): void {
  const { deployment } = rollout;
  rollout.deployment = { ...deployment, status: withCondition(deployment.status ?? {}, condition('Progressing', status, reason, message, now())) };
}

/** Removes the oldest ReplicaSets beyond the history limit that have come to rest (pkg/controller/deployment/sync.go cleanupDeployment). */
export function cleanUpHistory({ client }: ControllerContext, { deployment, oldSets }: Rollout): void {
  const limit = deployment.spec.revisionHistoryLimit ?? NO_LIMIT;
  const present = oldSets.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const excess = present.length - limit;
  if (limit === NO_LIMIT || excess <= 0) return;
  for (const set of present.sort(lowerRevisionFirst).slice(0, excess)) {
    const { namespace = '', name = '', uid = '', generation = 0 } = set.metadata;
    if ((set.status?.replicas ?? 0) !== 0 || replicasOf(set) !== 0 || generation > (set.status?.observedGeneration ?? 0)) continue;
    client.delete('ReplicaSet', namespace, name, { uid, note: 'beyond revisionHistoryLimit' });
  }
}

function lowerRevisionFirst(a: ReplicaSet, b: ReplicaSet): number {
  return (revisionOf(a) ?? 0) - (revisionOf(b) ?? 0) || olderFirst(a, b);
}
