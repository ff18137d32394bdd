import { clockTime, fullTime } from '../panels/clock-time.ts';
import { ObjectLink } from '../panels/object-link.tsx';
import { codeProblem, type Run } from './operator-state.ts';
import { isIdle, runLines, type RunLine } from './run-lines.ts';

const MOST_LINES = 40;

export interface RunListProps {
  readonly runs: readonly Run[];
  /** brings a line of the code into view. */
  goTo(line: number): void;
}

/** What the operator's function did at each look, the newest first, as it happens. */
export function RunList({ runs, goTo }: RunListProps) {
  return (
    <ol className="k-op-runs" aria-label="Last runs, newest first">
      {runLines(runs).slice(0, MOST_LINES).map((line) => <Line key={`${line.atMs} ${line.object.namespace}/${line.object.name}`} line={line} goTo={goTo} />)}
    </ol>
  );
}

function Line({ line, goTo }: { readonly line: RunLine; readonly goTo: RunListProps['goTo'] }) {
  const { atMs, object, parts, count, error, requeueAfterSeconds } = line;
  const problem = error === null ? null : codeProblem(error);
  return (
    <li className="k-op-run" data-idle={isIdle(line)} data-failed={error !== null}>
      <time title={fullTime(atMs)}>{clockTime(atMs)}</time>
      <div className="k-op-run-what">
        <ObjectLink reference={object}>{object.name}</ObjectLink>
        {isIdle(line) && <span className="k-op-idle"> nothing to do</span>}
        {count > 1 && <span className="k-op-idle"> × {count}</span>}
        {parts.map((part, index) => (
          <p key={index} className="k-op-part" data-tone={part.tone}>
            {part.words}{part.object && <> <ObjectLink reference={part.object}>{`${part.object.kind.split('.')[0] ?? ''} ${part.object.name}`}</ObjectLink></>}
          </p>
        ))}
        {problem && (
          <p className="k-op-part" data-tone="refused">
            {problem.message}{problem.line !== null && <> <GoToLine line={problem.line} goTo={goTo} /></>}
          </p>
        )}
        {requeueAfterSeconds !== null && requeueAfterSeconds > 0 && <p className="k-op-part">looks again in {secondsText(requeueAfterSeconds)}</p>}
      </div>
    </li>
  );
}

/** A link to a line of the code. */
export function GoToLine({ line, goTo }: { readonly line: number; readonly goTo: RunListProps['goTo'] }) {
  return <button type="button" className="k-text-button" onClick={() => goTo(line)}>line {line}</button>;
}

function secondsText(seconds: number): string {
  return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
}
