const SECONDS_A_MINUTE = 60;
const SECONDS_AN_HOUR = 60 * SECONDS_A_MINUTE;
const HOURS_A_DAY = 24;
const DAYS_A_YEAR = 365;

/**
 * How long `durationMs` is, in two or three significant figures as kubectl's tables print it: `119s`, `2m30s`, `3d4h`.
 * Clocks may disagree by less than two seconds; further back than that is `<invalid>` (apimachinery/pkg/util/duration, HumanDuration).
 */
export function humanDuration(durationMs: number): string {
  const seconds = Math.trunc(durationMs / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * SECONDS_A_MINUTE) return `${seconds}s`;
  const minutes = Math.trunc(seconds / SECONDS_A_MINUTE);
  if (minutes < 10) return withRest(minutes, 'm', seconds % SECONDS_A_MINUTE, 's');
  if (minutes < 3 * 60) return `${minutes}m`;
  const hours = Math.trunc(seconds / SECONDS_AN_HOUR);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 2 * HOURS_A_DAY) return `${hours}h`;
  const days = Math.trunc(hours / HOURS_A_DAY);
  if (days < 8) return withRest(days, 'd', hours % HOURS_A_DAY, 'h');
  if (days < 2 * DAYS_A_YEAR) return `${days}d`;
  const years = Math.trunc(days / DAYS_A_YEAR);
  return years < 8 ? withRest(years, 'y', days % DAYS_A_YEAR, 'd') : `${years}y`;
}

function withRest(amount: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${amount}${unit}` : `${amount}${unit}${rest}${restUnit}`;
}
