import type { KindMap } from '../../api/object.ts';
import { newRevision, nextRevisionNumber, revisionOfTemplate, type ControllerHistory, type ControllerRevision } from '../history.ts';

type StatefulSet = KindMap['StatefulSet'];

/** Between which templates a StatefulSet is: `current` is that of the last completed update, `update` the present one. */
export interface Revisions {
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  /** names that were taken when revisions were made. */
  readonly collisionCount: number;
}

/**
 * Finds or makes the revision of the present template. An older revision with the same template becomes the newest by its number, which is
 * what a rollback does. `revisions` are in order (getStatefulSetRevisions).
 */
export function revisionsOf(set: StatefulSet, revisions: readonly ControllerRevision[], history: ControllerHistory): Revisions {
  const collisionCount = set.status?.collisionCount ?? 0;
  const next = nextRevisionNumber(revisions);
  const same = revisionOfTemplate(revisions, set.spec.template);
  const found = same && same !== revisions.at(-1) ? history.renumber(same, next) : same;
  const made = found ? { revision: found, collisionCount } : history.create(set, newRevision(set, next, collisionCount), collisionCount);
  const current = revisions.find(({ metadata }) => metadata.name === set.status?.currentRevision);
  return { current: current ?? made.revision, update: made.revision, collisionCount: made.collisionCount };
}
