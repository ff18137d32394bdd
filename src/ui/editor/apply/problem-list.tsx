import type { EditorProblem } from '../code/problem-lines.ts';
import { BreakableText } from './breakable-text.tsx';

export interface ProblemListProps {
  readonly problems: readonly EditorProblem[];
  goTo(problem: EditorProblem): void;
}

const MOST_LISTED = 100;

/** Every problem of the text, each a button that leads to its place. */
export function ProblemList({ problems, goTo }: ProblemListProps) {
  return (
    <ul className="k-problems" aria-label="Problems" data-many={problems.length > 1}>
      {problems.slice(0, MOST_LISTED).map((problem, index) => (
        <li key={index}>
          <button type="button" className="k-problems-item" onClick={() => goTo(problem)}>
            <span className="k-problems-line">line {problem.line}</span>
            <span className="k-problems-words"><BreakableText text={problem.message} />{problem.hint && <> <span className="k-problem-hint">{problem.hint}</span></>}</span>
          </button>
        </li>
      ))}
      {problems.length > MOST_LISTED && <li className="k-problems-rest">and {problems.length - MOST_LISTED} more</li>}
    </ul>
  );
}
