import { ShellSyntaxError, tokenize, type Token, type Word } from './shell-words.ts';

export { ShellSyntaxError, type Word } from './shell-words.ts';

export type ShellNode =
  | {
    readonly kind: 'command'; readonly assignments: readonly { readonly name: string; readonly value: Word | readonly Word[] }[]; readonly words: readonly Word[];
    readonly outputFile?: Word; readonly appends?: true; readonly inputFile?: Word; readonly negated: boolean;
  }
  | { readonly kind: 'test'; readonly words: readonly Word[]; readonly negated: boolean }
  | { readonly kind: 'forever'; readonly body: ShellList }
  | { readonly kind: 'while'; readonly until: boolean; readonly condition: ShellList; readonly body: ShellList }
  | { readonly kind: 'for'; readonly name: string; readonly items: readonly Word[]; readonly body: ShellList }
  | { readonly kind: 'if'; readonly branches: readonly { readonly condition: ShellList; readonly body: ShellList }[]; readonly otherwise: ShellList }
  | { readonly kind: 'case'; readonly subject: Word; readonly clauses: readonly { readonly patterns: readonly Word[]; readonly body: ShellList }[] }
  | { readonly kind: 'group'; readonly body: ShellList }
  | { readonly kind: 'function'; readonly name: string; readonly body: ShellNode }
  | { readonly kind: 'pipe'; readonly nodes: readonly ShellNode[] };
/** Commands with the operator in front of each. */
export type ShellList = readonly { readonly operator: ';' | '&&' | '||'; readonly node: ShellNode; readonly background: boolean }[];

/**
 * Reads a shell script. Modelled: commands with quotes, variables, arrays, `$(…)`, `$((…))`, assignments, redirections to and from files; `;`, `&&`,
 * `||`, `|`, `&`, `!`, `[[ … ]]`, groups, functions, `if`, `case`, `while`, `until`, `for … in …`. Everything else throws.
 */
