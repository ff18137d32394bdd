import type { ObjectReference } from '../api/reference.ts';
import { createHeap, type HeapMember } from './heap.ts';

/** A pod that waits to be scheduled. */
export interface QueuedPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly priority: number;
  /** when it was queued, or failed for the last time; with `sequence` its place among pods of its priority. */
  readonly sinceMs: number;
  readonly sequence: number;
  /** attempts in which no node would do, and errors since the last attempt without one. */
  readonly refusals: number;
  readonly errors: number;
  /** plugins that refused nodes in the last attempt; none after an error. */
  readonly refusedBy: readonly string[];
  /** what led to the next attempt. */
  readonly cause: number;
  /** true for a retry that nothing happened for: nobody waits for it. */
  readonly idle: boolean;
}

type Place = 'active' | 'back-off' | 'unschedulable' | 'in-flight';
type Entry = { -readonly [K in keyof QueuedPod]: QueuedPod[K] } & HeapMember & { place: Place; dueAtMs: number };

/** Why pods of the unschedulable set are to be tried again. */
export interface Release {
  readonly nowMs: number;
  readonly cause: number;
}

/** How long a pod waits after its first failure, and at most. */
export interface BackOff {
  readonly initialMs: number;
  readonly maxMs: number;
}

/**
 * Pods waiting for the scheduler (pkg/scheduler/backend/queue): those to try now by priority and time, those that wait out
 * their back-off, and those no node would do for, which wait for a change that may help.
 */
export interface SchedulingQueue {
  readonly active: number;
  readonly backingOff: number;
  /** whether somebody waits for one of the active pods. */
  readonly hasEager: boolean;
  has(uid: string): boolean;
  add(pod: { readonly uid: string; readonly namespace: string; readonly name: string; readonly priority: number }, release: Release): void;
  remove(uid: string): void;
  /** Takes the first active pod; it stays known until {@link fail} or {@link remove}. */
  pop(): QueuedPod | undefined;
  /** Puts a popped pod back: into the unschedulable set when plugins refused it, into back-off after an error. */
  fail(uid: string, nowMs: number, refusedBy: readonly string[]): void;
  /** Retries pods that `plugin` refused and that the change may help. */
  releaseRefusedBy(plugin: string, mayHelp: (uid: string) => boolean, release: Release): void;
  releaseOne(uid: string, mayHelp: (plugin: string) => boolean, release: Release): void;
  /** Retries pods that have been unschedulable since before `sinceMs`, as nothing happened that could have helped them. */
  flush(sinceMs: number, nowMs: number): void;
  /** since when the pod that waits longest has been unschedulable. */
  unschedulableSinceMs(): number | undefined;
  nextBackOff(): { readonly dueAtMs: number; readonly subject: ObjectReference } | undefined;
  /** Activates pods whose back-off is over. */
  endBackOffs(nowMs: number, idle: boolean): void;
  uids(): Iterable<string>;
  clear(): void;
  save(): QueueState;
  load(state: QueueState): void;
}

export interface QueueState {
  readonly nextSequence: number;
  /** fields of the pods that wait, those of the unschedulable set in their order. */
  readonly pods: readonly SavedPod[];
}
type SavedPod = readonly [
  place: string, uid: string, namespace: string, name: string, priority: number, sinceMs: number, sequence: number,
  refusals: number, errors: number, refusedBy: readonly string[], cause: number, idle: boolean, dueAtMs: number,
];

