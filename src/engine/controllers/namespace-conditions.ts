import type { KindMap } from '../api/object.ts';
import { formatTime } from '../time-format.ts';

type Condition = NonNullable<NonNullable<KindMap['Namespace']['status']>['conditions']>[number];

/** What is still in a namespace after everything in it was asked to go. */
export interface RemainingContent {
  readonly objects: number;
  /** by resource and group: `pods.`, `deployments.apps`. */
  readonly resources: ReadonlyMap<string, number>;
  readonly finalizers: ReadonlyMap<string, number>;
  /** sentences on what should have gone and did not. */
  readonly problems: readonly string[];
  /** seconds until it should be gone; 0 when nobody can tell. */
  readonly estimateSeconds: number;
}

/** Conditions of a namespace whose deletion goes well, as type, reason, message. */
const WELL: readonly (readonly [string, string, string])[] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  ['NamespaceDeletionContentFailure', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
];

/** The conditions after a look at the namespace (pkg/controller/namespace/deletion/status_condition_utils.go). */
export function namespaceConditions(before: readonly Condition[], remaining: RemainingContent, nowMs: number): readonly Condition[] {
  const ill = illnesses(remaining);
  const told = WELL.map(([type, reason, message]): Condition => {
    const trouble = ill.get(type);
    const status = trouble ? 'True' : 'False';
    const old = before.find((condition) => condition.type === type);
    const lastTransitionTime = old?.status === status ? old.lastTransitionTime : formatTime(nowMs);
    return { type, status, lastTransitionTime, reason: trouble?.reason ?? reason, message: trouble?.message ?? message };
  });
  return [...before.filter(({ type }) => !WELL.some(([own]) => own === type)), ...told];
}

function illnesses({ resources, finalizers, problems }: RemainingContent): ReadonlyMap<string, { readonly reason: string; readonly message: string }> {
  const found = new Map<string, { readonly reason: string; readonly message: string }>();
  if (problems.length > 0) {
    const message = `Failed to delete all resource types, ${problems.length} remaining: ${[...problems].sort().join(', ')}`;
    found.set('NamespaceDeletionContentFailure', { reason: 'ContentDeletionFailed', message });
  }
  if (resources.size > 0) {
    const counts = [...resources].map(([resource, count]) => `${resource} has ${count} resource instances`).sort();
    found.set('NamespaceContentRemaining', { reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${counts.join(', ')}` });
  }
  if (finalizers.size > 0) {
    const counts = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).sort();
    found.set('NamespaceFinalizersRemaining', { reason: 'SomeFinalizersRemain', message: `Some content in the namespace has finalizers remaining: ${counts.join(', ')}` });
  }
  return found;
}
