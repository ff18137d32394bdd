import type { CommandState } from './shell-command.ts';
import { commandFor } from './shell-commands.ts';
import { parseShell, ShellSyntaxError, type ShellList, type ShellNode, type Word } from './shell-parser.ts';
import { plainText, type Program, type Segment, type Step, type Text } from './program.ts';
import type { ProcessRun, ProcessWorld } from './process-world.ts';
import { expand, expandToWords, globSource, type Expansion } from './shell-expand.ts';
import { isTrue } from './shell-test.ts';

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash']);
/** Bounds a script's run: loops over lists could nest. */
const COMMAND_LIMIT = 5_000;
const WAITING_ROUNDS = 200;
/** A loop that never waits: one round takes this long. */
const BUSY_ROUND_MS = 10;

/** Works out what a process does from its start on. Pure; the same arguments always give the same program. */
export function runProcess(argv: readonly string[], world: ProcessWorld): ProcessRun {
  const executable = argv[0] ?? '';
  const name = executable.slice(executable.lastIndexOf('/') + 1);
  if (!world.has(name) && !world.isServer(name) && !world.isMounted(executable)) return { notFound: executable };
  const state = createState(world, SHELLS.has(name) ? name : '');
  if (!SHELLS.has(name)) {
    const status = commandFor(name)(argv.slice(1).map((text) => [text]), state);
    finish(state, status);
    return { program: programOf(state) };
  }
  runShell(argv, state);
  return { program: programOf(state) };
}

function runShell(argv: readonly string[], state: RunState): void {
  const flag = argv.findIndex((arg, index) => index > 0 && /^-[a-z]*c$/.test(arg));
  const script = flag < 0 ? undefined : argv[flag + 1];
  if (script !== undefined) {
    state.stopsOnError = argv.slice(1, flag + 1).some((arg) => /^-[a-z]*e/.test(arg));
    argv.slice(flag + 2).forEach((arg, index) => state.vars.set(String(index), arg));
    try {
      finish(state, runList(parseShell(script), state));
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      state.print([`${argv[0] ?? 'sh'}: Kubarium does not model ${error.message} in a script`]);
      finish(state, 2);
    }
    return;
  }
  const file = argv.slice(1).find((arg) => !arg.startsWith('-'));
  // Without a script a shell reads its standard input, which is closed.
  if (file === undefined) finish(state, 0);
  else if (!state.world.isMounted(file)) {
    state.print([`${argv[0] ?? 'sh'}: ${state.world.busybox ? '' : '0: '}can't open '${file}': No such file or directory`]);
    finish(state, state.world.busybox ? 2 : 127);
  } else state.isOver = true;
}

interface RunState extends CommandState, Expansion {
  readonly functions: Map<string, ShellNode>;
  steps: Step[];
  /** where `steps` count from. */
  baseMs: number;
  commandsLeft: number;
  loop?: Program['loop'];
  /** `set -e`. */
  stopsOnError: boolean;
  /** depth of conditions, within which a failure ends nothing. */
  conditions: number;
}

function createState(world: ProcessWorld, shell: string): RunState {
  let unfinished: Text = [];
  const state: RunState = {
    world,
    shell,
    vars: new Map(world.env),
    arrays: new Map(),
    functions: new Map(),
    files: new Set(world.files),
    contents: new Map(),
    asks: new Set(),
    input: [],
    status: 0,
    steps: [],
    baseMs: 0,
    clockMs: 0,
    counters: undefined,
    commandsLeft: COMMAND_LIMIT,
    isOver: false,
    backgroundUntilMs: 0,
    stopsOnError: false,
    conditions: 0,
    print(text) {
      state.steps.push({ afterMs: state.clockMs - state.baseMs, prints: [...unfinished, ...text] });
      unfinished = [];
    },
    complain: (text) => void state.steps.push({ afterMs: state.clockMs - state.baseMs, prints: text }),
    write(text) {
      unfinished = [...unfinished, ...text];
    },
    flush() {
      if (unfinished.length > 0) state.print([]);
    },
    setFile(path, exists, lines) {
      if (exists && lines) state.contents.set(path, lines);
      else if (!exists) state.contents.delete(path);
      const isSaved = path === world.terminationFile && lines !== undefined;
      if (state.files.has(path) === exists && !isSaved) return;
      if (exists) state.files.add(path);
      else state.files.delete(path);
      state.steps.push({ afterMs: state.clockMs - state.baseMs, file: { path, exists, ...(isSaved ? { lines } : {}) } });
    },
    setVariable: (name, value) => void state.vars.set(name, value),
    setOptions(options) {
      if (options.some((option) => /^-[a-z]*e/.test(option))) state.stopsOnError = true;
    },
    runCommand: (words) => runWords(words, state),
    read: (path) => state.contents.get(path) ?? world.contents?.get(path)?.replace(/\n$/, '').split('\n').map((line) => [line]),
    capture: (list) => textOf(captured(state, () => runList(list, state))),
  };
  return state;
}

