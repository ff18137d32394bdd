import { plainText, type Program, type Text } from './program.ts';
import type { ProcessWorld } from './shell-run.ts';

/** What a command may look at and change while a process is worked out. */
export interface CommandState {
  readonly world: ProcessWorld;
  /** name of the shell that runs it, `''` when it is the process itself. */
  readonly shell: string;
  readonly files: Set<string>;
  /** milliseconds since the process started. */
  clockMs: number;
  /** nothing more happens: it exited, or does the same for ever. */
  isOver: boolean;
  backgroundUntilMs: number;
  exit?: Program['exit'];
  onTerm?: Program['onTerm'];
  server?: Program['server'];
  print: (text: Text) => void;
  setFile(path: string, exists: boolean): void;
  setVariable(name: string, value: string): void;
  runCommand(words: readonly Text[]): number;
}

/** Returns its exit status. `builtin` ones are part of the shell and need no executable. */
export interface Command {
  (args: readonly Text[], state: CommandState): number;
  builtin?: boolean;
}

const UNITS_MS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIGTERM_EXIT = 143;
/** Programs that talk to the server of their image. */
const SERVER_CLIENT = /-cli$|^psql$|^pg_|^mysql|^mariadb|^mongo|^rabbitmq|^healthcheck/;
/** A request over the network, which the model does not carry out. */
const REQUEST_MS = 50;

function builtin(command: Command): Command {
  command.builtin = true;
  return command;
}

/** Goes on for ever without doing anything more. */
function stay(state: CommandState): number {
  state.isOver = true;
  return 0;
}

function sleep(args: readonly Text[], state: CommandState): number {
  const typed = args.map(plainText);
  if (typed.length === 0) {
    state.print(['sleep: missing operand']);
    return 1;
  }
  let totalMs = 0;
  for (const text of typed) {
    if (/^inf(inity)?$/.test(text)) return stay(state);
    const match = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(text);
    if (!match) {
      state.print([`sleep: invalid time interval '${text}'`]);
      return 1;
    }
    totalMs += Number(match[1]) * (UNITS_MS[match[2] ?? ''] ?? 1000);
  }
  state.clockMs += Math.round(totalMs);
  return 0;
}

const echo = builtin((args, state) => {
  let at = 0;
  while (/^-[neE]+$/.test(plainText(args[at] ?? []))) at++;
  const text: Text = args.slice(at).flatMap((word, index) => (index === 0 ? word : [' ', ...word]));
  for (const line of linesOf(text)) state.print(line);
  return 0;
});

const printf = builtin((args, state) => {
  const [format = [], ...values] = args;
  let next = 0;
  const filled: Text = format.flatMap((segment) => {
    if (typeof segment !== 'string') return [segment];
    return segment.replace(/\\n/g, '\n').replace(/\\t/g, '\t').split(/(%[sd])/).flatMap((piece) => (piece === '%s' || piece === '%d' ? [...(values[next++] ?? [])] : [piece]));
  });
  const lines = linesOf(filled);
  const last = lines.at(-1);
  if (last && plainText(last) === '' && last.every((segment) => typeof segment === 'string')) lines.pop();
  for (const line of lines) state.print(line);
  return 0;
});

function linesOf(text: Text): Text[] {
  const lines: Text[] = [];
  let line: (typeof text)[number][] = [];
  for (const segment of text) {
    if (typeof segment !== 'string') {
      line.push(segment);
      continue;
    }
    const [first = '', ...more] = segment.split('\n');
    line.push(first);
    for (const piece of more) {
      lines.push(line);
      line = [piece];
    }
  }
  lines.push(line);
  return lines;
}

const exit = builtin((args, state) => {
  const code = args[0] === undefined ? 0 : Number(plainText(args[0]));
  state.exit = { afterMs: state.clockMs, code: Number.isInteger(code) ? code & 255 : 2 };
  state.isOver = true;
  return state.exit.code;
});

/** `exec` replaces the shell: when what it runs ends, the process does. */
const exec = builtin((args, state) => {
  if (args.length === 0) return 0;
  const status = state.runCommand(args);
  if (!state.isOver) state.exit = { afterMs: state.clockMs, code: status };
  state.isOver = true;
  return status;
});

