/** Lines of what is alike, shown around what is not. */
const CONTEXT = 3;

/** A line that both texts have, or only the old (`-`) or the new one (`+`); with its number in each, from 0. */
interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
  readonly before: number;
  readonly after: number;
}

/** What changed between two texts, as `diff -u` shows it, without the names of files (apimachinery/pkg/util/diff). */
export function unifiedDiff(before: string, after: string): string {
  const lines = align(before.split('\n'), after.split('\n'));
  const shown = lines.map((_, index) => lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' '));
  let text = '';
  for (let start = shown.indexOf(true); start >= 0; ) {
    const end = shown.indexOf(false, start);
    const hunk = lines.slice(start, end < 0 ? lines.length : end);
    text += `${heading(hunk)}\n${hunk.map((line) => `${line.sign}${line.text}\n`).join('')}`;
    start = end < 0 ? -1 : shown.indexOf(true, end);
  }
  return text;
}

function heading(hunk: readonly Line[]): string {
  const [first] = hunk;
  const range = (start: number, count: number): string => (count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`);
  const count = (absent: Line['sign']): number => hunk.filter(({ sign }) => sign !== absent).length;
  return `@@ -${range(first?.before ?? 0, count('+'))} +${range(first?.after ?? 0, count('-'))} @@`;
}

/** Both texts side by side, with as many lines alike as can be. */
function align(before: readonly string[], after: readonly string[]): readonly Line[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const old = before.slice(head, before.length - tail);
  const young = after.slice(head, after.length - tail);
  const lengths = commonLengths(old, young);
  const lines: Line[] = before.slice(0, head).map((text, index) => ({ sign: ' ', text, before: index, after: index }));
  let [i, j] = [0, 0];
  while (i < old.length || j < young.length) {
    const place = { before: head + i, after: head + j };
    const [removed, added] = [old[i], young[j]];
    if (removed !== undefined && removed === added) {
      lines.push({ sign: ' ', text: removed, ...place });
      i++;
      j++;
    } else if (removed !== undefined && (added === undefined || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      lines.push({ sign: '-', text: removed, ...place });
      i++;
    } else {
      lines.push({ sign: '+', text: added ?? '', ...place });
      j++;
    }
  }
  for (const [index, text] of before.slice(before.length - tail).entries()) lines.push({ sign: ' ', text, before: head + old.length + index, after: head + young.length + index });
  return lines;
}

/** How many lines the rests of two texts have in common, from each pair of places on. */
function commonLengths(old: readonly string[], young: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: old.length + 1 }, () => Array.from({ length: young.length + 1 }, () => 0));
  for (let i = old.length - 1; i >= 0; i--) {
    const [row, below] = [lengths[i] ?? [], lengths[i + 1] ?? []];
    for (let j = young.length - 1; j >= 0; j--) row[j] = old[i] === young[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return lengths;
}