/** Ends the process with this code, unless it goes on for ever or has ended. */
function finish(state: RunState, code: number): void {
  state.flush();
  if (!state.isOver) state.exit = { afterMs: state.clockMs, code };
  state.isOver = true;
}

function programOf(state: RunState): Program {
  return {
    steps: state.steps,
    ...(state.loop ? { loop: state.loop } : {}),
    ...(state.exit ? { exit: state.exit } : {}),
    ...(state.onTerm ? { onTerm: state.onTerm } : {}),
    ...(state.server ? { server: state.server } : {}),
    ...(state.asks.size > 0 ? { asks: [...state.asks] } : {}),
  };
}

/** What is printed meanwhile; an `exit` ends no more than this. */
function captured(state: RunState, run: () => void): Text[] {
  const lines: Text[] = [];
  const { print, write, flush } = state;
  let unfinished: Text = [];
  state.write = (text) => void (unfinished = [...unfinished, ...text]);
  state.print = (text) => {
    lines.push([...unfinished, ...text]);
    unfinished = [];
  };
  state.flush = () => {
    if (unfinished.length > 0) state.print([]);
  };
  try {
    run();
    state.flush();
  } finally {
    Object.assign(state, { print, write, flush });
  }
  if (state.exit) {
    state.status = state.exit.code;
    delete state.exit;
    state.isOver = false;
  }
  return lines;
}

function textOf(lines: readonly Text[]): Text {
  const last = lines.at(-1);
  if (last && plainText(last) === '' && last.every((segment) => typeof segment === 'string')) return textOf(lines.slice(0, -1));
  return lines.flatMap((line, index): readonly Segment[] => (index === 0 ? line : ['\n', ...line]));
}

function runList(list: ShellList, state: RunState): number {
  let status = 0;
  for (const [index, { operator, node, background }] of list.entries()) {
    if ((operator === '&&' && status !== 0) || (operator === '||' && status === 0)) continue;
    status = background ? runInBackground(node, state) : runNode(node, state);
    state.status = status;
    if (state.isOver || state.leaving) return status;
    const isAsked = list[index + 1] !== undefined && list[index + 1]?.operator !== ';';
    if (status !== 0 && state.stopsOnError && state.conditions === 0 && !isAsked && node.kind === 'command' && !node.negated) {
      finish(state, status);
      return status;
    }
  }
  return status;
}

function runCondition(list: ShellList, state: RunState): boolean {
  state.conditions++;
  const status = runList(list, state);
  state.conditions--;
  return status === 0;
}

function runNode(node: ShellNode, state: RunState): number {
  if (--state.commandsLeft < 0) throw new ShellSyntaxError('that many commands');
  switch (node.kind) {
    case 'forever':
      return runForever(node.body, state);
    case 'for':
      return runFor(node, state);
    case 'while':
      return runWhile(node, state);
    case 'if': {
      const branch = node.branches.find(({ condition }) => runCondition(condition, state) || state.isOver);
      return state.isOver ? state.status : runList(branch ? branch.body : node.otherwise, state);
    }
    case 'case': {
      const subject = plainText(expand(node.subject, state));
      const clause = node.clauses.find(({ patterns }) => patterns.some((pattern) => new RegExp(`^${globSource(plainText(expand(pattern, state)))}$`).test(subject)));
      return clause ? runList(clause.body, state) : 0;
    }
    case 'group':
      return runList(node.body, state);
    case 'function':
      state.functions.set(node.name, node.body);
      return 0;
    case 'pipe':
      return runPipe(node.nodes, state);
    case 'test':
      return runTest(node.words, state) === node.negated ? 1 : 0;
    case 'command':
      return runCommand(node, state);
  }
}

