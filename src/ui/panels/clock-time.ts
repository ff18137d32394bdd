/** Time of day of the simulated clock (UTC) to the second: `10:02:58`. `atMs` is milliseconds since the Unix epoch. */
export function clockTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** Time of day to the tenth of a second, as events and chains tell it: `10:02:58.1`. */
export function clockTimeTenths(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 21);
}

/** Date and time in full, for hovering over a time of day: `2026-01-05 10:02:58.123 UTC`. */
export function fullTime(atMs: number): string {
  const iso = new Date(atMs).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)} UTC`;
}
