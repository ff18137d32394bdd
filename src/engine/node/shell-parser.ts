/** A word of a script: literal text and what is filled in when it runs. */
export type WordPart =
  | string
  | { readonly kind: 'variable'; readonly name: string; readonly fallback?: string }
  | { readonly kind: 'date'; readonly format: 'plain' | 'iso' | 'epoch' }
  | { readonly kind: 'hostname' | 'namespace' }
  | { readonly kind: 'sum'; readonly name: string; readonly add: number };
export type Word = readonly WordPart[];

export type ShellNode =
  | { readonly kind: 'command'; readonly assignments: readonly { readonly name: string; readonly value: Word }[]; readonly words: readonly Word[]; readonly outputFile?: Word; readonly background: boolean; readonly negated: boolean }
  | { readonly kind: 'forever'; readonly body: ShellList }
  | { readonly kind: 'while'; readonly until: boolean; readonly condition: ShellList; readonly body: ShellList }
  | { readonly kind: 'for'; readonly name: string; readonly items: readonly Word[]; readonly body: ShellList };
/** Commands with the operator in front of each. */
export type ShellList = readonly { readonly operator: ';' | '&&' | '||'; readonly node: ShellNode }[];

/** Thrown for what is outside the modelled subset; the message names it. */
export class ShellSyntaxError extends Error {}

type Token = { readonly kind: 'word'; readonly word: Word; readonly plain: string | undefined } | { readonly kind: 'operator'; readonly text: string };

/** Where a container finds the namespace of its pod. */
const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';
const DATE_FORMATS: Readonly<Record<string, 'plain' | 'iso' | 'epoch'>> = {
  date: 'plain', 'date +%s': 'epoch', 'date -Iseconds': 'iso', 'date -u +%Y-%m-%dT%H:%M:%SZ': 'iso', 'date +%Y-%m-%dT%H:%M:%SZ': 'iso',
};

/**
 * Reads a shell script. Modelled: simple commands with quotes, variables, `$(date)`, `$(hostname)`, `$((n+1))`, assignments,
 * `;`, `&&`, `||`, `&`, `!`, output redirection, `while`, `until`, `for … in …`. Everything else throws.
 */
export function parseShell(script: string): ShellList {
  const reader = { tokens: tokenize(script), at: 0 };
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
function operatorAt(reader: Reader): string | undefined {
  const token = reader.tokens[reader.at];
  return token?.kind === 'operator' ? token.text : undefined;
}
function skipBreaks(reader: Reader): void {
  while (operatorAt(reader) === '\n' || operatorAt(reader) === ';') reader.at++;
}

function parseList(reader: Reader, until: readonly string[]): ShellList {
  const list: { operator: ';' | '&&' | '||'; node: ShellNode }[] = [];
  let operator: ';' | '&&' | '||' = ';';
  for (;;) {
    if (operator === ';') skipBreaks(reader);
    else while (operatorAt(reader) === '\n') reader.at++;
    const plain = plainAt(reader);
    if (reader.at >= reader.tokens.length || (plain !== undefined && until.includes(plain))) return list;
    list.push({ operator, node: parseNode(reader) });
    const next = operatorAt(reader);
    if (next === '&&' || next === '||') {
      operator = next;
      reader.at++;
    } else if (next === ';' || next === '\n' || next === '&' || next === undefined) {
      if (next === '&') reader.at++;
      operator = ';';
    } else throw new ShellSyntaxError(`\`${next}\``);
  }
}

function parseNode(reader: Reader): ShellNode {
  const plain = plainAt(reader);
  if (plain === 'while' || plain === 'until') return parseWhile(reader, plain === 'until');
  if (plain === 'for') return parseFor(reader);
  if (plain === 'if' || plain === 'case' || plain === 'function' || plain === '{' || plain === '[[') throw new ShellSyntaxError(`\`${plain}\``);
  return parseCommand(reader);
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

/** `{1..5}` and what `$(seq 1 5)` was read as. */
function sequenceOf(text: string): Word[] | undefined {
  const match = /^\{(\d+)\.\.(\d+)\}$/.exec(text);
  if (!match) return undefined;
  const words: Word[] = [];
  for (let i = Number(match[1]); i <= Number(match[2]) && words.length < 1000; i++) words.push([String(i)]);
  return words;
}

function parseBody(reader: Reader): ShellList {
  skipBreaks(reader);
  if (plainAt(reader) !== 'do') throw new ShellSyntaxError('a loop without `do`');
  reader.at++;
  const body = parseList(reader, ['done']);
  if (plainAt(reader) !== 'done') throw new ShellSyntaxError('a loop without `done`');
  reader.at++;
  return body;
}

function parseCommand(reader: Reader): ShellNode {
  const assignments: { name: string; value: Word }[] = [];
  const words: Word[] = [];
  let outputFile: Word | undefined;
  let negated = false;
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token?.kind === 'operator' && (token.text === '>' || token.text === '>>')) {
      const target = reader.tokens[++reader.at];
      if (target?.kind !== 'word') throw new ShellSyntaxError('a redirection without a file');
      outputFile = target.word;
    } else if (token?.kind !== 'word') break;
    else if (words.length === 0 && token.plain === '!') negated = true;
    else {
      const assignment = words.length === 0 ? assignmentOf(token.word) : undefined;
      if (assignment) assignments.push(assignment);
      else words.push(token.word);
    }
    reader.at++;
  }
  if (words.length === 0 && assignments.length === 0) throw new ShellSyntaxError(`unexpected ${describe(reader.tokens[reader.at])}`);
  return { kind: 'command', assignments, words, background: operatorAt(reader) === '&', negated, ...(outputFile ? { outputFile } : {}) };
}

