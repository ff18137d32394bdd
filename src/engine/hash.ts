/** A 64-bit FNV-1a-like hash of a text as 16 hexadecimal digits: two independent 32-bit lanes over UTF-16 units. Not cryptographic. */
export function hashText(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + i), 0x85ebca6b);
    high ^= high >>> 15;
  }
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');
}
