import { hashText } from '../hash.ts';

/** 64 hexadecimal digits that stand for a SHA-256: the same text always gives the same. Not cryptographic. */
export function longDigest(text: string): string {
  return hashText(text) + hashText(`${text}/1`) + hashText(`${text}/2`) + hashText(`${text}/3`);
}
