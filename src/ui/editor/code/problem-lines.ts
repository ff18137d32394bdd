import { RangeSetBuilder, StateEffect, StateField, type EditorState, type Text, type Transaction } from '@codemirror/state';
import { breakable } from './breakable.ts';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';

/** A complaint about a part of the text. Offsets are UTF-16 code units; `line` counts from 1. */
export interface EditorProblem {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly message: string;
  /** what to try, e.g. `did you mean "replicas"?`; empty when there is no guess. */
  readonly hint: string;
}

export interface ShownProblems {
  readonly problems: readonly EditorProblem[];
  /** found while the person types: then nothing is pushed under the line that is being written. */
  readonly whileTyping: boolean;
}

/** Replaces the problems that are drawn. */
export const showProblems = StateEffect.define<ShownProblems>();

/** At most this many are drawn; a text with more has one cause. */
const MOST_DRAWN = 50;

interface Drawn extends ShownProblems {
  readonly decorations: DecorationSet;
}

/** Draws problems: the place underlined, the words under its line. They move with the text; an edit of the place removes its own. */
export const problemLines = StateField.define<Drawn>({
  create: () => ({ problems: [], whileTyping: true, decorations: Decoration.none }),
  update(drawn, transaction) {
    let shown: ShownProblems = drawn;
    if (transaction.docChanged) shown = { problems: movedProblems(drawn.problems, transaction), whileTyping: true };
    for (const effect of transaction.effects) if (effect.is(showProblems)) shown = effect.value;
    const cursorMoved = transaction.selection !== undefined && shown.problems.length > 0;
    return shown === drawn && !cursorMoved ? drawn : { ...shown, decorations: draw(shown, transaction.state) };
  },
  provide: (field) => EditorView.decorations.from(field, (drawn) => drawn.decorations),
});

function movedProblems(problems: readonly EditorProblem[], transaction: Transaction): readonly EditorProblem[] {
  return problems
    .filter((problem) => !transaction.changes.touchesRange(problem.from, problem.to))
    .map((problem) => {
      const from = transaction.changes.mapPos(problem.from, 1);
      const to = Math.max(from, transaction.changes.mapPos(problem.to, -1));
      return { ...problem, from, to, line: transaction.newDoc.lineAt(from).number };
    });
}

function draw({ problems, whileTyping }: ShownProblems, state: EditorState): DecorationSet {
  const writing = whileTyping ? state.doc.lineAt(state.selection.main.head).number : 0;
  const drawn = problems.map((problem) => within(problem, state.doc)).sort((a, b) => a.from - b.from).slice(0, MOST_DRAWN);
  const marks: { from: number; to: number; decoration: Decoration }[] = [];
  const byLine = new Map<number, EditorProblem[]>();
  for (const problem of drawn) {
    if (problem.to > problem.from) marks.push({ from: problem.from, to: problem.to, decoration: UNDERLINE });
    byLine.set(problem.line, [...(byLine.get(problem.line) ?? []), problem]);
  }
  for (const [number, ofLine] of byLine) {
    const line = state.doc.line(number);
    if (number === writing) continue;
    marks.push({ from: line.from, to: line.from, decoration: PROBLEM_LINE });
    marks.push({ from: line.to, to: line.to, decoration: Decoration.widget({ widget: new ProblemWidget(ofLine), side: 2, block: true }) });
  }
  const builder = new RangeSetBuilder<Decoration>();
  marks.sort((a, b) => a.from - b.from || a.decoration.startSide - b.decoration.startSide);
  for (const mark of marks) builder.add(mark.from, mark.to, mark.decoration);
  return builder.finish();
}

/** The problem, kept inside its line of the text as it is now. An empty place is widened by a character, to be seen. */
function within(problem: EditorProblem, doc: Text): EditorProblem {
  const from = Math.min(problem.from, doc.length);
  const line = doc.lineAt(from);
  const to = Math.min(Math.max(problem.to, from + 1), line.to);
  return { ...problem, from: to <= from ? Math.max(line.from, to - 1) : from, to, line: line.number };
}

const UNDERLINE = Decoration.mark({ class: 'k-squiggle' });
const PROBLEM_LINE = Decoration.line({ class: 'k-problem-line' });

class ProblemWidget extends WidgetType {
  readonly problems: readonly EditorProblem[];
  constructor(problems: readonly EditorProblem[]) {
    super();
    this.problems = problems;
  }
  override eq(other: ProblemWidget): boolean {
    return this.#words() === other.#words();
  }
  toDOM(): HTMLElement {
    const box = document.createElement('div');
    box.className = 'k-problem';
    for (const problem of this.problems) {
      const line = document.createElement('p');
      for (const part of breakable(problem.message)) line.append(part, document.createElement('wbr'));
      if (problem.hint) {
        const hint = document.createElement('span');
        hint.className = 'k-problem-hint';
        hint.textContent = ` ${problem.hint}`;
        line.append(hint);
      }
      box.append(line);
    }
    return box;
  }
  override get estimatedHeight(): number {
    return this.problems.length * 36;
  }
  #words(): string {
    return this.problems.map((problem) => `${problem.message}\n${problem.hint}`).join('\n');
  }
}
