/** What pacing sees of the cluster at a moment of simulated time. */
export interface Outlook {
  readonly nowMs: number;
  /** when the next thing that matters happens; `undefined` when the cluster is at rest. */
  readonly nextMs: number | undefined;
}

/** How far to let time run, and how much of the wall time that uses up. */
export interface Stride {
  /** simulated milliseconds, whole; never past {@link Outlook.nextMs}. */
  readonly advanceMs: number;
  /** of the wall time that was offered. */
  readonly wallMs: number;
  /** simulated seconds a second. */
  readonly speed: number;
}

/**
 * Adaptive time: how fast simulated time runs so that a person can follow. It knows no clock; it is told how much wall time there is to
 * use and answers with a stride. A lull of L seconds takes about the cube root of L seconds, eased in and out (1 s: 1 s, 10 s: 2 s, 60 s: 4 s,
 * 300 s: 7 s); a lull's last tenth of a second runs at 1×, so that what ends it is met and not jumped over. What happens within milliseconds
 * is spread a little. At rest time runs at 1×.
 */
export interface Pacing {
  /** the next stride, at most `wallMs` long; call again until all of it is used up. */
  stride(outlook: Outlook, wallMs: number): Stride;
  /** Something happened at `nowMs`: the lull is over. */
  happened(nowMs: number): void;
  /** A person did something: for a moment time stays at 1×, so that they see what they did before time is sped up. */
  deed(nowMs: number): void;
  /** whether nothing has happened for a moment. */
  isLull(nowMs: number): boolean;
}

/** Wall time in which the speed counts as constant. */
const STRIDE_MS = 4;
/** A lull begins when nothing has happened for so long, and its end is met at 1×. */
const LINGER_MS = 300;
const ARRIVE_MS = 100;
/** Wall time after a person's deed in which time does not run faster than 1×. */
const ATTENTION_MS = 2_000;
/** speed = EASE × (seconds from the nearer end of the lull)^⅔: its integral is a cubic, and a whole lull takes ∛L seconds. */
const EASE = 3 * 2 ** (2 / 3);

/** What follows within milliseconds gets up to so much wall time in between, but runs no slower than this speed. */
const SPREAD_MS = 220;
const SLOWEST = 1 / 30;
/**
 * Wall time that spreading may cost beyond 1×. It comes back at a share of the time that passes, and with every deed: one rollout's steps are
 * spread, thousands of pods are not.
 */
const PATIENCE_MS = 2_500;
const PATIENCE_RETURNS = 0.2;
/** Below this much patience the spread shrinks. */
const IMPATIENT_MS = 1_000;

export function createPacing(startMs: number): Pacing {
  let lastMs = startMs;
  let easeFromMs = startMs;
  let attentionMs = 0;
  let patienceMs = PATIENCE_MS;
  let fractionMs = 0;

  function happened(nowMs: number): void {
    lastMs = nowMs;
    easeFromMs = nowMs;
  }
  function speedAt({ nowMs, nextMs }: Outlook): number {
    if (nextMs === undefined || nextMs <= nowMs) return 1;
    const gapMs = nextMs - Math.min(lastMs, nowMs);
    if (gapMs < SPREAD_MS) return spreadSpeed(gapMs, Math.min(1, patienceMs / IMPATIENT_MS));
    return Math.max(1, Math.min(easedSpeed(nowMs - easeFromMs - LINGER_MS), easedSpeed(nextMs - nowMs - ARRIVE_MS)));
  }

  return {
    happened,
    deed(nowMs) {
      happened(nowMs);
      attentionMs = ATTENTION_MS;
      patienceMs = PATIENCE_MS;
    },
    isLull: (nowMs) => nowMs - lastMs >= LINGER_MS,
    stride(outlook, wallMs) {
      const { nowMs, nextMs } = outlook;
      if (attentionMs > 0) easeFromMs = nowMs;
      const speed = speedAt(outlook);
      const leftMs = nextMs === undefined || nextMs <= nowMs ? Number.POSITIVE_INFINITY : nextMs - nowMs;
      const mostMs = Math.min(wallMs, STRIDE_MS);
      const wantedMs = fractionMs + speed * mostMs;
      const isArrival = wantedMs >= leftMs;
      const usedMs = isArrival ? Math.min(mostMs, (leftMs - fractionMs) / speed) : mostMs;
      const advanceMs = isArrival ? leftMs : Math.floor(wantedMs);
      fractionMs = isArrival ? 0 : wantedMs - advanceMs;
      attentionMs = Math.max(0, attentionMs - usedMs);
      patienceMs = Math.min(PATIENCE_MS, Math.max(0, patienceMs - usedMs * Math.max(0, 1 - speed)) + usedMs * PATIENCE_RETURNS);
      if (isArrival) happened(nowMs + advanceMs);
      return { advanceMs, wallMs: usedMs, speed };
    },
  };
}

function easedSpeed(ms: number): number {
  return ms <= 0 ? 0 : EASE * (ms / 1_000) ** (2 / 3);
}

/** The speed at which `gapMs` takes its share of the spread; `patience` 0 leaves it at 1×. */
function spreadSpeed(gapMs: number, patience: number): number {
  const spreadMs = Math.max(gapMs, Math.min(SPREAD_MS, gapMs / SLOWEST));
  return gapMs / (gapMs + patience * (spreadMs - gapMs));
}
