import type { Client } from '../../api/api-server.ts';
import { isSame } from '../../api/equality.ts';
import { isStatus } from '../../api/errors.ts';
import type { KindMap } from '../../api/object.ts';
import { controllerReference } from '../controller-reference.ts';
import { templateHash } from '../deployment/template-hash.ts';
import { nextRevisionNumber, revisionName, templatePatch, type ControllerHistory, type ControllerRevision } from '../history.ts';
import { HASH_LABEL } from './daemon-pod.ts';

type DaemonSet = KindMap['DaemonSet'];

export interface Revisions {
  /** of the present template. */
  readonly hash: string;
  /** those of earlier templates, oldest first. */
  readonly old: readonly ControllerRevision[];
  /** names that were taken when revisions were made; `undefined` when none ever was. */
  readonly collisionCount: number | undefined;
}

/**
 * Finds or makes the revision of the present template. An older revision with the same template becomes the newest by its number, which is what
 * a rollback does; of several only the newest is kept (pkg/controller/daemon/update.go constructHistory).
 */
export function revisionsOf(client: Client, history: ControllerHistory, daemonSet: DaemonSet): Revisions {
  history.adoptOrphans(daemonSet);
  const data = templatePatch(daemonSet.spec.template);
  const old: ControllerRevision[] = [];
  const same: ControllerRevision[] = [];
  for (const revision of history.list(daemonSet)) (isSame(revision.data, data) ? same : old).push(revision);
  const number = nextRevisionNumber(old);
  const kept = same.pop();
  if (!kept) {
    const { revision, collisionCount } = snapshot(client, daemonSet, number);
    return { hash: hashOf(revision), old, collisionCount };
  }
  for (const duplicate of same) merge(client, daemonSet, duplicate, kept);
  const current = kept.revision < number ? history.renumber(kept, number) : kept;
  return { hash: hashOf(current), old, collisionCount: daemonSet.status?.collisionCount };
}

function hashOf({ metadata }: ControllerRevision): string {
  return metadata.labels?.[HASH_LABEL] ?? metadata.name ?? '';
}

/** A name that another template has taken is made anew with a higher collision count. */
function snapshot(client: Client, daemonSet: DaemonSet, revision: number): { readonly revision: ControllerRevision; readonly collisionCount: number | undefined } {
  const { name = '', namespace = '', annotations } = daemonSet.metadata;
  const { template } = daemonSet.spec;
  const data = templatePatch(template);
  for (let collisionCount = daemonSet.status?.collisionCount; ; collisionCount = (collisionCount ?? 0) + 1) {
    const hash = templateHash(template, collisionCount);
    const metadata = {
      name: revisionName(name, hash),
      namespace,
      labels: { ...template.metadata?.labels, [HASH_LABEL]: hash },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(daemonSet)],
    };
    try {
      return { revision: client.create<'ControllerRevision'>({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, data, revision }), collisionCount };
    } catch (error) {
      if (!isStatus(error, 'AlreadyExists')) throw error;
    }
    const found = client.get('ControllerRevision', namespace, metadata.name);
    if (found && isSame(found.data, data)) return { revision: found, collisionCount };
  }
}

/** Two revisions came to have the same template: the pods of one become those of the other (dedupCurHistories). */
function merge(client: Client, { metadata: { uid = '', name = '' } }: DaemonSet, duplicate: ControllerRevision, kept: ControllerRevision): void {
  for (const pod of client.list('Pod', { controllerUid: uid })) {
    if (pod.metadata.labels?.[HASH_LABEL] !== hashOf(duplicate)) continue;
    const labels = { ...pod.metadata.labels, [HASH_LABEL]: hashOf(kept) };
    client.update<'Pod'>({ ...pod, metadata: { ...pod.metadata, labels } }, { note: `of the same template as other pods of DaemonSet ${name}` });
  }
  client.delete('ControllerRevision', duplicate.metadata.namespace ?? '', duplicate.metadata.name ?? '', { note: `same template as ${kept.metadata.name ?? ''}` });
}

/** Deletes the oldest revisions beyond the limit, but none that pods are of; those count all the same (cleanupHistory). */
export function trimHistory(history: ControllerHistory, old: readonly ControllerRevision[], limit: number, hasPodsOf: (hash: string) => boolean): void {
  if (old.length <= limit) return;
  const live = new Set(old.filter((revision) => hasPodsOf(hashOf(revision))).map(({ metadata }) => metadata.name ?? ''));
  history.trim(old, live, Math.max(0, limit - live.size));
}
