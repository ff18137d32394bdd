/** A duration as Go's `time.Duration` prints it, to the millisecond: `350ms`, `2.1s`, `1m20s`, `5m0s`. */
export function formatGoDuration(durationMs: number): string {
  const wholeMs = Math.round(durationMs);
  if (wholeMs === 0) return '0s';
  if (wholeMs < 1000) return `${wholeMs}ms`;
  const hours = Math.floor(wholeMs / 3_600_000);
  const minutes = Math.floor(wholeMs / 60_000) % 60;
  const seconds = `${(wholeMs % 60_000) / 1000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
