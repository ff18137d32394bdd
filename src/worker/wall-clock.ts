/** The wall clock, so that tests can have one of their own. */
export interface WallClock {
  /** milliseconds; only differences mean something. */
  nowMs(): number;
  /** Calls once, no sooner than in `delayMs`. Returns what calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

export const realWallClock: WallClock = {
  nowMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
