const DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/**
 * Numbers of 32 bits as eight hexadecimal digits each. The text is made in one piece: one that is joined from parts keeps the parts, which
 * take many times its own bytes, and there is one for every object of a cluster.
 */
export function hexText(...words: readonly number[]): string {
  const codes: number[] = [];
  for (const word of words) for (let shift = 28; shift >= 0; shift -= 4) codes.push(DIGITS[(word >>> shift) & 15] ?? 0);
  return String.fromCharCode(...codes);
}

const DASH = '-'.charCodeAt(0);

/** The same of four words, as UUIDs are written. */
export function uuidText(a: number, b: number, c: number, d: number): string {
  const codes: number[] = [];
  for (const word of [a, b, c, d]) {
    for (let shift = 28; shift >= 0; shift -= 4) {
      const position = codes.length;
      if (position === 8 || position === 13 || position === 18 || position === 23) codes.push(DASH);
      codes.push(DIGITS[(word >>> shift) & 15] ?? 0);
    }
  }
  return String.fromCharCode(...codes);
}
