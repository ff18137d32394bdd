const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon, 05 Jan 2026 10:00:00 +0000`: Go's time.RFC1123Z, in UTC. */
export function formatRfc1123(atMs: number): string {
  const date = new Date(atMs);
  const [year = '', time = ''] = [date.toISOString().slice(0, 4), date.toISOString().slice(11, 19)];
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${DAYS[date.getUTCDay()] ?? ''}, ${day} ${MONTHS[date.getUTCMonth()] ?? ''} ${year} ${time} +0000`;
}
