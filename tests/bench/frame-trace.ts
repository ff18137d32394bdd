/** An event of Chromium's trace; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** from its begin to its end on the wall. */
  readonly dur?: number;
  /** what the thread spent in it, without the time in which another process had the core. */
  readonly tdur?: number;
}

/** Script on the page's main thread in one frame, milliseconds. */
export interface FrameScript {
  readonly threadMs: number;
  readonly wallMs: number;
}

const FRAME = 'BeginMainThreadFrame';
const SCRIPT: ReadonlySet<string> = new Set([
  'FunctionCall', 'EvaluateScript', 'FireAnimationFrame', 'TimerFire', 'EventDispatch', 'RunMicrotasks', 'HandlePostMessage', 'FireIdleCallback',
  'MinorGC', 'MajorGC', 'V8.GCScavenger', 'V8.GCFinalizeMC', 'v8.compile',
]);

/** What the main thread spent in script in each frame, from one frame's beginning to the next's. */
export function scriptOfFrames(events: readonly TraceEvent[]): FrameScript[] {
  const main = mainThread(events);
  const own = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const begins = own.filter(({ name }) => name === FRAME).map(({ ts }) => ts).sort((a, b) => a - b);
  const runs = outermost(own.filter(({ name, ph, dur }) => ph === 'X' && dur !== undefined && SCRIPT.has(name)));
  const frames: FrameScript[] = [];
  let next = 0;
  for (let index = 0; index + 1 < begins.length; index++) {
    const [from = 0, to = 0] = [begins[index], begins[index + 1]];
    let threadUs = 0;
    let wallUs = 0;
    while ((runs[next]?.ts ?? Number.POSITIVE_INFINITY) < from) next++;
    for (; (runs[next]?.ts ?? Number.POSITIVE_INFINITY) < to; next++) {
      const { dur = 0, tdur = dur } = runs[next] ?? {};
      threadUs += Math.min(tdur, dur);
      wallUs += dur;
    }
    frames.push({ threadMs: threadUs / 1_000, wallMs: wallUs / 1_000 });
  }
  return frames;
}

/** The renderer's main thread that drew most frames. */
function mainThread(events: readonly TraceEvent[]): { readonly pid: number; readonly tid: number } {
  const counts = new Map<string, { readonly pid: number; readonly tid: number; count: number }>();
  for (const { name, pid, tid } of events) {
    if (name !== FRAME) continue;
    const key = `${pid}/${tid}`;
    const known = counts.get(key) ?? { pid, tid, count: 0 };
    known.count++;
    counts.set(key, known);
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  if (!most) throw new Error('no frame was drawn while the page was watched');
  return most;
}

/** Events within others are part of them. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  const runs: TraceEvent[] = [];
  let untilUs = Number.NEGATIVE_INFINITY;
  for (const event of [...events].sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    const endUs = event.ts + (event.dur ?? 0);
    if (endUs <= untilUs) continue;
    runs.push(event);
    untilUs = endUs;
  }
  return runs;
}

/** The smallest value that a share of all values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
