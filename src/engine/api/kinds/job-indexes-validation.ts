import { goQuote } from '../schema/go-quote.ts';

export type IndexesResult = { readonly ok: true; readonly total: number } | { readonly ok: false; readonly problem: string };

/** How many indexes a text such as `0,2-4` names, all of them below `completions` (pkg/apis/batch/validation validateIndexesFormat). */
export function readIndexes(text: string, completions: number): IndexesResult {
  let total = 0;
  let previous = -1;
  for (const interval of text === '' ? [] : text.split(',')) {
    const limits = readInterval(interval, completions);
    if (typeof limits === 'string') return { ok: false, problem: limits };
    const [first, last] = limits;
    if (previous >= first) return { ok: false, problem: `non-increasing order, previous: ${previous}, current: ${first}` };
    total += last - first + 1;
    previous = last;
  }
  return { ok: true, total };
}

/** First and last index, or what is wrong. */
function readInterval(text: string, completions: number): readonly [number, number] | string {
  const parts = text.split('-');
  if (parts.length > 2) return `the fragment ${goQuote(text)} violates the requirement that an index interval can have at most two parts separated by '-'`;
  const limits: number[] = [];
  for (const part of parts) {
    if (!/^\+?[0-9]+$/.test(part)) return `cannot convert string to integer for index: ${goQuote(part)}`;
    if (Number(part) >= completions) return `too large index: ${goQuote(part)}`;
    limits.push(Number(part));
  }
  const [first = 0, last] = limits;
  if (last !== undefined && first >= last) return `non-increasing order, previous: ${first}, current: ${last}`;
  return [first, last ?? first];
}
