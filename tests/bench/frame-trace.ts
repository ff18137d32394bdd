/** An event of Chromium's trace; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

const FRAME = 'BeginMainThreadFrame';
const SCRIPT: ReadonlySet<string> = new Set([
  'FunctionCall', 'EvaluateScript', 'FireAnimationFrame', 'TimerFire', 'EventDispatch', 'RunMicrotasks', 'HandlePostMessage', 'FireIdleCallback',
  'MinorGC', 'MajorGC', 'V8.GCScavenger', 'V8.GCFinalizeMC', 'v8.compile',
]);

/** Milliseconds of script on the page's main thread in each frame, from one frame's beginning to the next's. */
export function scriptPerFrameMs(events: readonly TraceEvent[]): number[] {
  const main = mainThread(events);
  const own = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const begins = own.filter(({ name }) => name === FRAME).map(({ ts }) => ts).sort((a, b) => a - b);
  const runs = merged(own.filter(({ name, ph, dur }) => ph === 'X' && dur !== undefined && SCRIPT.has(name)));
  const frames: number[] = [];
  let next = 0;
  for (let index = 0; index + 1 < begins.length; index++) {
    const [from = 0, to = 0] = [begins[index], begins[index + 1]];
    let sum = 0;
    while (next < runs.length && (runs[next]?.to ?? 0) <= from) next++;
    for (let run = next; run < runs.length; run++) {
      const interval = runs[run];
      if (!interval || interval.from >= to) break;
      sum += Math.min(interval.to, to) - Math.max(interval.from, from);
    }
    frames.push(sum / 1_000);
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

interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Nested and overlapping events as one run each. */
function merged(events: readonly TraceEvent[]): Interval[] {
  const runs: { from: number; to: number }[] = [];
  for (const { ts, dur = 0 } of [...events].sort((a, b) => a.ts - b.ts)) {
    const last = runs.at(-1);
    if (last && ts <= last.to) last.to = Math.max(last.to, ts + dur);
    else runs.push({ from: ts, to: ts + dur });
  }
  return runs;
}

/** The smallest value that a share of all values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
