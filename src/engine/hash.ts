import { hexText } from './hex-text.ts';

/** A 64-bit FNV-1a-like hash of a text as 16 hexadecimal digits: two independent 32-bit lanes over UTF-16 units. Not cryptographic. */
export function hashText(text: string): string {
  return hexText(...hashWords(text));
}

/** The two lanes of {@link hashText} as numbers of 32 bits. */
export function hashWords(text: string): readonly [high: number, low: number] {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + i), 0x85ebca6b);
    high ^= high >>> 15;
  }
  return [high >>> 0, low >>> 0];
}
