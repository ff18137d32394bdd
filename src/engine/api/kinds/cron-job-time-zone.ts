/** What the clocks on the wall show. `month` counts from 1, `weekday` from Sunday 0. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

/** A zone of the IANA time zone database. All instants are milliseconds since the Unix epoch. */
export interface TimeZone {
  /** how far its clocks are ahead of UTC at an instant, milliseconds. */
  offsetMs(atMs: number): number;
}

const DAY_MS = 86_400_000;

export const UTC: TimeZone = { offsetMs: () => 0 };
const known = new Map<string, TimeZone | undefined>([['UTC', UTC]]);

/** The zone of that name, spelled as in the database; `undefined` when there is none. */
export function findTimeZone(name: string): TimeZone | undefined {
  if (!known.has(name)) known.set(name, makeTimeZone(name));
  return known.get(name);
}

function makeTimeZone(name: string): TimeZone | undefined {
  // The host also takes any case and plain offsets, which the database does not have.
  if (!/^[A-Z]/.test(name) || /\/[^A-Z]/.test(name)) return undefined;
  const format = formatIn(name);
  const spelling = format?.resolvedOptions().timeZone ?? '';
  if (!format || (spelling !== name && spelling.toLowerCase() === name.toLowerCase())) return undefined;
  return {
    offsetMs(atMs) {
      const wholeMs = Math.floor(atMs / 1000) * 1000;
      const shown: Record<string, number> = {};
      for (const { type, value } of format.formatToParts(wholeMs)) shown[type] = Number(value);
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
      return Date.UTC(year, month - 1, day, hour, minute, second) - wholeMs;
    },
  };
}

function formatIn(timeZone: string): Intl.DateTimeFormat | undefined {
  const options: Intl.DateTimeFormatOptions = {
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  };
  try {
    // Of a given instant in a given zone it says the same everywhere: nothing of the reader's own settings comes in.
    // oxlint-disable-next-line no-restricted-globals
    return new Intl.DateTimeFormat('en-US', options);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function wallTime(zone: TimeZone, atMs: number): WallTime {
  const shown = new Date(atMs + zone.offsetMs(atMs));
  return {
    year: shown.getUTCFullYear(), month: shown.getUTCMonth() + 1, day: shown.getUTCDate(), weekday: shown.getUTCDay(),
    hour: shown.getUTCHours(), minute: shown.getUTCMinutes(),
  };
}

/** The first instant of a day, which is not midnight where clocks are put forward at midnight. `day` and `month` may overflow. */
export function startOfDay(zone: TimeZone, year: number, month: number, day: number): number {
  const midnight = Date.UTC(year, month - 1, day);
  const candidates = [-DAY_MS, DAY_MS].map((away) => midnight - zone.offsetMs(midnight + away)).sort((a, b) => a - b);
  const [earliest = midnight, latest = midnight] = candidates;
  return candidates.find((atMs) => atMs + zone.offsetMs(atMs) === midnight) ?? Math.max(earliest, latest);
}

/** `2026-03-29T01:30:00+01:00`: RFC 3339 with the zone's offset. */
export function formatInZone(zone: TimeZone, atMs: number): string {
  const offsetMs = zone.offsetMs(atMs);
  const text = new Date(atMs + offsetMs).toISOString().slice(0, 19);
  if (offsetMs === 0) return `${text}Z`;
  const minutes = Math.floor(Math.abs(offsetMs) / 60_000);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${text}${offsetMs < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
