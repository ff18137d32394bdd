/**
 * When each node was last heard of, the longest silent first: a Map in the order of the last heartbeat, so that a heartbeat costs
 * two operations and a look at the silent ones nothing while all is well.
 */
export interface Heartbeats {
  /** Notes a sign of life; `countsFromMs` is when the grace period begins, which must not be earlier than for the others. */
  beat(node: string, seenMs: number, countsFromMs: number): void;
  forget(node: string): void;
  clear(): void;
  has(node: string): boolean;
  /** The node that has been silent for longest. */
  oldest(): Silence | undefined;
  /** Lets the grace period of all begin anew. */
  restart(countsFromMs: number): void;
  save(): readonly SavedBeat[];
  load(saved: readonly SavedBeat[]): void;
}
export interface Silence {
  readonly node: string;
  readonly seenMs: number;
  readonly countsFromMs: number;
}
export type SavedBeat = readonly [node: string, seenMs: number, countsFromMs: number];

export function createHeartbeats(): Heartbeats {
  const beats = new Map<string, Silence>();
  return {
    beat(node, seenMs, countsFromMs) {
      beats.delete(node);
      beats.set(node, { node, seenMs, countsFromMs });
    },
    forget: (node) => void beats.delete(node),
    clear: () => beats.clear(),
    has: (node) => beats.has(node),
    oldest: () => beats.values().next().value,
    restart(countsFromMs) {
      for (const [node, { seenMs }] of beats) beats.set(node, { node, seenMs, countsFromMs });
    },
    save: () => [...beats.values()].map(({ node, seenMs, countsFromMs }) => [node, seenMs, countsFromMs]),
    load(saved) {
      for (const [node, seenMs, countsFromMs] of saved) beats.set(node, { node, seenMs, countsFromMs });
    },
  };
}
