import { commandFor, type CommandState } from './shell-commands.ts';
import { parseShell, ShellSyntaxError, type ShellList, type ShellNode, type Word } from './shell-parser.ts';
import { plainText, type Program, type Segment, type Step, type Text } from './program.ts';

/** What a process finds around it. */
export interface ProcessWorld {
  readonly env: ReadonlyMap<string, string>;
  readonly hostname: string;
  /** of the pod; `default` unless it says otherwise. */
  readonly namespace?: string;
  /** files that are there before it starts and that the model knows of. */
  readonly files: ReadonlySet<string>;
  /** whether the image holds this executable (a bare name). */
  has(binary: string): boolean;
  /** whether this executable is the server the image was made for. */
  isServer(binary: string): boolean;
  /** whether a path lies in a volume of the container: what is there is not known. */
  isMounted(path: string): boolean;
  /** its server does not answer: clients run inside the container find nobody. */
  readonly serverDown?: boolean;
  /** the shell is BusyBox's. */
  readonly busybox: boolean;
}

/** What became of starting a process: its program, or the executable that is not there. */
export type ProcessRun = { readonly program: Program } | { readonly notFound: string };

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

interface RunState extends CommandState {
  readonly vars: Map<string, string>;
  steps: Step[];
  /** where `steps` count from. */
  baseMs: number;
  /** variables that the loop being recorded counts, with their stride. */
  counters: Map<string, number> | undefined;
  commandsLeft: number;
  loop?: Program['loop'];
}

function createState(world: ProcessWorld, shell: string): RunState {
  const state: RunState = {
    world,
    shell,
    vars: new Map(world.env),
    files: new Set(world.files),
    steps: [],
    baseMs: 0,
    clockMs: 0,
    counters: undefined,
    commandsLeft: COMMAND_LIMIT,
    isOver: false,
    backgroundUntilMs: 0,
    print: (text) => void state.steps.push({ afterMs: state.clockMs - state.baseMs, prints: text }),
    setFile(path, exists) {
      if (state.files.has(path) === exists) return;
      if (exists) state.files.add(path);
      else state.files.delete(path);
      state.steps.push({ afterMs: state.clockMs - state.baseMs, file: { path, exists } });
    },
    setVariable: (name, value) => void state.vars.set(name, value),
    runCommand: (words) => runWords(words, state),
  };
  return state;
}

/** Ends the process with this code, unless it goes on for ever or has ended. */
function finish(state: RunState, code: number): void {
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
  };
}

function runList(list: ShellList, state: RunState): number {
  let status = 0;
  for (const { operator, node } of list) {
    if ((operator === '&&' && status !== 0) || (operator === '||' && status === 0)) continue;
    status = runNode(node, state);
    if (state.isOver) return status;
  }
  return status;
}

function runNode(node: ShellNode, state: RunState): number {
  if (--state.commandsLeft < 0) throw new ShellSyntaxError('that many commands');
  if (node.kind === 'forever') return runForever(node.body, state);
  if (node.kind === 'for') return runFor(node, state);
  if (node.kind === 'while') return runWhile(node, state);
  for (const { name, value } of node.assignments) state.vars.set(name, plainText(expand(value, state)));
  if (node.words.length === 0) return 0;
  const words = node.words.map((word) => expand(word, state));
  const status = node.background ? runInBackground(words, state) : node.outputFile ? runIntoFile(words, node.outputFile, state) : runWords(words, state);
  return node.negated ? (status === 0 ? 1 : 0) : status;
}

function runWords(words: readonly Text[], state: RunState): number {
  const typed = plainText(words[0] ?? []);
  const name = typed.slice(typed.lastIndexOf('/') + 1);
  const { world } = state;
  if (SHELLS.has(name) && world.has(name)) {
    const flag = words.findIndex((word) => /^-[a-z]*c$/.test(plainText(word)));
    return flag > 0 ? runList(parseShell(plainText(words[flag + 1] ?? [])), state) : 0;
  }
  const command = commandFor(name);
  if (!command.builtin && !world.has(name) && !world.isServer(name) && !world.isMounted(typed)) {
    state.print([notFoundMessage(typed, state)]);
    return 127;
  }
  return command(words.slice(1), state);
}

