import { digitsOfPi } from './digits-of-pi.ts';
import { plainText } from './program.ts';
import { PythonError, runPython } from './python-run.ts';
import { stay, type Command, type CommandState } from './shell-command.ts';

/** `print bpi(2000)` takes about so long; the time grows with the square of the digits. */
const PI_2000_MS = 6_000;

/** An interpreter: a module that serves, a program on the command line, a script in a volume (taken for a server), or one that is not there. */
export function python(name: 'node' | 'python'): Command {
  return (args, state) => {
    const words = args.map(plainText);
    const module = words.indexOf('-m');
    if (module >= 0 && words[module + 1] === 'http.server') {
      const port = Number(words.slice(module + 2).find((word) => /^\d+$/.test(word)) ?? 8000);
      state.print([`Serving HTTP on 0.0.0.0 port ${port} (http://0.0.0.0:${port}/) ...`]);
      state.server = { startMs: state.clockMs, ports: [port] };
      return stay(state);
    }
    const program = words.indexOf('-c');
    if (name === 'python' && program >= 0) return pythonProgram(words[program + 1] ?? '', state);
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

function pythonProgram(text: string, state: CommandState): number {
  try {
    const code = runPython(text, {
      variable: (name) => state.world.env.get(name),
      print: (line) => state.print([line]),
      sleep: (ms) => void (state.clockMs += ms),
    });
    return code === 'forever' ? stay(state) : code;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    state.print([`(Kubarium does not model this Python program: ${error.message})`]);
    return 0;
  }
}

/** Of Perl only what the documentation's first Job computes is modelled: digits of π. */
export const perl: Command = (args, state) => {
  const digits = Number(/\bbpi\((\d{1,4})\)/.exec(args.map(plainText).join(' '))?.[1] ?? 0);
  if (digits === 0) return 0;
  state.clockMs += Math.round(PI_2000_MS * (digits / 2000) ** 2);
  state.print([digitsOfPi(digits)]);
  return 0;
};