function runTest(words: readonly Word[], state: RunState): boolean {
  const plain = words.map((word) => plainText(expand(word, state)));
  return isTrue(plain, state, (matches) => void state.arrays.set('BASH_REMATCH', matches));
}

function runCommand(node: Extract<ShellNode, { kind: 'command' }>, state: RunState): number {
  for (const { name, value } of node.assignments) {
    if (value.length > 0 && Array.isArray(value[0])) state.arrays.set(name, (value as readonly Word[]).flatMap((word) => expandToWords(word, state)));
    else state.vars.set(name, plainText(expand(value as Word, state)));
  }
  if (node.words.length === 0) {
    // `$(<file)`
    for (const line of node.inputFile ? (state.read(plainText(expand(node.inputFile, state))) ?? []) : []) state.print(line);
    return 0;
  }
  const words = node.words.map((word) => expand(word, state));
  if (node.inputFile) state.input = state.read(plainText(expand(node.inputFile, state))) ?? [];
  const status = node.outputFile ? runIntoFile(words, plainText(expand(node.outputFile, state)), node.appends ?? false, state) : runWords(words, state);
  if (node.inputFile) state.input = [];
  return node.negated ? (status === 0 ? 1 : 0) : status;
}

function runWords(words: readonly Text[], state: RunState): number {
  const typed = plainText(words[0] ?? []);
  const name = typed.slice(typed.lastIndexOf('/') + 1);
  const { world } = state;
  const body = state.functions.get(typed);
  if (body) {
    words.slice(1).forEach((word, index) => state.vars.set(String(index + 1), plainText(word)));
    const status = runNode(body, state);
    if (state.leaving !== 'return') return status;
    delete state.leaving;
    return state.status;
  }
  if (SHELLS.has(name) && world.has(name)) {
    const flag = words.findIndex((word) => /^-[a-z]*c$/.test(plainText(word)));
    return flag > 0 ? runList(parseShell(plainText(words[flag + 1] ?? [])), state) : 0;
  }
  const command = commandFor(name);
  if (!command.builtin && !world.has(name) && !world.isServer(name) && !world.isMounted(typed)) {
    state.complain([notFoundMessage(typed, state)]);
    return 127;
  }
  return command(words.slice(1), state);
}

function notFoundMessage(typed: string, state: RunState): string {
  if (state.shell === 'bash') return `bash: line 1: ${typed}: command not found`;
  return `${state.shell || 'sh'}: ${state.world.busybox ? '' : '1: '}${typed}: not found`;
}

/** Standard output goes to a file: it is there afterwards, and nothing is logged. */
function runIntoFile(words: readonly Text[], path: string, appends: boolean, state: RunState): number {
  if (path === '/dev/stdout' || path === '/dev/stderr' || path.startsWith('/proc/1/fd/')) return runWords(words, state);
  let status = 0;
  const lines = captured(state, () => {
    status = runWords(words, state);
  });
  const isKept = path === state.world.terminationFile || (path !== '/dev/null' && !path.startsWith('/proc/') && !path.startsWith('/dev/'));
  if (isKept) state.setFile(path, true, appends ? [...(state.contents.get(path) ?? []), ...lines] : lines);
  return status;
}

function runPipe(nodes: readonly ShellNode[], state: RunState): number {
  let status = 0;
  for (const [index, node] of nodes.entries()) {
    if (index === nodes.length - 1) status = runNode(node, state);
    else state.input = captured(state, () => runNode(node, state));
    if (state.isOver) break;
  }
  state.input = [];
  return status;
}

