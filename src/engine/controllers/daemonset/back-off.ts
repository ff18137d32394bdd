import type { KindMap } from '../../api/object.ts';
import { invariant } from '../../invariant.ts';
import type { Json } from '../../json.ts';
import type { Timings } from '../../timings.ts';

type DaemonSet = KindMap['DaemonSet'];

/**
 * How long each DaemonSet waits before it deletes another failed pod on the same node, so that it does not race a kubelet that turns them away
 * (failedPodsBackoff of pkg/controller/daemon, client-go's flowcontrol.Backoff). A new generation starts afresh.
 */
export interface FailedPodsBackOff {
  /** How long to wait, milliseconds; `undefined` when a pod may be deleted now, which then counts. */
  next(daemonSet: DaemonSet, node: string, nowMs: number): number | undefined;
  forget(daemonSet: DaemonSet): void;
  forgetNode(node: string): void;
  save(): Json;
  load(saved: Json): void;
}

interface Entry {
  readonly delayMs: number;
  readonly atMs: number;
}
interface Entries {
  readonly generation: number;
  readonly byNode: Map<string, Entry>;
}
type SavedEntries = readonly (readonly [string, number, readonly (readonly [string, number, number])[]])[];

export function createFailedPodsBackOff({ daemonSetBackOffInitialMs, daemonSetBackOffMaxMs }: Timings): FailedPodsBackOff {
  const byUid = new Map<string, Entries>();

  return {
    next({ metadata, status }, node, nowMs) {
      const uid = metadata.uid ?? '';
      const generation = status?.observedGeneration ?? 0;
      let entries = byUid.get(uid);
      if (entries?.generation !== generation) byUid.set(uid, (entries = { generation, byNode: new Map() }));
      const known = entries.byNode.get(node);
      const sinceMs = known ? nowMs - known.atMs : 0;
      const isExpired = !known || sinceMs > 2 * daemonSetBackOffMaxMs;
      if (!isExpired && sinceMs < known.delayMs) return known.delayMs;
      entries.byNode.set(node, { delayMs: isExpired ? daemonSetBackOffInitialMs : Math.min(known.delayMs * 2, daemonSetBackOffMaxMs), atMs: nowMs });
      return undefined;
    },
    forget: ({ metadata }) => void byUid.delete(metadata.uid ?? ''),
    forgetNode(node) {
      for (const { byNode } of byUid.values()) byNode.delete(node);
    },
    save: () => [...byUid].map(([uid, { generation, byNode }]) => [uid, generation, [...byNode].map(([node, { delayMs, atMs }]) => [node, delayMs, atMs])]),
    load(saved) {
      invariant(Array.isArray(saved), 'the back-off of DaemonSets is a list');
      for (const [uid, generation, entries] of saved as SavedEntries) {
        byUid.set(uid, { generation, byNode: new Map(entries.map(([node, delayMs, atMs]) => [node, { delayMs, atMs }])) });
      }
    },
  };
}
