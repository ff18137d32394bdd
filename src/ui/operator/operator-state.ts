import type { CodeProblem, OperatorSite, OperatorView } from '../../worker/protocol.ts';
import type { EditorProblem } from '../editor/code/problem-lines.ts';
import { MEMORY_LIMIT } from './operator-api.ts';
import { isSameRefusal, refusalIn, type Refusal } from './refusal.ts';

export type Run = OperatorView['runs'][number];

/** How an operator is doing. `tone` chooses its sign. */
export interface OperatorState {
  readonly tone: 'absent' | 'waiting' | 'leading' | 'failing';
  readonly words: string;
}

/** `podStatus` gives kubectl's STATUS of a pod of the operator's namespace, and whether it is on its way out. */
export function stateOf(site: OperatorSite | null, podStatus: (pod: string) => string | undefined): OperatorState {
  if (!site) return { tone: 'absent', words: 'Not in the cluster yet: Run puts it there.' };
  const { running, deployment, pods } = site;
  if (running?.problem) return { tone: 'failing', words: `${running.pod} cannot run it: ${codeProblem(running.problem).message}` };
  if (running) {
    const isOld = running.code !== site.code;
    if (isOld) return { tone: 'waiting', words: `${running.pod} still runs the code from before, until its successor is ready.` };
    const failing = failuresOf(running).length;
    if (failing > 0) return { tone: 'failing', words: `${running.pod} leads; it fails at ${failing === 1 ? 'one object' : `${failing} objects`} and tries again.` };
    return { tone: 'leading', words: `${running.pod} leads.` };
  }
  if (deployment === null) return { tone: 'absent', words: 'Its code is in the cluster, but no Deployment runs it.' };
  const [pod] = pods;
  if (pod === undefined) return { tone: 'waiting', words: `Nobody runs it: Deployment ${deployment} has no pods.` };
  const status = podStatus(pod);
  return { tone: 'waiting', words: `Waiting for its pod ${pod}${status === undefined ? '' : `: ${status}`}.` };
}

/** The last runs of objects that ended in an error, one each, the newest last. */
export function failuresOf({ runs }: OperatorView): readonly Run[] {
  const last = new Map<string, Run>();
  for (const run of runs) last.set(`${run.object.namespace}/${run.object.name}`, run);
  return [...last.values()].filter(({ error }) => error !== null);
}

/** What its account was refused in those runs. */
export function refusalsOf(view: OperatorView): readonly Refusal[] {
  const found: Refusal[] = [];
  for (const { calls } of failuresOf(view)) {
    for (const { refused, text } of calls) {
      const refusal = refused ? refusalIn(text) : null;
      if (refusal && !found.some((one) => isSameRefusal(one, refusal))) found.push(refusal);
    }
  }
  return found;
}

/** Splits `words (operator.js, line 3)`. */
export function codeProblem(text: string): CodeProblem {
  const line = / \(operator\.js, line (\d+)\)$/.exec(text);
  return line ? { message: text.slice(0, line.index), line: Number(line[1]) } : { message: text, line: null };
}

/** What went wrong where in the code that is shown, if that is the code that ran: one for each line. */
export function problemsOfRuns(view: OperatorView | null, shown: string): readonly CodeProblem[] {
  if (!view || view.code !== shown) return [];
  const problems = [...(view.problem ? [codeProblem(view.problem)] : []), ...failuresOf(view).map(({ error }) => codeProblem(error ?? ''))];
  const byLine = new Map<number | null, CodeProblem>();
  for (const problem of problems) byLine.set(problem.line, problem);
  return [...byLine.values()];
}

/** The problems with a line as the editor draws them: the whole line's code underlined. */
export function editorProblems(code: string, problems: readonly CodeProblem[]): readonly EditorProblem[] {
  const lines = code.split('\n');
  return problems.flatMap(({ message, line }) => {
    if (line === null) return [];
    const number = Math.min(Math.max(1, line), lines.length);
    const start = lines.slice(0, number - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const text = lines[number - 1] ?? '';
    const from = start + (text.length - text.trimStart().length);
    return [{ from, to: start + text.trimEnd().length, line: number, message, hint: hintFor(message) }];
  });
}

/** What to try; empty when there is no guess. */
export function hintFor(message: string): string {
  if (refusalIn(message)) return 'Add it to its role below.';
  if (/out of memory/.test(message)) return `A run may use ${MEMORY_LIMIT}.`;
  if (/^TypeError: cannot read property .* of (undefined|null)/.test(message)) return 'Look first whether it is there: value?.field.';
  return '';
}
