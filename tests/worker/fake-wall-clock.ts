import type { WallClock } from '../../src/worker/wall-clock.ts';

export interface FakeWallClock extends WallClock {
  /** Lets wall time pass; what is due meanwhile is called at its moment. */
  pass(ms: number): void;
}

/** A wall clock that stands still until it is told to go on. */
export function createFakeWallClock(): FakeWallClock {
  let nowMs = 0;
  let nextId = 1;
  const due = new Map<number, { readonly atMs: number; run(): void }>();
  const first = (untilMs: number): number | undefined => {
    let found: number | undefined;
    for (const [id, { atMs }] of due) if (atMs <= untilMs && atMs < (due.get(found ?? 0)?.atMs ?? Number.POSITIVE_INFINITY)) found = id;
    return found;
  };
  return {
    nowMs: () => nowMs,
    after(delayMs, run) {
      const id = nextId++;
      due.set(id, { atMs: nowMs + delayMs, run });
      return () => void due.delete(id);
    },
    pass(ms) {
      const untilMs = nowMs + ms;
      for (let id = first(untilMs); id !== undefined; id = first(untilMs)) {
        const timer = due.get(id);
        due.delete(id);
        nowMs = Math.max(nowMs, timer?.atMs ?? nowMs);
        timer?.run();
      }
      nowMs = untilMs;
    },
  };
}
