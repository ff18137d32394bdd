/** RFC 3339 with seconds, as metav1.Time is written: `2026-01-05T10:00:00Z`. */
export function formatTime(atMs: number): string {
  if (atMs - secondsMs >= 0 && atMs - secondsMs < 1000) return secondsText;
  secondsMs = Math.floor(atMs / 1000) * 1000;
  secondsText = `${new Date(secondsMs).toISOString().slice(0, 19)}Z`;
  return secondsText;
}
/** Many writes share a second; the last formatted one is remembered. */
let secondsMs = Number.NaN;
let secondsText = '';

/** RFC 3339 with microseconds, as metav1.MicroTime is written: `2026-01-05T10:00:00.250000Z`. */
export function formatMicroTime(atMs: number): string {
  const millis = Math.floor(atMs) % 1000;
  const padded = millis < 10 ? `00${millis}` : millis < 100 ? `0${millis}` : `${millis}`;
  return `${formatTime(atMs).slice(0, 19)}.${padded}000Z`;
}

/** Milliseconds since the epoch of either form; `NaN` when it is neither. */
export function parseTime(text: string): number {
  return Date.parse(text);
}
