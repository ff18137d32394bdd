const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const HOURS_A_DAY = 24;
const HOURS_A_YEAR = 365 * HOURS_A_DAY;

/**
 * How long `durationMs` is, as kubectl's AGE column prints it: two or three significant figures, `119s`, `9m59s`, `7d23h`.
 * Clocks may disagree by less than two seconds; further back than that is `<invalid>`.
 *
 * Behaviour: `staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go`, `HumanDuration`.
 */
export function humanDuration(durationMs: number): string {
  const seconds = Math.trunc(durationMs / SECOND_MS);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (durationMs < 2 * MINUTE_MS) return `${seconds}s`;
  const minutes = Math.trunc(durationMs / MINUTE_MS);
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's');
  if (minutes < 3 * 60) return `${minutes}m`;
  const hours = Math.trunc(durationMs / HOUR_MS);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 2 * HOURS_A_DAY) return `${hours}h`;
  const days = Math.trunc(hours / HOURS_A_DAY);
  if (days < 8) return withRest(days, 'd', hours % HOURS_A_DAY, 'h');
  if (hours < 2 * HOURS_A_YEAR) return `${days}d`;
  const years = Math.trunc(hours / HOURS_A_YEAR);
  return years < 8 ? withRest(years, 'y', days % 365, 'd') : `${years}y`;
}

function withRest(amount: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${amount}${unit}` : `${amount}${unit}${rest}${restUnit}`;
}
