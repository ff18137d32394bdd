/** The text as Go would write the bytes again (no line breaks, no stray bits), or the error with the words of encoding/base64. */
export type Base64Result = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

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