/** `isTriedBefore` is how the queueSort plugin puts pods in order. */
export function createSchedulingQueue(backOff: () => BackOff, isTriedBefore: (a: QueuedPod, b: QueuedPod) => boolean): SchedulingQueue {
  const entries = new Map<string, Entry>();
  const active = createHeap<Entry>(isTriedBefore);
  const backingOff = createHeap<Entry>((a, b) => (a.dueAtMs === b.dueAtMs ? isTriedBefore(a, b) : a.dueAtMs < b.dueAtMs));
  const unschedulable = new Set<Entry>();
  const byPlugin = new Map<string, Set<Entry>>();
  let eager = 0;
  let nextSequence = 1;

  function place(entry: Entry, where: Place): void {
    entry.place = where;
    if (where === 'active') {
      active.push(entry);
      if (!entry.idle) eager++;
    } else if (where === 'back-off') backingOff.push(entry);
    else if (where === 'unschedulable') {
      unschedulable.add(entry);
      for (const plugin of entry.refusedBy) {
        const refused = byPlugin.get(plugin);
        if (refused) refused.add(entry);
        else byPlugin.set(plugin, new Set([entry]));
      }
    }
  }
  function displace(entry: Entry): void {
    if (entry.place === 'active') {
      active.remove(entry);
      if (!entry.idle) eager--;
    } else if (entry.place === 'back-off') backingOff.remove(entry);
    else if (entry.place === 'unschedulable') {
      unschedulable.delete(entry);
      for (const plugin of entry.refusedBy) byPlugin.get(plugin)?.delete(entry);
    }
  }
  function backOffMs({ refusals, errors }: Entry): number {
    const count = errors > 0 ? errors : refusals;
    const { initialMs, maxMs } = backOff();
    return count === 0 ? 0 : Math.min(initialMs * 2 ** (count - 1), maxMs);
  }
  function retry(entry: Entry, nowMs: number): void {
    displace(entry);
    entry.dueAtMs = entry.sinceMs + backOffMs(entry);
    place(entry, entry.dueAtMs > nowMs ? 'back-off' : 'active');
  }
  function release(entry: Entry, { nowMs, cause }: Release): void {
    if (cause !== 0) entry.cause = cause;
    retry(entry, nowMs);
  }

  return {
    get active() {
      return active.size;
    },
    get backingOff() {
      return backingOff.size;
    },
    get hasEager() {
      return eager > 0;
    },
    has: (uid) => entries.has(uid),
    add({ uid, namespace, name, priority }, { nowMs, cause }) {
      if (entries.has(uid)) return;
      const entry: Entry = {
        uid, namespace, name, priority, sinceMs: nowMs, sequence: nextSequence++, refusals: 0, errors: 0, refusedBy: [], cause, idle: false,
        heapIndex: -1, place: 'active', dueAtMs: nowMs,
      };
      entries.set(uid, entry);
      place(entry, 'active');
    },
    remove(uid) {
      const entry = entries.get(uid);
      if (!entry) return;
      displace(entry);
      entries.delete(uid);
    },
    pop() {
      const entry = active.peek();
      if (!entry) return undefined;
      displace(entry);
      entry.place = 'in-flight';
      return entry;
    },
    fail(uid, nowMs, refusedBy) {
      const entry = entries.get(uid);
      if (!entry) return;
      displace(entry);
      entry.sinceMs = nowMs;
      entry.sequence = nextSequence++;
      entry.refusedBy = refusedBy;
      entry.idle = false;
      if (refusedBy.length > 0) {
        entry.refusals++;
        entry.errors = 0;
        place(entry, 'unschedulable');
      } else {
        entry.errors++;
        entry.dueAtMs = nowMs + backOffMs(entry);
        place(entry, 'back-off');
      }
    },
    releaseRefusedBy(plugin, mayHelp, why) {
      for (const entry of byPlugin.get(plugin) ?? []) if (mayHelp(entry.uid)) release(entry, why);
    },
    releaseOne(uid, mayHelp, why) {
      const entry = entries.get(uid);
      if (entry?.place === 'unschedulable' && entry.refusedBy.some(mayHelp)) release(entry, why);
    },
    flush(sinceMs, nowMs) {
      for (const entry of unschedulable) {
        if (entry.sinceMs >= sinceMs) break;
        entry.idle = true;
        retry(entry, nowMs);
      }
    },
    unschedulableSinceMs() {
      for (const { sinceMs } of unschedulable) return sinceMs;
      return undefined;
    },
    nextBackOff() {
      const entry = backingOff.peek();
      return entry && { dueAtMs: entry.dueAtMs, subject: { kind: 'Pod', namespace: entry.namespace, name: entry.name, uid: entry.uid } };
    },
    endBackOffs(nowMs, idle) {
      for (let entry = backingOff.peek(); entry && entry.dueAtMs <= nowMs; entry = backingOff.peek()) {
        displace(entry);
        entry.idle = idle;
        place(entry, 'active');
      }
    },
    uids: () => entries.keys(),
    clear() {
      entries.clear();
      active.clear();
      backingOff.clear();
      unschedulable.clear();
      byPlugin.clear();
      eager = 0;
    },
    save() {
      const others = [...entries.values()].filter((entry) => entry.place !== 'unschedulable').sort((a, b) => a.sequence - b.sequence);
      return { nextSequence, pods: [...others, ...unschedulable].map(saveEntry) };
    },
    load(state) {
      nextSequence = state.nextSequence;
      for (const saved of state.pods) {
        const entry = loadEntry(saved);
        entries.set(entry.uid, entry);
        place(entry, entry.place);
      }
    },
  };
}

function saveEntry(entry: Entry): SavedPod {
  const { place, uid, namespace, name, priority, sinceMs, sequence, refusals, errors, refusedBy, cause, idle, dueAtMs } = entry;
  return [place, uid, namespace, name, priority, sinceMs, sequence, refusals, errors, refusedBy, cause, idle, dueAtMs];
}

function loadEntry([place, uid, namespace, name, priority, sinceMs, sequence, refusals, errors, refusedBy, cause, idle, dueAtMs]: SavedPod): Entry {
  return { place: place as Place, uid, namespace, name, priority, sinceMs, sequence, refusals, errors, refusedBy, cause, idle, dueAtMs, heapIndex: -1 };
}
