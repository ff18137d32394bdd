import type { CommandState } from './shell-command.ts';
import { globSource } from './shell-expand.ts';

const NUMBERS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '-eq': (left, right) => left === right, '-ne': (left, right) => left !== right, '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right, '-gt': (left, right) => left > right, '-ge': (left, right) => left >= right,
};

export function isThere(path: string, state: CommandState): boolean {
  const { world, files } = state;
  return files.has(path) || world.contents?.has(path) === true || world.isMounted(path) || path === '/' || /^\/(bin|dev|etc|home|proc|root|sys|tmp|usr|var)$/.test(path);
}

/** What `test`, `[` and `[[` find. `matched` is told of the groups of a regular expression that fits. */
export function isTrue(words: readonly string[], state: CommandState, matched: (groups: readonly string[]) => void): boolean {
  for (const [operator, every] of [['||', false], ['-o', false], ['&&', true], ['-a', true]] as const) {
    const at = words.indexOf(operator);
    if (at <= 0) continue;
    const left = isTrue(words.slice(0, at), state, matched);
    return left === every ? isTrue(words.slice(at + 1), state, matched) : left;
  }
  const [first = '', ...rest] = words;
  if (first === '!') return !isTrue(rest, state, matched);
  const [second, third] = rest;
  if (second === undefined) return first !== '';
  if (third === undefined) {
    if (/^-[efdsrwxL]$/.test(first)) return isThere(second, state);
    return first === '-n' ? second !== '' : first === '-z' && second === '';
  }
  if (second === '=~') return matches(first, third, matched);
  if (second === '=' || second === '==') return new RegExp(`^${globSource(third)}$`, 's').test(first);
  if (second === '!=') return !new RegExp(`^${globSource(third)}$`, 's').test(first);
  return NUMBERS[second]?.(Number(first), Number(third)) ?? false;
}

function matches(text: string, pattern: string, matched: (groups: readonly string[]) => void): boolean {
  let found: RegExpExecArray | null = null;
  try {
    found = new RegExp(pattern.replace(/\[:digit:\]/g, '0-9').replace(/\[:alpha:\]/g, 'A-Za-z').replace(/\[:space:\]/g, '\\s')).exec(text);
  } catch {
    return false;
  }
  if (found) matched([...found].map((group) => group ?? ''));
  return found !== null;
}
