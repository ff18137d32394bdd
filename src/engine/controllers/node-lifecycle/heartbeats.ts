/**
 * When each node was last heard of, the longest silent first: a ring in the order of the last heartbeat, so that a heartbeat costs
 * a look-up and a look at the silent ones nothing while all is well.
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

/** A node in the ring of all, between the one heard of before it and the one heard of after it. */
interface Beat {
  readonly node: string;
  seenMs: number;
  countsFromMs: number;
  before: Beat;
  after: Beat;
}

export function createHeartbeats(): Heartbeats {
  const beats = new Map<string, Beat>();
  const end = createEnd();

  function unlink({ before, after }: Beat): void {
    before.after = after;
    after.before = before;
  }
  function append(beat: Beat): void {
    beat.before = end.before;
    beat.after = end;
    end.before.after = beat;
    end.before = beat;
  }
  function beat(node: string, seenMs: number, countsFromMs: number): void {
    let known = beats.get(node);
    if (known) unlink(known);
    else beats.set(node, (known = { node, seenMs, countsFromMs, before: end, after: end }));
    known.seenMs = seenMs;
    known.countsFromMs = countsFromMs;
    append(known);
  }
  function inOrder(): Beat[] {
    const ordered: Beat[] = [];
    for (let next = end.after; next !== end; next = next.after) ordered.push(next);
    return ordered;
  }

  return {
    beat,
    forget(node) {
      const known = beats.get(node);
      if (known) unlink(known);
      beats.delete(node);
    },
    clear() {
      beats.clear();
      end.before = end;
      end.after = end;
    },
    has: (node) => beats.has(node),
    oldest: () => (end.after === end ? undefined : end.after),
    restart(countsFromMs) {
      for (const known of beats.values()) known.countsFromMs = countsFromMs;
    },
    save: () => inOrder().map(({ node, seenMs, countsFromMs }) => [node, seenMs, countsFromMs]),
    load(saved) {
      for (const [node, seenMs, countsFromMs] of saved) beat(node, seenMs, countsFromMs);
    },
  };
}

/** What closes the ring: after it comes the longest silent, before it the last one heard of. */
function createEnd(): Beat {
  const end = { node: '', seenMs: 0, countsFromMs: 0 } as Beat;
  end.before = end;
  end.after = end;
  return end;
}
