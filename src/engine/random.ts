import { uuidText } from './hex-text.ts';

/** A seeded stream of random numbers (sfc32); its whole state is four integers, so that it goes into a checkpoint. */
export interface Random {
  /** uniform in [0, 1) with 32 bits. */
  next(): number;
  /** uniform integer in [0, bound). */
  below(bound: number): number;
  /** `base` plus up to `factor` of it, as client-go's wait.Jitter. */
  jitter(base: number, factor: number): number;
  /** `length` characters of upstream's name alphabet (apimachinery util/rand: no vowels, no 0, 1, 3). */
  suffix(length: number): string;
  /** a version-4 UUID. */
  uuid(): string;
  save(): readonly number[];
  load(state: readonly number[]): void;
}

const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

export function createRandom(seed: number): Random {
  let a = 0x9e3779b9 | 0;
  let b = 0x243f6a88 | 0;
  let c = seed | 0;
  let d = (seed / 0x1_0000_0000) | 0 || 1;

  function bits(): number {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  }
  for (let round = 0; round < 12; round++) bits();

  const next = (): number => bits() / 0x1_0000_0000;
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    next,
    below,
    jitter: (base, factor) => base + next() * factor * base,
    suffix(length) {
      let text = '';
      for (let i = 0; i < length; i++) text += NAME_ALPHABET[below(NAME_ALPHABET.length)];
      return text;
    },
    uuid() {
      return uuidText(bits(), (bits() & 0xffff0fff) | 0x4000, (bits() & 0x3fffffff) | 0x80000000, bits());
    },
    save: () => [a, b, c, d],
    load(state) {
      [a = 0, b = 0, c = 0, d = 0] = state;
    },
  };
}