/** Goes on meanwhile: a server it becomes, or a loop, is there as well as what follows. */
function runInBackground(node: ShellNode, state: RunState): number {
  const startMs = state.clockMs;
  runNode(node, state);
  state.backgroundUntilMs = state.isOver && !state.exit ? Number.POSITIVE_INFINITY : state.clockMs;
  delete state.exit;
  state.isOver = false;
  state.clockMs = startMs;
  return 0;
}

/** Whether a loop is left; a `continue` is done with. */
function leaves(state: RunState): boolean {
  const { leaving } = state;
  if (leaving !== 'return') delete state.leaving;
  return state.isOver || leaving === 'break' || leaving === 'return';
}

function runFor(node: Extract<ShellNode, { kind: 'for' }>, state: RunState): number {
  let status = 0;
  for (const item of node.items.flatMap((word) => expandToWords(word, state))) {
    state.vars.set(node.name, item);
    status = runList(node.body, state);
    if (leaves(state)) break;
  }
  return status;
}

/** What a condition waits for is not modelled where it does not come by itself: after so many rounds it is taken that it never will. */
function runWhile({ until, condition, body }: Extract<ShellNode, { kind: 'while' }>, state: RunState): number {
  const lastNewsMs = Math.max(0, ...[...(state.world.names?.values() ?? [])].map(({ afterMs }) => afterMs));
  let status = 0;
  for (let round = 0; round < WAITING_ROUNDS; round++) {
    const startMs = state.clockMs;
    if (runCondition(condition, state) === until || state.isOver) return status;
    status = runList(body, state);
    if (leaves(state)) return status;
    // Nothing is new before that: rounds that are all the same are not run one by one.
    const periodMs = state.clockMs - startMs;
    if (round === WAITING_ROUNDS / 2 && periodMs > 0 && lastNewsMs > state.clockMs) state.clockMs += Math.floor((lastNewsMs - state.clockMs) / periodMs) * periodMs;
  }
  return runForever([...condition, ...body.map((entry, index) => (index === 0 ? { ...entry, operator: ';' as const } : entry))], state);
}

/** Runs the first round as it comes and records the second, which stands for all that follow. */
function runForever(body: ShellList, state: RunState): number {
  let counters = new Map<string, number>();
  for (let round = 0; round < WAITING_ROUNDS; round++) {
    const before = new Map(state.vars);
    const roundMs = state.clockMs;
    runList(body, state);
    if (leaves(state)) return 0;
    if (state.clockMs === roundMs) state.clockMs += BUSY_ROUND_MS;
    counters = countersBetween(before, state.vars);
    // Where something depends on what is counted, later rounds differ.
    if (counters.size === 0 || !decides(body) || state.commandsLeft < COMMAND_LIMIT / 2) break;
  }
  const outer = { steps: state.steps, baseMs: state.baseMs };
  const startMs = state.clockMs;
  state.counters = counters;
  state.steps = [];
  state.baseMs = startMs;
  runList(body, state);
  const round = state.steps;
  state.steps = outer.steps;
  state.baseMs = outer.baseMs;
  if (leaves(state)) {
    for (const step of round) state.steps.push({ ...step, afterMs: step.afterMs + startMs - outer.baseMs });
    return 0;
  }
  const periodMs = Math.max(state.clockMs - startMs, BUSY_ROUND_MS);
  state.loop = { startMs, periodMs, steps: round };
  state.isOver = true;
  return 0;
}

/** Whether what a list does depends on anything. */
function decides(list: ShellList): boolean {
  return list.some(({ operator, node }) => operator !== ';' || node.kind === 'if' || node.kind === 'case' || node.kind === 'while');
}

function countersBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Map<string, number> {
  const counters = new Map<string, number>();
  for (const [name, value] of after) {
    const earlier = before.get(name);
    if (earlier === undefined || earlier === value) continue;
    const stride = Number(value) - Number(earlier);
    if (Number.isFinite(stride)) counters.set(name, stride);
  }
  return counters;
}
