import type { KindMap } from '../../api/object.ts';
import { availableAtMs, isPodReady } from '../../api/pod-readiness.ts';
import { isGoneButForName, isTerminating, isUpdated, oldestFirst, type NewestTemplate } from './daemon-pod.ts';
import type { NodeFit } from './node-fit.ts';

type Pod = KindMap['Pod'];

/** What decides how a node and its pods count. */
export interface Rules extends NewestTemplate {
  readonly minReadySeconds: number;
  /** whether an update makes the new pod before the old one goes. */
  readonly surging: boolean;
}

/** A node and the pods that a DaemonSet has there. */
export interface DaemonNode {
  /** `undefined` when there is no such node. */
  fit: NodeFit | undefined;
  /** by name. */
  readonly pods: Map<string, Pod>;
}

/**
 * What a rolling update may do on a node: delete the old pod at once, make the new pod beside an old one that is of no use, do the one or the
 * other within the limit, or delete the pod of a node that should have none once there are enough elsewhere.
 */
export type Step = 'replace' | 'overlap' | 'candidate' | 'retire';

/** What a node adds to the whole. */
export interface Standing {
  readonly desired: boolean;
  readonly current: boolean;
  readonly misscheduled: boolean;
  readonly ready: boolean;
  readonly available: boolean;
  readonly updated: boolean;
  /** counts against maxUnavailable, or against maxSurge. */
  readonly held: boolean;
  /** has an available pod, whether it should or not. */
  readonly serving: boolean;
  readonly step: Step | undefined;
  /** the pod of an older template that the step is about. */
  readonly old: Pod | undefined;
  /** when one of its pods has been ready for long enough, milliseconds. */
  readonly ripensAtMs: number | undefined;
}

type Update = Pick<Standing, 'held' | 'serving' | 'step' | 'old'>;

const NO_UPDATE: Update = { held: false, serving: false, step: undefined, old: undefined };
const HELD: Update = { ...NO_UPDATE, held: true };

/** Sources: pkg/controller/daemon updateDaemonSetStatus, rollingUpdate. */
export function standingOf({ fit, pods }: DaemonNode, rules: Rules, nowMs: number): Standing {
  const present = oldestFirst([...pods.values()].filter((pod) => !isGoneButForName(pod)));
  const desired = fit === 'runs';
  const [first] = present;
  const counted = desired ? first : undefined;
  const ready = counted !== undefined && isPodReady(counted);
  return {
    desired,
    current: counted !== undefined,
    misscheduled: fit !== undefined && !desired && first !== undefined,
    ready,
    available: ready && isAvailable(counted, rules, nowMs),
    updated: counted !== undefined && isUpdated(counted, rules),
    ripensAtMs: ripensAtMs(present, rules, nowMs),
    ...(desired || first ? updateOf(present, fit, rules, nowMs) : NO_UPDATE),
  };
}

function updateOf(present: readonly Pod[], fit: NodeFit | undefined, rules: Rules, nowMs: number): Update {
  const live = present.filter((pod) => !isTerminating(pod));
  const newPods = live.filter((pod) => isUpdated(pod, rules));
  const oldPods = live.filter((pod) => !isUpdated(pod, rules));
  // Which of several goes is decided first, elsewhere.
  if (newPods.length > 1 || oldPods.length > 1) return HELD;
  const [updated] = newPods;
  const [old] = oldPods;
  const isUp = (pod: Pod | undefined): boolean => pod !== undefined && isAvailable(pod, rules, nowMs);
  return rules.surging ? surgingUpdate(old, updated, fit, isUp) : plainUpdate(old, updated, isUp);
}

function plainUpdate(old: Pod | undefined, updated: Pod | undefined, isUp: (pod: Pod | undefined) => boolean): Update {
  if (Boolean(old) === Boolean(updated)) return HELD;
  if (!old) return isUp(updated) ? NO_UPDATE : HELD;
  return isUp(old) ? { ...NO_UPDATE, step: 'candidate', old } : { ...HELD, step: 'replace', old };
}

function surgingUpdate(old: Pod | undefined, updated: Pod | undefined, fit: NodeFit | undefined, isUp: (pod: Pod | undefined) => boolean): Update {
  const serving = isUp(old ?? updated);
  if (!old) return { ...NO_UPDATE, serving };
  if (updated) return isUp(updated) ? { ...NO_UPDATE, serving, step: 'replace', old } : { ...HELD, serving };
  // A node that is not there is left to the pod garbage collector.
  if (fit === undefined) return { ...NO_UPDATE, serving };
  if (fit === 'runs') return { ...NO_UPDATE, serving, step: serving ? 'candidate' : 'overlap', old };
  return { ...NO_UPDATE, serving, step: serving ? 'retire' : 'replace', old };
}

/** Whether the pod has been ready for minReadySeconds. */
export function isAvailable(pod: Pod, { minReadySeconds }: Rules, nowMs: number): boolean {
  if (minReadySeconds === 0) return isPodReady(pod);
  const atMs = availableAtMs(pod, minReadySeconds);
  return atMs !== undefined && atMs <= nowMs;
}

function ripensAtMs(pods: readonly Pod[], { minReadySeconds }: Rules, nowMs: number): number | undefined {
  let soonest: number | undefined;
  for (const pod of pods) {
    const atMs = minReadySeconds === 0 ? undefined : availableAtMs(pod, minReadySeconds);
    if (atMs !== undefined && atMs > nowMs && atMs < (soonest ?? Number.POSITIVE_INFINITY)) soonest = atMs;
  }
  return soonest;
}
