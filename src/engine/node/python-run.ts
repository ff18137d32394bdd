import { evaluatePython, isTruthy, PythonError, textOf, type PythonValue } from './python-expression.ts';

export { PythonError };

/** What a program finds around it. */
export interface PythonWorld {
  variable(name: string): string | undefined;
  print(line: string): void;
  sleep(ms: number): void;
}

interface Line {
  readonly indent: number;
  readonly text: string;
}
interface Run {
  readonly world: PythonWorld;
  readonly lines: readonly Line[];
  readonly names: Map<string, PythonValue>;
  left: number;
}
/** What ends a block before its last line. */
type Leave = { readonly exit: number } | 'forever' | 'break' | 'continue' | undefined;

const STATEMENT_LIMIT = 2_000;
const HEADER = /^(if|elif|else|while|for)\b(.*):$/;

/**
 * Runs the short programs that manifests carry: assignments, `print`, `time.sleep`, `sys.exit`, `if`, `while`, `for … in range(…)`, and what
 * they ask of `os.environ`. Returns the exit code, or `forever`. Throws a PythonError for anything else.
 */
export function runPython(program: string, world: PythonWorld): number | 'forever' {
  const run: Run = { world, lines: linesOf(program), names: new Map(), left: STATEMENT_LIMIT };
  const leave = runBlock(run, 0, run.lines.length);
  return leave === 'forever' ? leave : typeof leave === 'object' ? leave.exit : 0;
}

function linesOf(program: string): Line[] {
  const lines: Line[] = [];
  for (const raw of program.split('\n')) {
    const indent = raw.length - raw.trimStart().length;
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) continue;
    // `if x: y` and `a; b` in one line.
    const inline = /^((?:if|elif|else|while|for)\b[^:]*):\s*(\S.*)$/.exec(text);
    if (inline) lines.push({ indent, text: `${inline[1] ?? ''}:` });
    for (const piece of (inline ? (inline[2] ?? '') : text).split(/;\s*(?=(?:[^'"]*['"][^'"]*['"])*[^'"]*$)/)) if (piece) lines.push({ indent: inline ? indent + 1 : indent, text: piece.trim() });
  }
  return lines;
}

/** The end of the block that the line before `at` begins. */
function endOfBlock(run: Run, at: number, indent: number, to: number): number {
  let end = at;
  while (end < to && (run.lines[end]?.indent ?? 0) > indent) end++;
  return end;
}

function runBlock(run: Run, from: number, to: number): Leave {
  let at = from;
  let isDecided = false;
  while (at < to) {
    const line = run.lines[at];
    if (!line) break;
    const header = HEADER.exec(line.text);
    if (!header) {
      const leave = runStatement(run, line.text);
      if (leave !== undefined) return leave;
      at++;
      continue;
    }
    const [, word = '', condition = ''] = header;
    const end = endOfBlock(run, at + 1, line.indent, to);
    let leave: Leave;
    if (word === 'while') leave = runLoop(run, at + 1, end, () => isTruthy(value(run, condition)));
    else if (word === 'for') leave = runFor(run, condition, at + 1, end);
    else {
      if (word === 'if') isDecided = false;
      if (!isDecided && (word === 'else' || isTruthy(value(run, condition)))) {
        isDecided = true;
        leave = runBlock(run, at + 1, end);
      }
    }
    if (leave !== undefined) return leave;
    at = end;
  }
  return undefined;
}

function runLoop(run: Run, from: number, to: number, goesOn: () => boolean): Leave {
  while (goesOn()) {
    // It does the same again and again: what it would print later is not shown.
    if (--run.left < STATEMENT_LIMIT / 2) return 'forever';
    const leave = runBlock(run, from, to);
    if (leave === 'break') return undefined;
    if (leave !== undefined && leave !== 'continue') return leave;
  }
  return undefined;
}

function runFor(run: Run, header: string, from: number, to: number): Leave {
  const match = /^\s+(\w+)\s+in\s+(.*)$/.exec(header);
  const items = match && value(run, match[2] ?? '');
  if (!match || !Array.isArray(items)) throw new PythonError(`for${header}`);
  let at = 0;
  return runLoop(run, from, to, () => {
    const item: PythonValue | undefined = items[at++];
    if (item === undefined) return false;
    run.names.set(match[1] ?? '', item);
    return true;
  });
}

function runStatement(run: Run, text: string): Leave {
  if (--run.left < 0) throw new PythonError('that many statements');
  if (/^(import|from)\s/.test(text) || text === 'pass') return undefined;
  if (text === 'break' || text === 'continue') return text;
  const call = /^([\w.]+)\((.*)\)$/s.exec(text);
  switch (call?.[1]) {
    case 'sys.exit':
    case 'exit':
    case 'quit':
    case 'os._exit':
      return { exit: exitCode(run, call[2] ?? '') };
    case 'time.sleep':
    case 'sleep':
      run.world.sleep(Math.round(Number(value(run, call[2] ?? '')) * 1000));
      return undefined;
    case 'print': {
      const shown = value(run, `[${(call[2] ?? '').replace(/,\s*flush\s*=\s*True/, '')}]`);
      for (const line of (Array.isArray(shown) ? shown : [shown]).map(textOf).join(' ').split('\n')) run.world.print(line);
      return undefined;
    }
    default:
  }
  if (/^raise\b/.test(text)) {
    const raised = /^raise\s+(\w+)(?:\((.*)\))?/.exec(text);
    run.world.print('Traceback (most recent call last):');
    run.world.print(`${raised?.[1] ?? 'Exception'}${raised?.[2] ? `: ${textOf(value(run, raised[2]))}` : ''}`);
    return { exit: 1 };
  }
  const assignment = /^(\w+)\s*([-+*]?)=(?!=)\s*(.*)$/s.exec(text);
  if (!assignment) throw new PythonError(text);
  const [, name = '', operator = '', expression = ''] = assignment;
  run.names.set(name, value(run, operator === '' ? expression : `${name} ${operator} (${expression})`));
  return undefined;
}

function exitCode(run: Run, expression: string): number {
  if (expression.trim() === '') return 0;
  const code = value(run, expression);
  if (typeof code === 'number') return code & 255;
  if (typeof code === 'boolean') return code ? 1 : 0;
  if (code === null) return 0;
  run.world.print(textOf(code));
  return 1;
}

function value(run: Run, expression: string): PythonValue {
  return evaluatePython(expression.trim(), (name) => run.names.get(name), (name) => run.world.variable(name));
}
