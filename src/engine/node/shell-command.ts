import type { ProcessWorld } from './process-world.ts';
import type { Program, Text } from './program.ts';

/** What a command may look at and change while a process is worked out. */
export interface CommandState {
  readonly world: ProcessWorld;
  /** name of the shell that runs it, `''` when it is the process itself. */
  readonly shell: string;
  readonly files: Set<string>;
  /** what it wrote to files. */
  readonly contents: Map<string, readonly Text[]>;
  /** Services it asked for by name and did not find, as `namespace/name`. */
  readonly asks: Set<string>;
  /** standard input: what the command before a `|` printed, or a file. */
  input: readonly Text[];
  /** a loop or a function is being left. */
  leaving?: 'break' | 'continue' | 'return';
  /** milliseconds since the process started. */
  clockMs: number;
  /** nothing more happens: it exited, or does the same for ever. */
  isOver: boolean;
  backgroundUntilMs: number;
  exit?: Program['exit'];
  onTerm?: Program['onTerm'];
  server?: Program['server'];
  print: (text: Text) => void;
  /** Prints on standard error, which goes nowhere but to the log. */
  complain: (text: Text) => void;
  /** Prints without an end of line. */
  write: (text: Text) => void;
  /** Ends the line that was begun. */
  flush: () => void;
  /** `lines`: what is in the file now, where that is known. */
  setFile(path: string, exists: boolean, lines?: readonly Text[]): void;
  /** The lines of a file; `undefined` when they are not known. */
  read(path: string): readonly Text[] | undefined;
  /** `set -e`. */
  setOptions(options: readonly string[]): void;
  setVariable(name: string, value: string): void;
  runCommand(words: readonly Text[]): number;
}

/** Returns its exit status. `builtin` ones are part of the shell and need no executable. */
export interface Command {
  (args: readonly Text[], state: CommandState): number;
  builtin?: boolean;
}

/** Marks a command as part of the shell. */
export function builtin(command: Command): Command {
  command.builtin = true;
  return command;
}

/** Goes on for ever without doing anything more. */
export function stay(state: CommandState): number {
  state.isOver = true;
  return 0;
}
