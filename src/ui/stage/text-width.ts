/** Widths of text without a page to measure on: near enough to decide what fits. Errs on the wide side. */

const NARROW = /[iljtfr.,:;'|!()[\] ]/;
const WIDE = /[mwMWO@%&]/;
/** IBM Plex Mono's advance. */
const MONO_ADVANCE = 0.6;

/** Pixels that `text` takes in Inter of `size` pixels. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const letter of text) ems += NARROW.test(letter) ? 0.33 : WIDE.test(letter) ? 0.88 : letter >= 'A' && letter <= 'Z' ? 0.7 : 0.6;
  return ems * size;
}

export function monoWidth(text: string, size: number): number {
  return text.length * size * MONO_ADVANCE;
}

/** `text`, or its beginning and `…` when it is wider than `width`; empty when not even one letter fits. */
export function fitText(text: string, width: number, size: number, widthOf: (text: string, size: number) => number = textWidth): string {
  if (widthOf(text, size) <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (widthOf(`${text.slice(0, middle)}…`, size) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low).trimEnd()}…`;
}
