import type { Client } from '../../api/api-server.ts';
import { controllerOf, type KindMap } from '../../api/object.ts';
import { isPodActive, podCondition } from '../../api/pod-readiness.ts';
import { objectKey } from '../../api/reference.ts';
import { containsLabels, matchesSelector, type LabelSelector } from '../../api/selectors.ts';
import { isSame } from '../../api/equality.ts';
import { parseTime } from '../../time-format.ts';
import { createSelectorIndex } from '../selector-index.ts';
import { selectorOf, templateOf, type Replicated, type ReplicatedKind } from './replicated.ts';

type Pod = KindMap['Pod'];

/** The pods of one ReplicaSet or ReplicationController, counted. */
export interface Tally {
  /** active pods that it controls and selects. */
  readonly active: number;
  /** the same on their way out. */
  readonly terminating: number;
  readonly fullyLabelled: number;
  readonly ready: number;
  /** active pods that it controls and no longer selects: to be released. */
  readonly strayed: number;
  /** keys of pods without a controller that it may adopt. Some may have changed since: look before adopting. */
  readonly orphans: Set<string>;
}

/** Tallies of all objects of a kind, kept up to date with each change of a pod, so that no reconcile has to count pods. */
export interface Tallies {
  /** Counts everything anew. */
  rebuild(): void;
  /** An object is there, or has changed. */
  track(owner: Replicated): void;
  forget(owner: Replicated): void;
  of(owner: Replicated): Tally | undefined;
  /** Counts a change of a pod. Returns the keys of the objects to which it makes a difference. */
  podChanged(before: Pod | undefined, after: Pod | undefined): readonly string[];
  /** How many are available, and when the next one will be. */
  availability(owner: Replicated, nowMs: number): { readonly available: number; readonly nextAtMs: number | undefined };
}

type Counts = { -readonly [K in keyof Tally]: Tally[K] } & {
  readonly key: string;
  readonly selector: LabelSelector;
  readonly templateLabels: Readonly<Record<string, string>> | undefined;
  /** how many pods became ready at which moment, milliseconds: few moments, where there may be thousands of pods. */
  readonly readyAtMs: Map<number, number>;
};

/** What one pod counts as. */
interface Standing {
  readonly as: 'active' | 'terminating' | 'strayed' | 'nothing';
  readonly fullyLabelled: boolean;
  readonly readyAtMs: number | undefined;
}

const NOTHING: Standing = { as: 'nothing', fullyLabelled: false, readyAtMs: undefined };

