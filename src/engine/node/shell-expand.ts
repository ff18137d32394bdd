import type { ProcessWorld } from './process-world.ts';
import { plainText, type Segment, type Text } from './program.ts';
import { evaluateArithmetic } from './shell-arithmetic.ts';
import type { ShellList } from './shell-parser.ts';
import type { Trim, Word, WordPart } from './shell-words.ts';

/** What words are filled in from. */
export interface Expansion {
  readonly world: ProcessWorld;
  readonly vars: Map<string, string>;
  readonly arrays: Map<string, readonly string[]>;
  /** exit status of the last command. */
  status: number;
  /** variables that the loop being recorded counts, with their stride. */
  counters: Map<string, number> | undefined;
  /** Runs commands and gives what they print. */
  capture(list: ShellList): Text;
}

export function expand(word: Word, state: Expansion): Text {
  return word.flatMap((part) => expandPart(part, state));
}

/** A word that is not in quotes comes apart at blanks when something is filled in. */
export function expandToWords(word: Word, state: Expansion): string[] {
  const text = plainText(expand(word, state));
  return word.some((part) => typeof part !== 'string') ? text.split(/\s+/).filter((piece) => piece !== '') : [text];
}

function expandPart(part: WordPart, state: Expansion): readonly Segment[] {
  if (typeof part === 'string') return [part];
  switch (part.kind) {
    case 'date':
      return [part];
    case 'hostname':
      return [state.world.hostname];
    case 'namespace':
      return [state.world.namespace ?? 'default'];
    case 'status':
      return [String(state.status)];
    case 'sum':
      return [numeric(part.name, Number(state.vars.get(part.name) ?? 0) + part.add, state)];
    case 'arithmetic':
      return [String(evaluateArithmetic(part.text, (name) => Number(state.vars.get(name) ?? 0)))];
    case 'output':
      return state.capture(part.list);
    case 'variable':
      return variable(part, state);
  }
}

function variable({ name, fallback, index, trim }: Extract<WordPart, { kind: 'variable' }>, state: Expansion): readonly Segment[] {
  const items = state.arrays.get(name);
  if (items) {
    const at = index ? plainText(expand(index, state)) : '0';
    return [at === '@' || at === '*' ? items.join(' ') : (items[Number(at)] ?? '')];
  }
  const value = state.vars.get(name);
  if (value === undefined || value === '') return fallback ? expand(fallback, state) : [''];
  if (trim) return [trimmed(value, trim)];
  return [state.counters?.has(name) ? numeric(name, Number(value), state) : value];
}

function trimmed(value: string, { from, longest, pattern }: Trim): string {
  const fits = new RegExp(`^${globSource(pattern)}$`, 's');
  for (let step = 0; step <= value.length; step++) {
    const cut = longest ? value.length - step : step;
    const piece = from === 'start' ? value.slice(0, cut) : value.slice(value.length - cut);
    if (fits.test(piece)) return from === 'start' ? value.slice(cut) : value.slice(0, value.length - cut);
  }
  return value;
}

/** A pattern of file names as the source of a regular expression. */
export function globSource(pattern: string): string {
  return pattern.replace(/[.+^${}()|\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
}

function numeric(name: string, base: number, state: Expansion): Segment {
  const stride = state.counters?.get(name);
  return stride === undefined ? String(base) : { kind: 'counter', base, stride };
}