function assignmentOf(word: Word): { name: string; value: Word } | undefined {
  const [first, ...rest] = word;
  if (typeof first !== 'string') return undefined;
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/.exec(first);
  return match ? { name: match[1] ?? '', value: match[2] ? [match[2], ...rest] : rest } : undefined;
}

function tokenize(script: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < script.length) {
    const rest = script.slice(at);
    const blank = /^(?:[ \t\r]|\\\n)+/.exec(rest) ?? /^#[^\n]*/.exec(rest);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const dropped = /^(?:2>&1|1>&2|>&2|2>\s*\S+|&>\s*\S+)/.exec(rest);
    if (dropped) {
      at += dropped[0].length;
      continue;
    }
    const operator = /^(?:&&|\|\||>>|;;|[;\n&|><()])/.exec(rest);
    if (operator) {
      tokens.push({ kind: 'operator', text: operator[0] });
      at += operator[0].length;
      continue;
    }
    const read = readWord(script, at);
    tokens.push({ kind: 'word', word: read.parts, plain: read.quoted || read.parts.length !== 1 || typeof read.parts[0] !== 'string' ? undefined : read.parts[0] });
    at = read.end;
  }
  return tokens;
}

function readWord(script: string, from: number): { parts: WordPart[]; end: number; quoted: boolean } {
  const parts: WordPart[] = [];
  let text = '';
  let quote = '';
  let quoted = false;
  let at = from;
  for (; at < script.length; at++) {
    const char = script[at] ?? '';
    if (quote === '' && /[\s;&|<>()]/.test(char)) break;
    if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      quoted = true;
    } else if (char === '\\' && quote !== "'") {
      const next = script[++at] ?? '';
      text += quote === '"' && !'$`"\\\n'.includes(next) ? `\\${next}` : next;
    } else if (char === '`' && quote !== "'") throw new ShellSyntaxError('backquotes');
    else if (char === '$' && quote !== "'") {
      const expansion = readExpansion(script.slice(at));
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

function readExpansion(text: string): { part: WordPart; length: number } | undefined {
  const sum = /^\$\(\(\s*\$?([A-Za-z_][A-Za-z0-9_]*)\s*([+-])\s*(\d+)\s*\)\)/.exec(text);
  if (sum) return { part: { kind: 'sum', name: sum[1] ?? '', add: Number(`${sum[2]}${sum[3]}`) }, length: sum[0].length };
  const substitution = /^\$\(([^()]*)\)/.exec(text);
  if (substitution) return { part: substituted((substitution[1] ?? '').trim()), length: substitution[0].length };
  if (text.startsWith('$(')) throw new ShellSyntaxError('this command substitution');
  const variable = /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?::?-([^}]*))?\})/.exec(text);
  if (!variable) return undefined;
  const name = variable[1] ?? variable[2] ?? '';
  return { part: { kind: 'variable', name, ...(variable[3] === undefined ? {} : { fallback: variable[3] }) }, length: variable[0].length };
}

function substituted(command: string): WordPart {
  const normal = command.replace(/["']/g, '').replace(/\s+/g, ' ');
  const format = DATE_FORMATS[normal];
  if (format) return { kind: 'date', format };
  if (normal === 'hostname') return { kind: 'hostname' };
  if (normal === `cat ${NAMESPACE_FILE}`) return { kind: 'namespace' };
  const sequence = /^seq (?:(\d+) )?(\d+)$/.exec(normal);
  if (sequence) return `{${sequence[1] ?? 1}..${sequence[2]}}`;
  throw new ShellSyntaxError(`\`$(${command})\``);
}
