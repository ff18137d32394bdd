import type { Client } from '../../api/api-server.ts';
import { controllerOf, type KindMap, type OwnerReference } from '../../api/object.ts';
import { isPodReady } from '../../api/pod-readiness.ts';
import { objectKey } from '../../api/reference.ts';
import { matchesSelector } from '../../api/selectors.ts';
import { createSelectorIndex } from '../selector-index.ts';

type Pod = KindMap['Pod'];
type Budget = KindMap['PodDisruptionBudget'];

/** The pods of one budget, counted. */
export interface Tally {
  readonly pods: number;
  /** ready and not on their way out. */
  readonly healthy: number;
  readonly unmanaged: number;
  /** what controls them, with how many each does. */
  readonly controllers: ReadonlyMap<string, { readonly owner: OwnerReference; readonly pods: number }>;
}

interface Counts {
  pods: number;
  healthy: number;
  unmanaged: number;
  readonly controllers: Map<string, { readonly owner: OwnerReference; pods: number }>;
}

/** Tallies of all budgets, kept up to date with each change of a pod. */
export interface Tallies {
  rebuild(): void;
  track(budget: Budget): void;
  forget(key: string): void;
  of(key: string): Tally | undefined;
  /** Keys of the budgets that a pod belongs to, sorted. */
  budgetsOf(pod: Pod): readonly string[];
  /** Counts a change of a pod. Returns the keys of the budgets to which it makes a difference. */
  podChanged(before: Pod | undefined, after: Pod | undefined): readonly string[];
}

export function createTallies(client: Client): Tallies {
  const byKey = new Map<string, Counts>();
  let selectors = createSelectorIndex();

  function count(counts: Counts, pod: Pod, by: 1 | -1): void {
    counts.pods += by;
    if (isHealthy(pod)) counts.healthy += by;
    const owner = controllerOf(pod);
    if (!owner) {
      counts.unmanaged += by;
      return;
    }
    const controller = counts.controllers.get(owner.uid);
    if (!controller) counts.controllers.set(owner.uid, { owner, pods: by });
    else if ((controller.pods += by) === 0) counts.controllers.delete(owner.uid);
  }
  function track({ metadata, spec: { selector } }: Budget): void {
    const key = objectKey(metadata.namespace, metadata.name ?? '');
    const counts: Counts = { pods: 0, healthy: 0, unmanaged: 0, controllers: new Map() };
    byKey.set(key, counts);
    // Without a selector it selects nothing, with an empty one everything.
    if (!selector) {
      selectors.delete(key);
      return;
    }
    selectors.set(key, selector);
    for (const pod of client.select('Pod', { namespace: metadata.namespace ?? '', ...(selector.matchLabels ? { labels: selector.matchLabels } : {}) })) {
      if (matchesSelector(selector, pod.metadata.labels)) count(counts, pod, 1);
    }
  }
  function budgetsOf({ metadata }: Pod): readonly string[] {
    return byKey.size === 0 ? [] : selectors.matching(metadata.namespace ?? '', metadata.labels);
  }

  return {
    rebuild() {
      byKey.clear();
      selectors = createSelectorIndex();
      for (const budget of client.select('PodDisruptionBudget')) track(budget);
    },
    track,
    forget(key) {
      byKey.delete(key);
      selectors.delete(key);
    },
    of: (key) => byKey.get(key),
    budgetsOf,
    podChanged(before, after) {
      if (byKey.size === 0 || (before && after && isCountedAlike(before, after))) return [];
      const changed = new Set<string>();
      for (const [pod, by] of [[before, -1], [after, 1]] as const) {
        for (const key of pod ? budgetsOf(pod) : []) {
          const counts = byKey.get(key);
          if (pod && counts) count(counts, pod, by);
          changed.add(key);
        }
      }
      return [...changed];
    },
  };
}

function isHealthy(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && isPodReady(pod);
}

function isCountedAlike(before: Pod, after: Pod): boolean {
  return before.metadata.labels === after.metadata.labels && isHealthy(before) === isHealthy(after) && controllerOf(before)?.uid === controllerOf(after)?.uid &&
    before.metadata.deletionTimestamp === after.metadata.deletionTimestamp;
}
