import type { KindMap, KubeObject } from '../../api/object.ts';

type Deployment = KindMap['Deployment'];
type ReplicaSet = KindMap['ReplicaSet'];
type Annotations = Readonly<Record<string, string>>;

const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
/** Characters of revision history that are kept. */
const HISTORY_LENGTH = 2000;
/** Annotations that stay with their object when the others are copied between a Deployment and its ReplicaSet. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration', REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, 'deprecated.deployment.rollback.to',
]);

/** The revision an object is annotated with; 0 when it has none, `undefined` when it is no number. */
export function revisionOf({ metadata }: KubeObject): number | undefined {
  return wholeNumber(metadata.annotations?.[REVISION] ?? '0');
}

export function highestRevision(sets: readonly ReplicaSet[]): number {
  return sets.reduce((highest, set) => Math.max(highest, revisionOf(set) ?? 0), 0);
}

/** How many pods the Deployment wanted when it last scaled this ReplicaSet. */
export function desiredReplicas({ metadata }: ReplicaSet): number | undefined {
  return wholeNumber(metadata.annotations?.[DESIRED_REPLICAS]);
}

/** The same with the surge. */
export function maxReplicas({ metadata }: ReplicaSet): number | undefined {
  return wholeNumber(metadata.annotations?.[MAX_REPLICAS]);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?[0-9]+$/.test(text) ? Number(text) : undefined;
}

export function withRevision(deployment: Deployment, revision: string): Annotations {
  return { ...deployment.metadata.annotations, [REVISION]: revision };
}

export function withReplicas(annotations: Annotations | undefined, desired: number, most: number): Annotations {
  return { ...annotations, [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(most) };
}

/**
 * Annotations of the ReplicaSet that carries the Deployment's template: the Deployment's own, and the revision, which only grows. What
 * revision it was before, when a rollback took it up again, goes to the history (pkg/controller/deployment/util SetNewReplicaSetAnnotations).
 */
export function newReplicaSetAnnotations(deployment: Deployment, before: Annotations | undefined, revision: number): Annotations {
  const annotations: Record<string, string> = { ...before, ...copied(deployment.metadata.annotations) };
  const old = before?.[REVISION];
  const oldRevision = wholeNumber(old ?? '0');
  if (oldRevision === undefined || oldRevision >= revision) return annotations;
  annotations[REVISION] = String(revision);
  if (old !== undefined) annotations[REVISION_HISTORY] = withOldRevision(before?.[REVISION_HISTORY], old);
  return annotations;
}

function withOldRevision(history: string | undefined, revision: string): string {
  const revisions = history ? history.split(',') : [];
  let length = [...revisions, revision].join(',').length;
  while (length > HISTORY_LENGTH && revisions.length > 0) length -= (revisions.shift()?.length ?? 0) + 1;
  return [...revisions, revision].join(',');
}

/** Annotations of a Deployment that goes back to a ReplicaSet's template (kubectl/pkg/polymorphichelpers/rollback.go). */
export function rolledBackAnnotations(deployment: Deployment, { metadata }: ReplicaSet): Annotations {
  const own = Object.entries(deployment.metadata.annotations ?? {}).filter(([name]) => NOT_COPIED.has(name));
  return { ...Object.fromEntries(own), ...copied(metadata.annotations) };
}

function copied(annotations: Annotations | undefined): Annotations {
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([name]) => !NOT_COPIED.has(name)));
}
