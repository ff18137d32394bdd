import { formatTime, parseTime } from '../../time-format.ts';
import { goQuote } from './go-quote.ts';

/** The instant in UTC as the API writes it; `undefined` text for Go's zero time, which means unset. */
export type TimeResult = { readonly ok: true; readonly text: string | undefined } | { readonly ok: false; readonly message: string };

const SECONDS_LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICROS_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';
const ZERO_TIME = '0001-01-01T00:00:00';
/** The years the wire format can write. */
const FIRST_MS = parseTime('0000-01-01T00:00:00Z');
const LAST_MS = parseTime('9999-12-31T23:59:59Z');

/** Reads a text from left to right. The first problem stays; whatever is read after it means nothing. */
interface Reader {
  readonly text: string;
  readonly layout: string;
  rest: string;
  problem: string | undefined;
}

/** metav1.Time: RFC 3339, fractions dropped (apimachinery/pkg/apis/meta/v1/time.go). Errors in the words of Go's time.Parse. */
export function normalizeTime(text: string): TimeResult {
  return readInstant({ text, layout: SECONDS_LAYOUT, rest: text, problem: undefined });
}

/** metav1.MicroTime: RFC 3339 with exactly six digits of a second (apimachinery/pkg/apis/meta/v1/micro_time.go). */
export function normalizeMicroTime(text: string): TimeResult {
  return readInstant({ text, layout: MICROS_LAYOUT, rest: text, problem: undefined });
}

function readInstant(reader: Reader): TimeResult {
  const year = takeNumber(reader, '2006', /^\d{4}/);
  takeLiteral(reader, '-');
  const month = takeNumber(reader, '01', /^\d\d/);
  checkRange(reader, month, 1, 12, 'month');
  takeLiteral(reader, '-');
  const day = takeNumber(reader, '02', /^\d\d/);
  takeLiteral(reader, 'T');
  const hour = takeNumber(reader, '15', /^\d\d?/);
  checkRange(reader, hour, 0, 23, 'hour');
  takeLiteral(reader, ':');
  const minute = takeNumber(reader, '04', /^\d\d/);
  checkRange(reader, minute, 0, 59, 'minute');
  takeLiteral(reader, ':');
  const second = takeNumber(reader, '05', /^\d\d/);
  checkRange(reader, second, 0, 59, 'second');
  const micros = reader.layout === MICROS_LAYOUT ? takeMicros(reader) : skipFraction(reader);
  const offsetMinutes = takeZone(reader);
  if (reader.rest !== '') refuse(reader, `extra text: ${goQuote(reader.rest)}`);
  checkRange(reader, day, 1, daysIn(year, month), 'day');
  const local = `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}Z`;
  return finish(reader, parseTime(local) - offsetMinutes * 60_000, micros);
}

function finish(reader: Reader, atMs: number, micros: string): TimeResult {
  if (!(atMs >= FIRST_MS && atMs <= LAST_MS)) refuse(reader, 'year outside of range [0,9999]');
  if (reader.problem !== undefined) return { ok: false, message: reader.problem };
  const seconds = formatTime(atMs).slice(0, 19);
  if (seconds === ZERO_TIME && Number(micros) === 0) return { ok: true, text: undefined };
  return { ok: true, text: reader.layout === MICROS_LAYOUT ? `${seconds}.${micros}Z` : `${seconds}Z` };
}

function takeNumber(reader: Reader, element: string, pattern: RegExp): number {
  return Number(take(reader, element, pattern)?.[0]);
}

function takeLiteral(reader: Reader, literal: string): void {
  if (reader.rest.startsWith(literal)) reader.rest = reader.rest.slice(literal.length);
  else mismatch(reader, literal);
}

function takeMicros(reader: Reader): string {
  return take(reader, '.000000', /^[.,](\d{6})/)?.[1] ?? '';
}

function skipFraction(reader: Reader): string {
  reader.rest = reader.rest.replace(/^[.,]\d+/, '');
  return '0';
}

/** Minutes east of UTC. */
function takeZone(reader: Reader): number {
  const match = take(reader, 'Z07:00', /^(?:Z|([+-])(\d\d):(\d\d))/);
  if (!match?.[1]) return 0;
  const hours = Number(match[2]);
  const minutes = Number(match[3]);
  checkRange(reader, hours, 0, 24, 'time zone offset hour');
  checkRange(reader, minutes, 0, 60, 'time zone offset minute');
  return (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

function take(reader: Reader, element: string, pattern: RegExp): RegExpExecArray | null {
  const match = pattern.exec(reader.rest);
  if (match) reader.rest = reader.rest.slice(match[0].length);
  else mismatch(reader, element);
  return match;
}

function mismatch(reader: Reader, element: string): void {
  reader.problem ??= `parsing time ${goQuote(reader.text)} as ${goQuote(reader.layout)}: cannot parse ${goQuote(reader.rest)} as ${goQuote(element)}`;
}

function refuse(reader: Reader, why: string): void {
  reader.problem ??= `parsing time ${goQuote(reader.text)}: ${why}`;
}

function checkRange(reader: Reader, value: number, least: number, most: number, what: string): void {
  if (value < least || value > most) refuse(reader, `${what} out of range`);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, '0');
}
