import type { ShellList } from './shell-parser.ts';

/** A word of a script: literal text and what is filled in when it runs. */
export type WordPart =
  | string
  | { readonly kind: 'variable'; readonly name: string; readonly fallback?: Word; readonly index?: Word; readonly trim?: Trim }
  | { readonly kind: 'date'; readonly format: 'plain' | 'iso' | 'epoch' }
  | { readonly kind: 'hostname' | 'namespace' | 'status' }
  | { readonly kind: 'sum'; readonly name: string; readonly add: number }
  | { readonly kind: 'arithmetic'; readonly text: string }
  | { readonly kind: 'output'; readonly list: ShellList };
export type Word = readonly WordPart[];

/** `${name##*-}`: what is cut off, the shortest or the longest that fits. */
export interface Trim {
  readonly from: 'start' | 'end';
  readonly longest: boolean;
  readonly pattern: string;
}

/** Thrown for what is outside the modelled subset; the message names it. */
export class ShellSyntaxError extends Error {}

export type Token = { readonly kind: 'word'; readonly word: Word; readonly plain: string | undefined } | { readonly kind: 'operator'; readonly text: string };

type ReadScript = (script: string) => ShellList;

/** Where a container finds the namespace of its pod. */
const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';
const DATE_FORMATS: Readonly<Record<string, 'plain' | 'iso' | 'epoch'>> = {
  date: 'plain', 'date +%s': 'epoch', 'date -Iseconds': 'iso', 'date -u +%Y-%m-%dT%H:%M:%SZ': 'iso', 'date +%Y-%m-%dT%H:%M:%SZ': 'iso',
};
const WORD_END = /[\s;&|<>()]/;
/** Within `[[ … ]]` only blanks part words. */
const TEST_WORD_END = /\s/;

/** Splits a script into words and operators. `readScript` reads what stands in `$(…)`. */
export function tokenize(script: string, readScript: ReadScript): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let inTest = false;
  while (at < script.length) {
    const rest = script.slice(at);
    const skipped = /^(?:[ \t\r]|\\\n)+/.exec(rest) ?? /^#[^\n]*/.exec(rest) ?? (inTest ? /^\n/.exec(rest) : /^(?:2>&1|[12]?>&2|1>&2|2>\s*[^\s;&|]+|&>\s*[^\s;&|]+)/.exec(rest));
    if (skipped) {
      at += skipped[0].length;
      continue;
    }
    const operator = inTest ? null : /^(?:&&|\|\||>>|<<|;;|[;\n&|><()])/.exec(rest);
    if (operator) {
      tokens.push({ kind: 'operator', text: operator[0] });
      at += operator[0].length;
      continue;
    }
    if (inTest && /^\]\](?=[\s;&|)]|$)/.test(rest)) {
      inTest = false;
      tokens.push({ kind: 'word', word: [']]'], plain: ']]' });
      at += 2;
      continue;
    }
    const { parts, end, quoted } = readWord(script, at, inTest ? TEST_WORD_END : WORD_END, readScript);
    const plain = quoted || parts.length !== 1 || typeof parts[0] !== 'string' ? undefined : parts[0];
    if (plain === '[[') inTest = true;
    tokens.push({ kind: 'word', word: parts, plain });
    at = end;
  }
  return tokens;
}

/** The text of a word in double quotes, or of a default value. */
function readText(text: string, readScript: ReadScript): Word {
  return text === '' ? [] : readWord(text, 0, /^$/, readScript).parts;
}

function readWord(script: string, from: number, endsAt: RegExp, readScript: ReadScript): { parts: WordPart[]; end: number; quoted: boolean } {
  const parts: WordPart[] = [];
  let text = '';
  let quote = '';
  let quoted = false;
  let at = from;
  for (; at < script.length; at++) {
    const char = script[at] ?? '';
    if (quote === '' && endsAt.test(char)) break;
    if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      quoted = true;
    } else if (char === '\\' && quote !== "'") {
      const next = script[++at] ?? '';
      text += quote === '"' && !'$`"\\\n'.includes(next) ? `\\${next}` : next === '\n' ? '' : next;
    } else if ((char === '$' || char === '`') && quote !== "'") {
      const expansion = readExpansion(script.slice(at), readScript);
      if (!expansion) text += char;
      else {
        if (text) parts.push(text);
        text = '';
        parts.push(expansion.part);
        at += expansion.length - 1;
      }
    } else text += char;
  }
  if (quote) throw new ShellSyntaxError('an unterminated quoted string');
  if (text || parts.length === 0) parts.push(text);
  return { parts, end: at, quoted };
}

function readExpansion(text: string, readScript: ReadScript): { part: WordPart; length: number } | undefined {
  if (text.startsWith('`')) {
    const end = text.indexOf('`', 1);
    if (end < 0) throw new ShellSyntaxError('an unterminated command substitution');
    return { part: substituted(text.slice(1, end).trim(), readScript), length: end + 1 };
  }
  const sum = /^\$\(\(\s*\$?([A-Za-z_][A-Za-z0-9_]*)\s*([+-])\s*(\d+)\s*\)\)/.exec(text);
  if (sum) return { part: { kind: 'sum', name: sum[1] ?? '', add: Number(`${sum[2]}${sum[3]}`) }, length: sum[0].length };
  if (text.startsWith('$(')) {
    const length = closingAt(text, 1, '(', ')') + 1;
    if (text.startsWith('$((') && text[length - 2] === ')') return { part: { kind: 'arithmetic', text: text.slice(3, length - 2) }, length };
    return { part: substituted(text.slice(2, length - 1).trim(), readScript), length };
  }
  if (text.startsWith('${')) {
    const length = closingAt(text, 1, '{', '}') + 1;
    return { part: readParameter(text.slice(2, length - 1), readScript), length };
  }
  if (text.startsWith('$?')) return { part: { kind: 'status' }, length: 2 };
  const variable = /^\$([A-Za-z_][A-Za-z0-9_]*|[0-9@*#])/.exec(text);
  return variable ? { part: { kind: 'variable', name: variable[1] ?? '' }, length: variable[0].length } : undefined;
}

/** Where the bracket that opens at `from` closes, quotes apart. */
function closingAt(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') at++;
    else if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === open) depth++;
    else if (char === close && --depth === 0) return at;
  }
  throw new ShellSyntaxError(`\`${text.slice(0, 2)}\` without its end`);
}

function readParameter(text: string, readScript: ReadScript): WordPart {
  const match = /^(\w+)(?:\[([^\]]*)\])?(?:(:?-)([^]*)|(##?|%%?)([^]*))?$/.exec(text);
  if (!match) throw new ShellSyntaxError(`\`\${${text}}\``);
  const [, name = '', index, dash, fallback = '', cut, pattern = ''] = match;
  return {
    kind: 'variable', name,
    ...(index === undefined ? {} : { index: readText(index, readScript) }),
    ...(dash === undefined ? {} : { fallback: readText(fallback, readScript) }),
    ...(cut === undefined ? {} : { trim: { from: cut.startsWith('#') ? 'start' : 'end', longest: cut.length === 2, pattern } }),
  };
}

function substituted(command: string, readScript: ReadScript): WordPart {
  const normal = command.replace(/["']/g, '').replace(/\s+/g, ' ');
  const format = DATE_FORMATS[normal];
  if (format) return { kind: 'date', format };
  if (normal === 'hostname') return { kind: 'hostname' };
  if (normal === `cat ${NAMESPACE_FILE}`) return { kind: 'namespace' };
  return { kind: 'output', list: readScript(command) };
}