const trap = builtin((args, state) => {
  const [action = [], ...signals] = args.map(plainText);
  if (!signals.some((signal) => /^(SIG)?TERM$|^15$/.test(signal)) || typeof action !== 'string') return 0;
  const code = /(?:^|[;&]\s*)exit(?:\s+(\d+))?\s*;?\s*$/.exec(action.trim());
  const prints = [...action.matchAll(/echo\s+(?:"([^"]*)"|'([^']*)'|([^;&]+))/g)].map((match): Text => [(match[1] ?? match[2] ?? match[3] ?? '').trim()]);
  // A handler that does not exit lets the script go on; only the interrupted `wait` makes it end.
  state.onTerm = { code: code ? Number(code[1] ?? 0) : SIGTERM_EXIT, prints, atOnce: false };
  return 0;
});

const wait = builtin((_args, state) => {
  if (state.onTerm) state.onTerm = { ...state.onTerm, atOnce: true };
  if (state.backgroundUntilMs === Number.POSITIVE_INFINITY) return stay(state);
  state.clockMs = Math.max(state.clockMs, state.backgroundUntilMs);
  return 0;
});

const succeed = builtin(() => 0);
const fail = builtin(() => 1);

function isThere(path: string, state: CommandState): boolean {
  return state.files.has(path) || state.world.isMounted(path) || path === '/' || /^\/(bin|dev|etc|home|proc|root|sys|tmp|usr|var)$/.test(path);
}

const test = builtin((args, state) => {
  let words = args.map(plainText);
  if (words.at(-1) === ']') words = words.slice(0, -1);
  let negate = false;
  if (words[0] === '!') {
    negate = true;
    words = words.slice(1);
  }
  return evaluate(words, state) !== negate ? 0 : 1;
});

function evaluate([first = '', second, third]: readonly string[], state: CommandState): boolean {
  if (second === undefined) return first !== '';
  if (third === undefined) {
    if (/^-[efdsrwxL]$/.test(first)) return isThere(second, state);
    return first === '-n' ? second !== '' : first === '-z' && second === '';
  }
  if (second === '=' || second === '==') return first === third;
  if (second === '!=') return first !== third;
  const [left, right] = [Number(first), Number(third)];
  const comparisons: Readonly<Record<string, boolean>> = { '-eq': left === right, '-ne': left !== right, '-lt': left < right, '-le': left <= right, '-gt': left > right, '-ge': left >= right };
  return comparisons[second] ?? false;
}

function touch(args: readonly Text[], state: CommandState): number {
  for (const word of args) if (!plainText(word).startsWith('-')) state.setFile(plainText(word), true);
  return 0;
}

function remove(args: readonly Text[], state: CommandState): number {
  let status = 0;
  const words = args.map(plainText);
  const forced = words.some((word) => /^-\w*f/.test(word));
  for (const path of words) {
    if (path.startsWith('-')) continue;
    if (!isThere(path, state) && !forced) {
      state.print([`rm: can't remove '${path}': No such file or directory`]);
      status = 1;
    }
    state.setFile(path, false);
  }
  return status;
}

function readFiles(name: string): Command {
  return (args, state) => {
    let status = 0;
    const words = args.map(plainText);
    for (const path of words) {
      if (path.startsWith('-') || isThere(path, state)) continue;
      state.print([`${name}: ${state.world.busybox ? `can't open '${path}'` : path}: No such file or directory`]);
      status = 1;
    }
    return status;
  };
}

function tail(args: readonly Text[], state: CommandState): number {
  return args.some((word) => /^-\w*[fF]/.test(plainText(word))) ? stay(state) : readFiles('tail')(args, state);
}

function printEnvironment(args: readonly Text[], state: CommandState): number {
  const { env } = state.world;
  if (args.length === 0) {
    for (const [variable, value] of env) state.print([`${variable}=${value}`]);
    return 0;
  }
  const values = args.map((name) => env.get(plainText(name)));
  for (const value of values) if (value !== undefined) state.print([value]);
  return values.includes(undefined) ? 1 : 0;
}

const setVariables = builtin((args, state) => {
  for (const word of args) {
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/.exec(plainText(word));
    if (match) state.setVariable(match[1] ?? '', match[2] ?? '');
  }
  return 0;
});

/** A client of the network: takes its time and says that what it would have fetched is not known. */
function request(name: string): Command {
  return (args, state) => {
    state.clockMs += REQUEST_MS;
    const target = args.map(plainText).filter((word) => !word.startsWith('-')).at(-1);
    if (target !== undefined && /^(\w+:\/\/)?(localhost|127\.0\.0\.1)\b/.test(target)) {
      if (state.world.serverDown) state.print([`${name}: (7) Failed to connect to ${target}: Connection refused`]);
      return state.world.serverDown ? 7 : 0;
    }
    if (target !== undefined) state.print([`(Kubarium does not model what ${name} gets from ${target})`]);
    return 0;
  };
}

function ping(args: readonly Text[], state: CommandState): number {
  const status = request('ping')(args, state);
  return args.some((word) => plainText(word).startsWith('-c')) ? status : stay(state);
}

/** An interpreter: a module that serves, a script in a volume (taken for a server), or a script that is not there. */
function interpreter(name: 'node' | 'python'): Command {
  return (args, state) => {
    const words = args.map(plainText);
    const module = words.indexOf('-m');
    if (module >= 0 && words[module + 1] === 'http.server') {
      const port = Number(words.slice(module + 2).find((word) => /^\d+$/.test(word)) ?? 8000);
      state.print([`Serving HTTP on 0.0.0.0 port ${port} (http://0.0.0.0:${port}/) ...`]);
      state.server = { startMs: state.clockMs, ports: [port] };
      return stay(state);
    }
    const file = words.find((word) => !word.startsWith('-'));
    // Without a script the interpreter reads its standard input, which is closed.
    if (file === undefined || words[0] === '-e' || words[0] === '-c') return 0;
    if (state.world.isMounted(file)) {
      state.server = { startMs: state.clockMs };
      return stay(state);
    }
    if (name === 'python') {
      state.print([`python: can't open file '${file.startsWith('/') ? file : `/${file}`}': [Errno 2] No such file or directory`]);
      return 2;
    }
    for (const line of ['node:internal/modules/cjs/loader:1228', '  throw err;', '  ^', '', `Error: Cannot find module '${file.startsWith('/') ? file : `/${file}`}'`]) state.print([line]);
    return 1;
  };
}

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['echo', echo], ['printf', printf], ['sleep', sleep], ['exit', exit], ['exec', exec], ['trap', trap], ['wait', wait],
  ['true', succeed], [':', succeed], ['false', fail], ['test', test], ['[', test],
  ['set', succeed], ['cd', succeed], ['umask', succeed], ['ulimit', succeed], ['unset', succeed], ['export', setVariables],
  ['touch', touch], ['rm', remove], ['cat', readFiles('cat')], ['ls', readFiles('ls')], ['tail', tail],
  ['env', printEnvironment], ['printenv', printEnvironment],
  ['date', (_args, state) => (state.print([{ kind: 'date', format: 'plain' }]), 0)],
  ['hostname', (_args, state) => (state.print([state.world.hostname]), 0)],
  ['curl', request('curl')], ['wget', request('wget')], ['ping', ping], ['nslookup', request('nslookup')], ['dig', request('dig')], ['nc', request('nc')],
  ['node', interpreter('node')], ['python', interpreter('python')], ['python3', interpreter('python')],
]);

/** A program of the image that is not modelled: the image's server serves; a client of it works when the server does; all else is done at once. */
const other = (name: string): Command => (args, state) => {
  // `nginx -s quit`: a signal to the server that runs, not another one.
  if (state.world.isServer(name) && plainText(args[0] ?? []) === '-s') return 0;
  if (state.world.isServer(name)) {
    state.server = { startMs: state.clockMs };
    return stay(state);
  }
  if (!state.world.serverDown || !SERVER_CLIENT.test(name)) return 0;
  state.print([`${name}: could not connect to server: Connection refused`]);
  return 1;
};

export function commandFor(name: string): Command {
  return COMMANDS.get(name) ?? other(name);
}
