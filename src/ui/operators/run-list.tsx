import type { OperatorView } from '../../worker/protocol.ts';
import { clockTimeTenths, fullTime } from '../panels/clock-time.ts';
import { ObjectLink } from '../panels/object-link.tsx';
import './run-list.css';

type Run = OperatorView['runs'][number];
type Call = Run['calls'][number];

const MOST_RUNS = 40;

/** What an operator's function did at each look, the newest first. */
export function RunList({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <ol className="k-runs" aria-label="What it did, newest first">
      {runs.slice(-MOST_RUNS).reverse().map((run, index) => <RunItem key={`${run.atMs} ${runs.length - index}`} run={run} />)}
    </ol>
  );
}

function RunItem({ run: { atMs, object, calls, callCount, requeueAfterSeconds, error } }: { readonly run: Run }) {
  const more = callCount - calls.length;
  return (
    <li>
      <div className="k-run-head">
        <time title={fullTime(atMs)}>{clockTimeTenths(atMs)}</time> looked at <ObjectLink reference={object}>{object.name}</ObjectLink>
        {requeueAfterSeconds !== null && requeueAfterSeconds > 0 && `, looks again in ${secondsText(requeueAfterSeconds)}`}
      </div>
      {calls.length > 0 && (
        <ul>
          {calls.map((call, index) => <CallItem key={index} call={call} isToldBelow={call.refused && (error?.startsWith(call.text) ?? false)} />)}
          {more > 0 && <li className="k-quiet">and {more} more</li>}
        </ul>
      )}
      {calls.length === 0 && error === null && <p className="k-quiet">asked for nothing: all was well</p>}
      {error !== null && <p className="k-workshop-refusal">{error}</p>}
    </li>
  );
}

interface CallItemProps {
  readonly call: Call;
  /** whether the same words follow as what broke the run off. */
  readonly isToldBelow: boolean;
}

function CallItem({ call: { verb, object, text, refused }, isToldBelow }: CallItemProps) {
  const words = isToldBelow ? 'refused' : text;
  return (
    <li data-refused={refused} data-writes={WRITES.has(verb)}>
      <code>{VERBS[verb] ?? verb}</code> {object && <ObjectLink reference={object}>{`${kindOf(object.kind)} ${object.name}`}</ObjectLink>}
      {object && words !== '' && ': '}{words}
    </li>
  );
}

const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'updateStatus', 'delete']);
const VERBS: Readonly<Record<string, string>> = { updateStatus: 'update status of', log: 'says' };

/** `Website` of `Website.example.com`. */
function kindOf(name: string): string {
  return name.split('.')[0] ?? name;
}

function secondsText(seconds: number): string {
  return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
}