export function parseShell(script: string): ShellList {
  const reader = { tokens: tokenize(script, parseShell), at: 0 };
  const list = parseList(reader, []);
  if (reader.at < reader.tokens.length) throw new ShellSyntaxError(`unexpected ${describe(reader.tokens[reader.at])}`);
  return list;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function describe(token: Token | undefined): string {
  if (!token) return 'end of script';
  return token.kind === 'operator' ? (token.text === '\n' ? 'newline' : token.text) : (token.plain ?? 'word');
}

function plainAt(reader: Reader): string | undefined {
  const token = reader.tokens[reader.at];
  return token?.kind === 'word' ? token.plain : undefined;
}
function operatorAt(reader: Reader, offset = 0): string | undefined {
  const token = reader.tokens[reader.at + offset];
  return token?.kind === 'operator' ? token.text : undefined;
}
function skipBreaks(reader: Reader): void {
  while (operatorAt(reader) === '\n' || operatorAt(reader) === ';') reader.at++;
}
function wordAt(reader: Reader, what: string): Word {
  const token = reader.tokens[reader.at++];
  if (token?.kind !== 'word') throw new ShellSyntaxError(what);
  return token.word;
}
function expect(reader: Reader, plain: string): void {
  skipBreaks(reader);
  if (plainAt(reader) !== plain) throw new ShellSyntaxError(`a script without \`${plain}\` where it belongs`);
  reader.at++;
}

/** Reads up to one of the words `until`, or the end of a clause or a subshell. */
function parseList(reader: Reader, until: readonly string[]): ShellList {
  const list: { operator: ';' | '&&' | '||'; node: ShellNode; background: boolean }[] = [];
  let operator: ';' | '&&' | '||' = ';';
  for (;;) {
    if (operator === ';') skipBreaks(reader);
    else while (operatorAt(reader) === '\n') reader.at++;
    const plain = plainAt(reader);
    const ahead = operatorAt(reader);
    if (reader.at >= reader.tokens.length || ahead === ')' || ahead === ';;' || (plain !== undefined && until.includes(plain))) return list;
    const node = parsePipe(reader);
    const next = operatorAt(reader);
    list.push({ operator, node, background: next === '&' });
    if (next === '&&' || next === '||') {
      operator = next;
      reader.at++;
    } else if (next === undefined || [';', '\n', '&', ')', ';;'].includes(next)) {
      if (next === '&') reader.at++;
      else if (next === undefined && reader.at < reader.tokens.length && !until.includes(plainAt(reader) ?? '')) throw new ShellSyntaxError(`unexpected ${describe(reader.tokens[reader.at])}`);
      operator = ';';
    } else throw new ShellSyntaxError(`\`${next}\``);
  }
}

function parsePipe(reader: Reader): ShellNode {
  const nodes = [parseNode(reader)];
  while (operatorAt(reader) === '|') {
    reader.at++;
    while (operatorAt(reader) === '\n') reader.at++;
    nodes.push(parseNode(reader));
  }
  const [only] = nodes;
  return only && nodes.length === 1 ? only : { kind: 'pipe', nodes };
}

function parseNode(reader: Reader): ShellNode {
  if (operatorAt(reader) === '(') return parseSubshell(reader);
  switch (plainAt(reader)) {
    case 'while':
      return parseWhile(reader, false);
    case 'until':
      return parseWhile(reader, true);
    case 'for':
      return parseFor(reader);
    case 'if':
      return parseIf(reader);
    case 'case':
      return parseCase(reader);
    case '{':
      return parseGroup(reader);
    case '[[':
      return parseTest(reader, false);
    case '!': {
      const next = reader.tokens[reader.at + 1];
      if (next?.kind !== 'word' || next.plain !== '[[') break;
      reader.at++;
      return parseTest(reader, true);
    }
    default:
  }
  const name = plainAt(reader);
  if (name !== undefined && operatorAt(reader, 1) === '(' && operatorAt(reader, 2) === ')') {
    reader.at += 3;
    skipBreaks(reader);
    return { kind: 'function', name, body: parseNode(reader) };
  }
  return parseCommand(reader);
}

function parseTest(reader: Reader, negated: boolean): ShellNode {
  reader.at++;
  const words: Word[] = [];
  while (plainAt(reader) !== ']]') words.push(wordAt(reader, '`[[` without `]]`'));
  reader.at++;
  return { kind: 'test', words, negated };
}

function parseSubshell(reader: Reader): ShellNode {
  reader.at++;
  const body = parseList(reader, []);
  if (operatorAt(reader) !== ')') throw new ShellSyntaxError('`(` without `)`');
  reader.at++;
  return { kind: 'group', body };
}

function parseGroup(reader: Reader): ShellNode {
  reader.at++;
  const body = parseList(reader, ['}']);
  expect(reader, '}');
  return { kind: 'group', body };
}

function parseIf(reader: Reader): ShellNode {
  const branches: { condition: ShellList; body: ShellList }[] = [];
  let otherwise: ShellList = [];
  do {
    reader.at++;
    const condition = parseList(reader, ['then']);
    expect(reader, 'then');
    branches.push({ condition, body: parseList(reader, ['elif', 'else', 'fi']) });
  } while (plainAt(reader) === 'elif');
  if (plainAt(reader) === 'else') {
    reader.at++;
    otherwise = parseList(reader, ['fi']);
  }
  expect(reader, 'fi');
  return { kind: 'if', branches, otherwise };
}

function parseCase(reader: Reader): ShellNode {
  reader.at++;
  const subject = wordAt(reader, '`case` without a word');
  expect(reader, 'in');
  const clauses: { patterns: Word[]; body: ShellList }[] = [];
  for (skipBreaks(reader); plainAt(reader) !== 'esac'; skipBreaks(reader)) {
    if (operatorAt(reader) === '(') reader.at++;
    const patterns = [wordAt(reader, '`case` without `esac`')];
    while (operatorAt(reader) === '|') {
      reader.at++;
      patterns.push(wordAt(reader, '`case` without a pattern'));
    }
    if (operatorAt(reader) !== ')') throw new ShellSyntaxError('`case` without a pattern');
    reader.at++;
    clauses.push({ patterns, body: parseList(reader, ['esac']) });
    if (operatorAt(reader) === ';;') reader.at++;
  }
  reader.at++;
  return { kind: 'case', subject, clauses };
}

function parseWhile(reader: Reader, until: boolean): ShellNode {
  reader.at++;
  const plain = plainAt(reader);
  const condition = parseList(reader, ['do']);
  const body = parseBody(reader);
  if (!until && condition.length === 1 && (plain === 'true' || plain === ':')) return { kind: 'forever', body };
  return { kind: 'while', until, condition, body };
}

function parseFor(reader: Reader): ShellNode {
  reader.at++;
  const name = plainAt(reader);
  reader.at++;
  if (name === undefined || plainAt(reader) !== 'in') throw new ShellSyntaxError('`for` without a list');
  reader.at++;
  const items: Word[] = [];
  for (let token = reader.tokens[reader.at]; token?.kind === 'word'; token = reader.tokens[++reader.at]) {
    const sequence = token.word.length === 1 && typeof token.word[0] === 'string' ? sequenceOf(token.word[0]) : undefined;
    items.push(...(sequence ?? [token.word]));
  }
  return { kind: 'for', name, items, body: parseBody(reader) };
}

/** `{1..5}`. */
function sequenceOf(text: string): Word[] | undefined {
  const match = /^\{(\d+)\.\.(\d+)\}$/.exec(text);
  if (!match) return undefined;
  const words: Word[] = [];
  for (let i = Number(match[1]); i <= Number(match[2]) && words.length < 1000; i++) words.push([String(i)]);
  return words;
}

function parseBody(reader: Reader): ShellList {
  expect(reader, 'do');
  const body = parseList(reader, ['done']);
  expect(reader, 'done');
  return body;
}

function parseCommand(reader: Reader): ShellNode {
  const assignments: { name: string; value: Word | Word[] }[] = [];
  const words: Word[] = [];
  let outputFile: Word | undefined;
  let inputFile: Word | undefined;
  let appends = false;
  let negated = false;
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token?.kind === 'operator' && (token.text === '>' || token.text === '>>' || token.text === '<')) {
      reader.at++;
      const target = wordAt(reader, 'a redirection without a file');
      if (token.text === '<') inputFile = target;
      else {
        outputFile = target;
        appends = token.text === '>>';
      }
      continue;
    }
    if (token?.kind !== 'word') break;
    reader.at++;
    if (words.length === 0 && token.plain === '!') {
      negated = true;
      continue;
    }
    const assignment = words.length === 0 ? assignmentOf(token.word) : undefined;
    if (!assignment) words.push(token.word);
    else assignments.push(assignment.value.length === 0 && operatorAt(reader) === '(' ? { name: assignment.name, value: parseArray(reader) } : assignment);
  }
  if (words.length === 0 && assignments.length === 0 && !inputFile) throw new ShellSyntaxError(`unexpected ${describe(reader.tokens[reader.at])}`);
  return { kind: 'command', assignments, words, negated, ...(outputFile ? { outputFile } : {}), ...(appends ? { appends: true } : {}), ...(inputFile ? { inputFile } : {}) };
}

/** `(foo bar)` after `name=`. */
function parseArray(reader: Reader): Word[] {
  const items: Word[] = [];
  for (reader.at++; operatorAt(reader) !== ')'; skipBreaks(reader)) items.push(wordAt(reader, 'an array without its end'));
  reader.at++;
  return items;
}

function assignmentOf(word: Word): { name: string; value: Word } | undefined {
  const [first, ...rest] = word;
  if (typeof first !== 'string') return undefined;
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/.exec(first);
  return match ? { name: match[1] ?? '', value: match[2] ? [match[2], ...rest] : rest } : undefined;
}