function notFoundMessage(typed: string, state: RunState): string {
  if (state.shell === 'bash') return `bash: line 1: ${typed}: command not found`;
  return `${state.shell || 'sh'}: ${state.world.busybox ? '' : '1: '}${typed}: not found`;
}

/** Standard output goes to a file: it is there afterwards, and nothing is logged. */
function runIntoFile(words: readonly Text[], target: Word, state: RunState): number {
  const path = plainText(expand(target, state));
  if (path !== '/dev/null' && !path.startsWith('/proc/') && !path.startsWith('/dev/')) state.setFile(path, true);
  if (path === '/dev/stdout' || path === '/dev/stderr' || path.startsWith('/proc/1/fd/')) return runWords(words, state);
  const print = state.print;
  state.print = () => {};
  try {
    return runWords(words, state);
  } finally {
    state.print = print;
  }
}

/** Only waiting can be put in the background: `sleep infinity & wait`. */
function runInBackground(words: readonly Text[], state: RunState): number {
  if (plainText(words[0] ?? []) !== 'sleep') throw new ShellSyntaxError('`&` after anything but `sleep`');
  const startMs = state.clockMs;
  runWords(words, state);
  state.backgroundUntilMs = state.isOver ? Number.POSITIVE_INFINITY : state.clockMs;
  state.isOver = false;
  state.clockMs = startMs;
  return 0;
}

function runFor(node: Extract<ShellNode, { kind: 'for' }>, state: RunState): number {
  let status = 0;
  for (const item of node.items) {
    state.vars.set(node.name, plainText(expand(item, state)));
    status = runList(node.body, state);
    if (state.isOver) break;
  }
  return status;
}

/** What a condition waits for is not modelled where it does not come by itself: after so many rounds it is taken that it never will. */
function runWhile({ until, condition, body }: Extract<ShellNode, { kind: 'while' }>, state: RunState): number {
  let status = 0;
  for (let round = 0; round < WAITING_ROUNDS; round++) {
    if ((runList(condition, state) === 0) === until || state.isOver) return status;
    status = runList(body, state);
    if (state.isOver) return status;
  }
  state.isOver = true;
  return 0;
}

/** Runs the first round as it comes and records the second, which stands for all that follow. */
function runForever(body: ShellList, state: RunState): number {
  const before = new Map(state.vars);
  const firstMs = state.clockMs;
  runList(body, state);
  if (state.isOver) return 0;
  if (state.clockMs === firstMs) state.clockMs += BUSY_ROUND_MS;

  const outer = { steps: state.steps, baseMs: state.baseMs };
  const startMs = state.clockMs;
  state.counters = countersBetween(before, state.vars);
  state.steps = [];
  state.baseMs = startMs;
  runList(body, state);
  const round = state.steps;
  state.steps = outer.steps;
  state.baseMs = outer.baseMs;
  if (state.isOver) {
    for (const step of round) state.steps.push({ ...step, afterMs: step.afterMs + startMs - outer.baseMs });
    return 0;
  }
  const periodMs = Math.max(state.clockMs - startMs, BUSY_ROUND_MS);
  state.loop = { startMs, periodMs, steps: round };
  state.isOver = true;
  return 0;
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

function expand(word: Word, state: RunState): Text {
  return word.map((part): Segment => {
    if (typeof part === 'string') return part;
    switch (part.kind) {
      case 'date':
        return part;
      case 'hostname':
        return state.world.hostname;
      case 'namespace':
        return state.world.namespace ?? 'default';
      case 'sum':
        return numeric(part.name, Number(state.vars.get(part.name) ?? 0) + part.add, state);
      case 'variable': {
        const value = state.vars.get(part.name) ?? part.fallback ?? '';
        return state.counters?.has(part.name) ? numeric(part.name, Number(value), state) : value;
      }
    }
  });
}

function numeric(name: string, base: number, state: RunState): Segment {
  const stride = state.counters?.get(name);
  return stride === undefined ? String(base) : { kind: 'counter', base, stride };
}
