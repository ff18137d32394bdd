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
  const text = formatTime(atMs);
  if (text !== microSeconds) {
    microSeconds = text;
    microPrefix = text.slice(0, 19);
  }
  return microPrefix + (FRACTIONS[Math.floor(atMs) % 1000] ?? '');
}
/** Heartbeats write little else; their seconds are cut and their fractions spelled once. */
let microSeconds = '';
let microPrefix = '';
const FRACTIONS = Array.from({ length: 1000 }, (_millis, millis) => `.${String(millis).padStart(3, '0')}000Z`);

/** Milliseconds since the epoch of either form; `NaN` when it is neither. */
export function parseTime(text: string): number {
  return Date.parse(text);
}
