import type { FieldPath } from '../manifest/field-place.ts';

/** What a person is writing at the cursor. */
export interface CursorContext {
  /** of the document around the cursor, as far as they are written. */
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
  /** path of the mapping that the cursor's key belongs to. */
  readonly path: FieldPath;
  /** `key`: a key is being written, or a scalar after "- ". `value`: the scalar after `key:`. */
  readonly at: 'key' | 'value';
  /** key whose value is written; empty for `key`. */
  readonly key: string;
  readonly typed: string;
  /** offset at which `typed` starts. */
  readonly from: number;
  /** column at which the mapping's keys stand. */
  readonly column: number;
  /** keys the mapping has already, on other lines. */
  readonly siblings: readonly string[];
}

interface Line {
  /** columns of the "- " in front, from the left. */
  readonly dashes: readonly number[];
  /** where the key, or the scalar, starts. */
  readonly column: number;
  readonly key: string | null;
  readonly value: string;
}

const LINE = /^(\s*)((?:- +|-$)*)(?:(["']?)([^\s"'#:{}[\],&*!|>%@`][^:#"']*)\3\s*:(?:\s+(.*))?$)?/;
/** How far up and down the text is read. */
const MOST_LINES = 2_000;

/**
 * Where the cursor is, judged by indentation alone, so that it works while the text is broken. `null` in comments, flow collections
 * and quotes, where nothing is offered. Block style only.
 */
export function cursorContext(text: string, offset: number): CursorContext | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const written = parseWriting(before, lineStart);
  if (!written) return null;
  const above = documentLines(text.slice(0, Math.max(0, lineStart - 1)), 'above');
  const lineEnd = text.indexOf('\n', offset);
  const below = lineEnd < 0 ? [] : documentLines(text.slice(lineEnd + 1), 'below');
  const { path, siblings } = climb(above, written.line, below);
  const top = [...above, ...below].filter((line) => line.column === 0 && line.dashes.length === 0);
  const find = (wanted: string): string | undefined => {
    const value = top.find((line) => line.key === wanted)?.value ?? '';
    return value.replace(/\s+#.*$/, '').replace(/^["']|["']$/g, '') || undefined;
  };
  return {
    apiVersion: find('apiVersion'), kind: find('kind'), path, siblings,
    at: written.at, key: written.key, typed: written.typed, from: written.from, column: written.line.column,
  };
}

interface Writing {
  readonly at: CursorContext['at'];
  readonly key: string;
  readonly typed: string;
  readonly from: number;
  readonly line: Line;
}

function parseWriting(before: string, lineStart: number): Writing | null {
  const match = /^(\s*)((?:- +)*)(.*)$/.exec(before);
  if (!match) return null;
  const [, indent = '', dashText = '', content = ''] = match;
  const column = indent.length + dashText.length;
  const dashes = dashColumns(indent.length, dashText);
  if (/^[\w./-]*$/.test(content) && !content.startsWith('-')) {
    return { at: 'key', key: '', typed: content, from: lineStart + column, line: { dashes, column, key: null, value: '' } };
  }
  const pair = /^([\w./-]+):\s+([^\s#{}[\]"'&*|>]*)$/.exec(content);
  if (!pair) return null;
  const [, key = '', typed = ''] = pair;
  return { at: 'value', key, typed, from: lineStart + before.length - typed.length, line: { dashes, column, key, value: typed } };
}

/** Lines of the document around the cursor, nearest first above, in order below. Blank lines and comments are left out. */
function documentLines(text: string, side: 'above' | 'below'): Line[] {
  const all = text.split('\n');
  const near = side === 'above' ? all.slice(-MOST_LINES).toReversed() : all.slice(0, MOST_LINES);
  const end = near.findIndex((line) => /^(---|\.\.\.)(\s|$)/.test(line));
  return (end < 0 ? near : near.slice(0, end)).filter((line) => /^\s*[^\s#]/.test(line)).map(parseLine);
}

function parseLine(text: string): Line {
  const match = LINE.exec(text);
  const [, indent = '', dashText = '', , key, value = ''] = match ?? [];
  return { dashes: dashColumns(indent.length, dashText), column: indent.length + dashText.length, key: key?.trim() ?? null, value: value.trim() };
}

function dashColumns(start: number, dashText: string): number[] {
  return [...dashText.matchAll(/-/g)].map((dash) => start + dash.index);
}

/** Either inside a mapping whose keys stand at a column, or right under a list whose dashes do. */
interface Level {
  readonly in: 'mapping' | 'list';
  readonly column: number;
}

/** Walks up to the parents by their columns, collecting the path and the keys beside the cursor's. */
function climb(above: readonly Line[], written: Line, below: readonly Line[]): { path: FieldPath; siblings: string[] } {
  const path: (string | number)[] = [];
  const siblings: string[] = [];
  let own = true;
  const leave = (line: Line): Level => {
    const [outermost] = line.dashes;
    if (outermost === undefined) return { in: 'mapping', column: line.column };
    own = false;
    for (const _dash of line.dashes) path.unshift(0);
    return { in: 'list', column: outermost };
  };
  let level = leave(written);
  for (const line of above) {
    if (level.in === 'mapping' && line.column === level.column && line.key !== null) {
      if (own) siblings.push(line.key);
      if (line.dashes.length > 0) level = leave(line);
    } else if (line.key !== null && (level.in === 'list' ? line.column <= level.column : line.column < level.column)) {
      path.unshift(line.key);
      own = false;
      level = leave(line);
    } else if (level.in === 'mapping' && line.key === null && line.value === '' && (line.dashes[0] ?? Infinity) < level.column) {
      level = leave(line);
    }
  }
  for (const line of below) {
    if (line.column < written.column || (line.dashes[0] ?? Infinity) < written.column) break;
    if (line.column === written.column && line.key !== null) siblings.push(line.key);
  }
  return { path, siblings };
}