export function createTallies(client: Client, kind: ReplicatedKind): Tallies {
  const byUid = new Map<string, Counts>();
  const uidByKey = new Map<string, string>();
  let selectors = createSelectorIndex();

  function countsOf(pod: Pod | undefined): Counts | undefined {
    const owner = pod && controllerOf(pod);
    return owner?.kind === kind ? byUid.get(owner.uid) : undefined;
  }

  function track(owner: Replicated): void {
    const { namespace = '', name = '', uid = '' } = owner.metadata;
    const selector = selectorOf(owner);
    const templateLabels = templateOf(owner).metadata?.labels;
    const known = byUid.get(uid);
    if (known && isSame(known.selector, selector) && isSame(known.templateLabels, templateLabels)) return;
    const key = objectKey(namespace, name);
    const counts: Counts = {
      key, selector, templateLabels, active: 0, terminating: 0, fullyLabelled: 0, ready: 0, strayed: 0, readyAtMs: new Map(), orphans: new Set(),
    };
    byUid.set(uid, counts);
    uidByKey.set(key, uid);
    selectors.set(key, selector);
    for (const pod of client.select('Pod', { controllerUid: uid })) count(counts, standingOf(pod, counts), 1);
    for (const pod of client.select('Pod', { namespace, ...(selector.matchLabels ? { labels: selector.matchLabels } : {}) })) {
      if (isAdoptable(pod, selector)) counts.orphans.add(objectKey(namespace, pod.metadata.name ?? ''));
    }
  }

  function offer(pod: Pod): string[] {
    const { namespace = '', name = '', labels } = pod.metadata;
    const keys = selectors.matching(namespace, labels);
    for (const key of keys) byUid.get(uidByKey.get(key) ?? '')?.orphans.add(objectKey(namespace, name));
    return keys;
  }

  return {
    rebuild() {
      byUid.clear();
      uidByKey.clear();
      selectors = createSelectorIndex();
      for (const owner of client.select(kind)) track(owner);
    },
    track,
    forget({ metadata }) {
      const { namespace, name = '', uid = '' } = metadata;
      byUid.delete(uid);
      uidByKey.delete(objectKey(namespace, name));
      selectors.delete(objectKey(namespace, name));
    },
    of: ({ metadata }) => byUid.get(metadata.uid ?? ''),
    podChanged(before, after) {
      const left = countsOf(before);
      const right = countsOf(after);
      const keys: string[] = [];
      if (left && left === right && before && after) {
        const was = standingOf(before, left);
        const is = standingOf(after, left);
        if (was.as !== is.as || was.fullyLabelled !== is.fullyLabelled || was.readyAtMs !== is.readyAtMs) {
          count(left, was, -1);
          count(left, is, 1);
          keys.push(left.key);
        }
        return keys;
      }
      if (left && before) {
        count(left, standingOf(before, left), -1);
        keys.push(left.key);
      }
      if (right && after) {
        count(right, standingOf(after, right), 1);
        keys.push(right.key);
      }
      const isFreeAnew = after && !controllerOf(after) && isPodActive(after) && (!before || controllerOf(before) || !isSame(before.metadata.labels, after.metadata.labels));
      return isFreeAnew ? [...keys, ...offer(after)] : keys;
    },
    availability({ metadata, spec }, nowMs) {
      const counts = byUid.get(metadata.uid ?? '');
      const minReadyMs = (spec.minReadySeconds ?? 0) * 1000;
      if (!counts || minReadyMs === 0) return { available: counts?.ready ?? 0, nextAtMs: undefined };
      let available = 0;
      let nextAtMs: number | undefined;
      for (const [readyAtMs, pods] of counts.readyAtMs) {
        const atMs = readyAtMs + minReadyMs;
        if (atMs <= nowMs) available += pods;
        else if (atMs < (nextAtMs ?? Number.POSITIVE_INFINITY)) nextAtMs = atMs;
      }
      return { available, nextAtMs };
    },
  };
}

/** Whether an object with this selector may take the pod for its own. */
export function isAdoptable(pod: Pod, selector: LabelSelector): boolean {
  return !controllerOf(pod) && isPodActive(pod) && matchesSelector(selector, pod.metadata.labels);
}

function standingOf(pod: Pod, { selector, templateLabels }: Counts): Standing {
  const { labels } = pod.metadata;
  const isSelected = matchesSelector(selector, labels);
  if (!isPodActive(pod)) {
    const isFinished = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    return isSelected && !isFinished ? { ...NOTHING, as: 'terminating' } : NOTHING;
  }
  if (!isSelected) return { ...NOTHING, as: 'strayed' };
  const ready = podCondition(pod, 'Ready');
  const fullyLabelled = containsLabels(labels, templateLabels);
  if (ready?.status !== 'True') return { as: 'active', fullyLabelled, readyAtMs: undefined };
  const readyAtMs = parseTime(ready.lastTransitionTime ?? '');
  // Ready since nobody knows when: that is never long enough (IsPodAvailable).
  return { as: 'active', fullyLabelled, readyAtMs: Number.isNaN(readyAtMs) ? Number.POSITIVE_INFINITY : readyAtMs };
}

function count(counts: Counts, standing: Standing, sign: 1 | -1): void {
  if (standing.as === 'nothing') return;
  counts[standing.as] += sign;
  if (standing.fullyLabelled) counts.fullyLabelled += sign;
  if (standing.readyAtMs === undefined) return;
  counts.ready += sign;
  const pods = (counts.readyAtMs.get(standing.readyAtMs) ?? 0) + sign;
  if (pods === 0) counts.readyAtMs.delete(standing.readyAtMs);
  else counts.readyAtMs.set(standing.readyAtMs, pods);
}
