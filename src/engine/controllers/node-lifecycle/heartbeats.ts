/**
 * When each node was last heard of, the longest silent first: a ring in the order of the last heartbeat, so that a heartbeat costs
 * a look-up and a look at the silent ones nothing while all is well.
 */
export interface Heartbeats {
  /** Notes a sign of life; `countsFromMs` is when the grace period begins, which must not be earlier than for the others. */
  beat(node: string, seenMs: number, countsFromMs: number): void;
  /** The same for a node that was heard of before; false when it was not. */
  beatAgain(node: string, seenMs: number, countsFromMs: number): boolean;
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

const FIRST_CAPACITY = 64;
/** What closes the ring: after it comes the longest silent, before it the last one heard of. */
const END = 0;

/** In arrays of numbers, a place for each node: the thousands of nodes of a cluster are close together, and a heartbeat moves numbers only. */
export function createHeartbeats(): Heartbeats {
  const places = new Map<string, number>();
  const names: string[] = [''];
  const free: number[] = [];
  let seen = new Float64Array(FIRST_CAPACITY);
  let countsFrom = new Float64Array(FIRST_CAPACITY);
  let before = new Int32Array(FIRST_CAPACITY);
  let after = new Int32Array(FIRST_CAPACITY);

  function grow(): void {
    const capacity = 2 * seen.length;
    const old = { seen, countsFrom, before, after };
    seen = new Float64Array(capacity);
    countsFrom = new Float64Array(capacity);
    before = new Int32Array(capacity);
    after = new Int32Array(capacity);
    seen.set(old.seen);
    countsFrom.set(old.countsFrom);
    before.set(old.before);
    after.set(old.after);
  }
  function unlink(place: number): void {
    const [previous, next] = [before[place] ?? END, after[place] ?? END];
    after[previous] = next;
    before[next] = previous;
  }
  function append(place: number, seenMs: number, countsFromMs: number): void {
    const last = before[END] ?? END;
    before[place] = last;
    after[place] = END;
    after[last] = place;
    before[END] = place;
    seen[place] = seenMs;
    countsFrom[place] = countsFromMs;
  }
  function beatAgain(node: string, seenMs: number, countsFromMs: number): boolean {
    const place = places.get(node);
    if (place === undefined) return false;
    unlink(place);
    append(place, seenMs, countsFromMs);
    return true;
  }
  function beat(node: string, seenMs: number, countsFromMs: number): void {
    if (beatAgain(node, seenMs, countsFromMs)) return;
    const place = free.pop() ?? names.length;
    names[place] = node;
    places.set(node, place);
    if (place === seen.length) grow();
    append(place, seenMs, countsFromMs);
  }
  function silenceAt(place: number): Silence {
    return { node: names[place] ?? '', seenMs: seen[place] ?? 0, countsFromMs: countsFrom[place] ?? 0 };
  }
  function inOrder(): Silence[] {
    const ordered: Silence[] = [];
    for (let place = after[END] ?? END; place !== END; place = after[place] ?? END) ordered.push(silenceAt(place));
    return ordered;
  }

  return {
    beat,
    beatAgain,
    forget(node) {
      const place = places.get(node);
      if (place === undefined) return;
      unlink(place);
      places.delete(node);
      free.push(place);
    },
    clear() {
      places.clear();
      names.length = 1;
      free.length = 0;
      before[END] = END;
      after[END] = END;
    },
    has: (node) => places.has(node),
    oldest: () => (after[END] === END ? undefined : silenceAt(after[END] ?? END)),
    restart(countsFromMs) {
      for (const place of places.values()) countsFrom[place] = countsFromMs;
    },
    save: () => inOrder().map(({ node, seenMs, countsFromMs }) => [node, seenMs, countsFromMs]),
    load(saved) {
      for (const [node, seenMs, countsFromMs] of saved) beat(node, seenMs, countsFromMs);
    },
  };
}
