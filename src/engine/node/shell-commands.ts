import { plainText, type Text } from './program.ts';
import { builtin, stay, type Command, type CommandState } from './shell-command.ts';
import { FILE_COMMANDS } from './shell-files.ts';
import { NETWORK_COMMANDS } from './shell-network.ts';
import { perl, python } from './shell-interpreters.ts';
import { isTrue } from './shell-test.ts';

const UNITS_MS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIGTERM_EXIT = 143;
/** Programs that talk to the server of their image. */
const SERVER_CLIENT = /-cli$|-ready$|^nodetool$|^psql$|^pg_|^mysql|^mariadb|^mongo|^rabbitmq|^healthcheck/;

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
  let options = '';
  while (/^-[neE]+$/.test(plainText(args[at] ?? []))) options += plainText(args[at++] ?? []);
  const text: Text = args.slice(at).flatMap((word, index) => (index === 0 ? word : [' ', ...word]));
  const lines = linesOf(options.includes('e') ? text.map((segment) => (typeof segment === 'string' ? unescaped(segment) : segment)) : text);
  const unended = options.includes('n') ? lines.pop() : undefined;
  for (const line of lines) state.print(line);
  if (unended && unended.some((segment) => segment !== '')) state.write(unended);
  return 0;
});

function unescaped(text: string): string {
  return text.replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/\\\\/g, '\\');
}

const printf = builtin((args, state) => {
  const [format = [], ...values] = args;
  let next = 0;
  const filled: Text = format.flatMap((segment) => {
    if (typeof segment !== 'string') return [segment];
    return unescaped(segment).split(/(%[sd])/).flatMap((piece) => (piece === '%s' || piece === '%d' ? [...(values[next++] ?? [])] : [piece]));
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

const test = builtin((args, state) => {
  const words = args.map(plainText);
  return isTrue(words.at(-1) === ']' ? words.slice(0, -1) : words, state, () => {}) ? 0 : 1;
});

const leave = (how: 'break' | 'continue'): Command => builtin((_args, state) => {
  state.leaving = how;
  return 0;
});

const giveBack = builtin((args, state) => {
  state.leaving = 'return';
  return args[0] === undefined ? 0 : Number(plainText(args[0])) || 0;
});

function sequence(args: readonly Text[], state: CommandState): number {
  const numbers = args.map((word) => Number(plainText(word)));
  const [from, step, to] = numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  if (from === undefined || to === undefined || !step || !numbers.every(Number.isFinite)) return 1;
  for (let value = from, count = 0; (step > 0 ? value <= to : value >= to) && count < 1000; value += step, count++) state.print([String(value)]);
  return 0;
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

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['echo', echo], ['printf', printf], ['sleep', sleep], ['exit', exit], ['exec', exec], ['trap', trap], ['wait', wait],
  ['true', succeed], [':', succeed], ['false', fail], ['test', test], ['[', test],
  ['set', builtin((args, state) => (state.setOptions(args.map(plainText)), 0))], ['break', leave('break')], ['continue', leave('continue')], ['return', giveBack], ['seq', sequence], ['cd', succeed], ['umask', succeed], ['ulimit', succeed], ['unset', succeed], ['read', fail], ['shift', succeed], ['local', setVariables], ['readonly', setVariables], ['export', setVariables],
  ['env', printEnvironment], ['printenv', printEnvironment],
  ['date', (_args, state) => (state.print([{ kind: 'date', format: 'plain' }]), 0)],
  ['hostname', (_args, state) => (state.print([state.world.hostname]), 0)],
  ['node', python('node')], ['python', python('python')], ['python3', python('python')], ['perl', perl],
  ...FILE_COMMANDS, ...NETWORK_COMMANDS,
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
