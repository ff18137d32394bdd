export type PythonValue = number | string | boolean | null | readonly PythonValue[];

/** What a program says that is not modelled; the message quotes it. */
export class PythonError extends Error {}

type Look = (name: string) => PythonValue | undefined;
type Variable = (name: string) => string | undefined;

interface Reader {
  readonly text: string;
  readonly tokens: readonly string[];
  at: number;
  readonly name: Look;
  readonly variable: Variable;
}

const TOKEN = /[fFrR]?"(?:[^"\\]|\\.)*"|[fFrR]?'(?:[^'\\]|\\.)*'|\d+(?:\.\d+)?|[A-Za-z_][\w.]*|\*\*|\/\/|[=!<>]=|[-+*/%()[\],<>]/gs;
const PRECEDENCE: Readonly<Record<string, number>> = { or: 1, and: 2, '==': 4, '!=': 4, '<': 4, '>': 4, '<=': 4, '>=': 4, in: 4, '+': 5, '-': 5, '*': 6, '/': 6, '//': 6, '%': 6, '**': 8 };
const CONSTANTS: Readonly<Record<string, PythonValue>> = { True: true, False: false, None: null };

/** The value of an expression; `variable` reads the environment. Throws a PythonError. */
export function evaluatePython(text: string, name: Look, variable: Variable): PythonValue {
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.join('').replace(/\s/g, '') !== text.replace(/\s/g, '')) throw new PythonError(text);
  const reader: Reader = { text, tokens, at: 0, name, variable };
  const value = operation(reader, 0);
  if (reader.at < tokens.length) throw new PythonError(text);
  return value;
}

export function isTruthy(value: PythonValue): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

export function textOf(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return Array.isArray(value) ? `[${value.map((item: PythonValue) => (typeof item === 'string' ? `'${item}'` : textOf(item))).join(', ')}]` : String(value);
}

function operation(reader: Reader, least: number): PythonValue {
  let left = operand(reader);
  for (;;) {
    const operator = reader.tokens[reader.at] ?? '';
    const precedence = PRECEDENCE[operator];
    if (precedence === undefined || precedence < least) return left;
    reader.at++;
    left = apply(reader, operator, left, operation(reader, precedence + 1));
  }
}

function operand(reader: Reader): PythonValue {
  const token = reader.tokens[reader.at++];
  if (token === undefined) throw new PythonError(reader.text);
  if (token === '-') return -Number(operation(reader, 7));
  if (token === 'not') return !isTruthy(operation(reader, 3));
  if (token === '(') return closed(reader, operation(reader, 0), ')');
  if (token === '[') return list(reader, ']');
  if (/^\d/.test(token)) return Number(token);
  const quoted = /^([fFrR]?)(["'])([^]*)\2$/.exec(token);
  if (quoted) return textLiteral(reader, quoted[3] ?? '', (quoted[1] ?? '').toLowerCase());
  if (token in CONSTANTS) return CONSTANTS[token] ?? null;
  const next = reader.tokens[reader.at];
  if (next === '(') {
    reader.at++;
    return call(reader, token, list(reader, ')'));
  }
  if (token === 'os.environ' && next === '[') {
    reader.at++;
    const value = reader.variable(textOf(closed(reader, operation(reader, 0), ']')));
    if (value === undefined) throw new PythonError('a KeyError');
    return value;
  }
  const value = reader.name(token);
  if (value === undefined) throw new PythonError(token);
  return value;
}

function closed<T>(reader: Reader, value: T, bracket: string): T {
  if (reader.tokens[reader.at++] !== bracket) throw new PythonError(reader.text);
  return value;
}

function list(reader: Reader, end: string): PythonValue[] {
  const items: PythonValue[] = [];
  while (reader.tokens[reader.at] !== end) {
    items.push(operation(reader, 0));
    if (reader.tokens[reader.at] === ',') reader.at++;
    else if (reader.tokens[reader.at] !== end) throw new PythonError(reader.text);
  }
  reader.at++;
  return items;
}

function textLiteral(reader: Reader, text: string, prefix: string): string {
  if (prefix === 'r') return text;
  const plain = text.replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/\\(["'\\])/g, '$1');
  return prefix === 'f' ? plain.replace(/\{([^{}]+)\}/g, (_whole, inner: string) => textOf(evaluatePython(inner, reader.name, reader.variable))) : plain;
}

function call(reader: Reader, name: string, args: readonly PythonValue[]): PythonValue {
  const [first = null, second = null] = args;
  switch (name) {
    case 'os.environ.get':
    case 'os.getenv':
      return reader.variable(textOf(first)) ?? second;
    case 'int':
      return Math.trunc(Number(first));
    case 'float':
      return Number(first);
    case 'str':
      return textOf(first);
    case 'len':
      return Array.isArray(first) ? first.length : textOf(first).length;
    case 'range': {
      const [from, to] = args.length === 1 ? [0, Number(first)] : [Number(first), Number(second)];
      return Array.from({ length: Math.min(Math.max(0, to - from), 1_000) }, (_item, index) => from + index);
    }
    case 'socket.gethostname':
    case 'platform.node':
      return reader.variable('HOSTNAME') ?? '';
    default:
      throw new PythonError(name);
  }
}

function apply(reader: Reader, operator: string, left: PythonValue, right: PythonValue): PythonValue {
  if (operator === 'and') return isTruthy(left) ? right : left;
  if (operator === 'or') return isTruthy(left) ? left : right;
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === 'in') return Array.isArray(right) ? right.includes(left) : textOf(right).includes(textOf(left));
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  if (typeof left !== 'number' || typeof right !== 'number') throw new PythonError(reader.text);
  return ofNumbers(operator, left, right);
}

function ofNumbers(operator: string, left: number, right: number): PythonValue {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '//':
      return Math.floor(left / right);
    case '**':
      return left ** right;
    case '%':
      return ((left % right) + right) % right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    default:
      return left >= right;
  }
}
