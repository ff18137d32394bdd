import { plainText, type Text } from './program.ts';
import { stay, type Command, type CommandState } from './shell-command.ts';
import { isThere } from './shell-test.ts';

const MISSING = 'No such file or directory';

function split(args: readonly Text[]): { readonly options: readonly string[]; readonly paths: readonly string[] } {
  const words = args.map(plainText);
  return { options: words.filter((word) => word.startsWith('-')), paths: words.filter((word) => !word.startsWith('-')) };
}

function touch(args: readonly Text[], state: CommandState): number {
  for (const path of split(args).paths) state.setFile(path, true);
  return 0;
}

function remove(args: readonly Text[], state: CommandState): number {
  const { options, paths } = split(args);
  const forced = options.some((option) => /^-\w*f/.test(option));
  let status = 0;
  for (const path of paths) {
    if (!isThere(path, state) && !forced) {
      state.complain([`rm: can't remove '${path}': ${MISSING}`]);
      status = 1;
    }
    state.setFile(path, false);
  }
  return status;
}

/** `cp` and `mv`; into a directory when the target is one. */
function copy(keeps: boolean): Command {
  return (args, state) => {
    const { paths } = split(args);
    const target = paths.at(-1);
    if (target === undefined) return 1;
    for (const path of paths.slice(0, -1)) {
      const into = target.endsWith('/') ? `${target}${path.slice(path.lastIndexOf('/') + 1)}` : target;
      state.setFile(into, true, state.read(path));
      if (!keeps) state.setFile(path, false);
    }
    return 0;
  };
}

/** Prints what the files hold, as far as that is known, or what comes in. */
function show(name: string, change: (lines: readonly Text[], args: readonly string[]) => readonly Text[]): Command {
  return (args, state) => {
    const { options, paths } = split(args);
    const isQuiet = name === 'grep';
    const files = isQuiet ? paths.slice(1) : paths.filter((path) => !/^\d+$/.test(path));
    let status = 0;
    let lines: readonly Text[] = files.length === 0 ? state.input : [];
    for (const path of files) {
      if (isThere(path, state)) lines = [...lines, ...(state.read(path) ?? [])];
      else {
        state.complain([`${name}: ${state.world.busybox ? `can't open '${path}'` : path}: ${MISSING}`]);
        status = 1;
      }
    }
    const shown = change(lines, args.map(plainText));
    if (!isQuiet || !options.some((option) => /^-\w*q/.test(option))) for (const line of shown) state.print(line);
    return isQuiet && shown.length === 0 && status === 0 ? 1 : status;
  };
}

function list(args: readonly Text[], state: CommandState): number {
  let status = 0;
  for (const path of split(args).paths) {
    const directory = path.endsWith('/') ? path : `${path}/`;
    const names = [...(state.world.contents?.keys() ?? []), ...state.files].filter((file) => file.startsWith(directory)).map((file) => file.slice(directory.length).split('/')[0] ?? '');
    for (const name of [...new Set(names)].sort()) state.print([name]);
    if (names.length > 0) continue;
    if (state.files.has(path)) state.print([path]);
    else if (!isThere(path, state) && !isThere(directory, state)) {
      state.complain([`ls: ${state.world.busybox ? path : `cannot access '${path}'`}: ${MISSING}`]);
      status = 1;
    }
  }
  return status;
}

function countOf(args: readonly string[]): number {
  const at = args.indexOf('-n');
  return Number(at >= 0 ? args[at + 1] : (args.find((arg) => /^-n?\d+$/.test(arg))?.replace(/^-n?/, '') ?? 10)) || 10;
}

const tail: Command = (args, state) => (split(args).options.some((option) => /^-\w*[fF]/.test(option)) ? stay(state) : show('tail', (lines, words) => lines.slice(-countOf(words)))(args, state));

const tee: Command = (args, state) => {
  for (const path of split(args).paths) state.setFile(path, true, state.input);
  for (const line of state.input) state.print(line);
  return 0;
};

/** What works on files. */
export const FILE_COMMANDS: readonly (readonly [string, Command])[] = [
  ['touch', touch], ['rm', remove], ['cp', copy(true)], ['mv', copy(false)], ['ls', list], ['tail', tail], ['tee', tee],
  ['cat', show('cat', (lines) => lines)],
  ['head', show('head', (lines, words) => lines.slice(0, countOf(words)))],
  ['rev', show('rev', (lines) => lines.map((line) => [[...plainText(line)].reverse().join('')]))],
  ['grep', show('grep', (lines, words) => {
    const isInverted = words.some((word) => /^-\w*v/.test(word));
    return lines.filter((line) => plainText(line).includes(words.find((word) => !word.startsWith('-')) ?? '') !== isInverted);
  })],
];
