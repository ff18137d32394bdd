/** Sees to it that something happens at once, then at most every so often, and never not at all. */
export interface Rest {
  /** Whether it may happen at `nowMs`, which is then when it last did. If not, `again` is called when it may. */
  isOver(nowMs: number): boolean;
  stop(): void;
}

export function createRest(everyMs: number, again: () => void): Rest {
  let lastMs = -Infinity;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    isOver(nowMs) {
      if (nowMs - lastMs < everyMs) {
        timer ??= setTimeout(() => {
          timer = null;
          again();
        }, everyMs - (nowMs - lastMs));
        return false;
      }
      stop();
      lastMs = nowMs;
      return true;
    },
    stop,
  };
}
