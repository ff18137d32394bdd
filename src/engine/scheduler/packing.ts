import { NOT_SCORED } from './plugin.ts';

/**
 * Small whole numbers, one a node: as the characters of a string, which takes a byte each in memory and in a checkpoint; as one
 * number when all are the same; as a list when some are too large or below 0. {@link NOT_SCORED} may be among them.
 */
export type Packed = number | string | readonly number[];

/** Keeps clear of what JSON escapes. */
const FIRST_CHARACTER = 93;
/** Keeps clear of surrogates. */
const LARGEST = 0xd000 - FIRST_CHARACTER;
/** Arguments of one call are bounded in every engine. */
const CHUNK = 8192;

/** Packs the first `count` numbers. */
export function pack(numbers: Float64Array | Uint16Array, count: number): Packed {
  const first = numbers[0] ?? 0;
  let same = 1;
  while (same < count && numbers[same] === first) same++;
  if (same >= count) return first;
  const shifted: number[] = [];
  for (let i = 0; i < count; i++) {
    const number = numbers[i] ?? 0;
    if (number > LARGEST || (number < 0 && number !== NOT_SCORED)) return Array.from(numbers.subarray(0, count));
    // The character before the first stands for no score.
    shifted.push(Math.floor(number) + FIRST_CHARACTER);
  }
  if (count <= CHUNK) return String.fromCharCode(...shifted);
  let text = '';
  for (let from = 0; from < count; from += CHUNK) text += String.fromCharCode(...shifted.slice(from, from + CHUNK));
  return text;
}

export function unpack(packed: Packed, count: number): Float64Array {
  const numbers = new Float64Array(count);
  if (typeof packed === 'number') numbers.fill(packed);
  else if (typeof packed === 'string') for (let i = 0; i < count; i++) numbers[i] = Math.max(packed.charCodeAt(i) - FIRST_CHARACTER, NOT_SCORED);
  else numbers.set(packed);
  return numbers;
}
