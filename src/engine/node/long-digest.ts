import { hashWords } from '../hash.ts';
import { hexText } from '../hex-text.ts';

/** 64 hexadecimal digits that stand for a SHA-256: the same text always gives the same. Not cryptographic. */
export function longDigest(text: string): string {
  return hexText(...hashWords(text), ...hashWords(`${text}/1`), ...hashWords(`${text}/2`), ...hashWords(`${text}/3`));
}
