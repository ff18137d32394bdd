/** The text as Go would write the bytes again (no line breaks, no stray bits), or the error with the words of encoding/base64. */
export type Base64Result = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The UTF-8 bytes of a text in standard, padded base64. */
export function encodeBase64(text: string): string {
  const bytes = utf8Bytes(text);
  let output = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.slice(at, at + 3);
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    const digit = (shift: number): string => ALPHABET.charAt((group >> shift) & 63);
    output += digit(18) + digit(12) + (second === undefined ? '=' : digit(6)) + (third === undefined ? '=' : digit(0));
  }
  return output;
}

/** The bytes of a text in UTF-8. */
export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const tail = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(0));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(6), tail(0));
    else bytes.push(0xf0 | (code >> 18), tail(12), tail(6), tail(0));
  }
  return bytes;
}

/** What canonical base64 stands for, one character (up to U+00FF) for each byte. */
export function decodeBase64Bytes(text: string): string {
  let output = '';
  let held = 0;
  let bits = 0;
  for (const character of text) {
    if (character === '=') break;
    held = ((held << 6) | ALPHABET.indexOf(character)) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    output += String.fromCharCode((held >> bits) & 0xff);
  }
  return output;
}

/** How many bytes canonical base64 stands for. */
export function base64ByteCount(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

/** Checks standard, padded base64 as Go's `base64.StdEncoding` does: line breaks are skipped, all else must fit. */
export function normalizeBase64(text: string): Base64Result {
  if (!/[^A-Za-z0-9+/]/.test(text) && text.length % 4 === 0) return { ok: true, text };
  let at = 0;
  let output = '';
  for (;;) {
    let quantum = '';
    while (quantum.length < 4) {
      if (at === text.length) {
        return quantum === '' ? { ok: true, text: output } : corrupt(at - quantum.length);
      }
      const character = text.charAt(at++);
      if (character === '\n' || character === '\r') continue;
      if (ALPHABET.includes(character)) quantum += character;
      else if (character === '=') return finish(text, at, output, quantum);
      else return corrupt(at - 1);
    }
    output += quantum;
  }
}

/** The end after the first `=`, which stands at `at - 1`; `quantum` holds what came before it in its group of four. */
function finish(text: string, at: number, output: string, quantum: string): Base64Result {
  if (quantum.length < 2) return corrupt(at - 1);
  let next = at;
  if (quantum.length === 2) {
    next = skipLineBreaks(text, next);
    if (next === text.length) return corrupt(text.length);
    if (text.charAt(next) !== '=') return corrupt(next - 1);
    next++;
  }
  next = skipLineBreaks(text, next);
  if (next < text.length) return corrupt(next);
  const lastIndex = ALPHABET.indexOf(quantum.charAt(quantum.length - 1));
  const last = ALPHABET.charAt(lastIndex & (quantum.length === 2 ? 0b110000 : 0b111100));
  return { ok: true, text: `${output}${quantum.slice(0, -1)}${last}${'='.repeat(4 - quantum.length)}` };
}

function skipLineBreaks(text: string, at: number): number {
  let next = at;
  while (text.charAt(next) === '\n' || text.charAt(next) === '\r') next++;
  return next;
}

function corrupt(byteOffset: number): Base64Result {
  return { ok: false, message: `illegal base64 data at input byte ${byteOffset}` };
}
