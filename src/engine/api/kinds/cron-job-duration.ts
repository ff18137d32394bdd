import { goQuote } from '../schema/go-quote.ts';

export type DurationResult = { readonly ok: true; readonly ms: number } | { readonly ok: false; readonly problem: string };

const UNITS_MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads a duration as Go's time.ParseDuration does: `1h30m`, `-1.5h`, `300ms`. */
export function parseGoDuration(text: string): DurationResult {
  const refused = (problem: string): DurationResult => ({ ok: false, problem: `time: ${problem}` });
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === '0') return { ok: true, ms: 0 };
  if (body === '') return refused(`invalid duration ${goQuote(text)}`);
  let ms = 0;
  for (let rest = body; rest !== '';) {
    const amount = /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)/.exec(rest)?.[0];
    if (amount === undefined) return refused(`invalid duration ${goQuote(text)}`);
    const unit = /^[^.0-9]*/.exec(rest.slice(amount.length))?.[0] ?? '';
    if (unit === '') return refused(`missing unit in duration ${goQuote(text)}`);
    const unitMs = UNITS_MS[unit];
    if (unitMs === undefined) return refused(`unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`);
    ms += Number(amount) * unitMs;
    rest = rest.slice(amount.length + unit.length);
  }
  return { ok: true, ms: sign === '-' ? -ms : ms };
}
