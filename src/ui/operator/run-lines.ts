import type { ObjectReference } from '../../engine/api/reference.ts';
import type { Run } from './operator-state.ts';

/** One thing that a run did, in words; `object` is what it did it to. */
export interface RunPart {
  readonly words: string;
  readonly object: ObjectReference | null;
  readonly tone: 'write' | 'refused' | 'said' | 'plain';
}

/** What a line of the list says: a run, or several of one object that came to the same: nothing to be done, or the same error. */
export interface RunLine {
  readonly atMs: number;
  readonly object: ObjectReference;
  readonly parts: readonly RunPart[];
  /** how many runs it stands for. */
  readonly count: number;
  readonly error: string | null;
  readonly requeueAfterSeconds: number | null;
}

const WROTE: Readonly<Record<string, string>> = { create: 'created', update: 'updated', updateStatus: 'updated the status of', delete: 'deleted' };

/** The runs as lines, the newest first. */
export function runLines(runs: readonly Run[]): readonly RunLine[] {
  const lines: RunLine[] = [];
  for (const run of runs) {
    const line: RunLine = { atMs: run.atMs, object: run.object, parts: partsOf(run), count: 1, error: run.error, requeueAfterSeconds: run.requeueAfterSeconds };
    const before = lines.at(-1);
    if (before && isSameOutcome(before, line)) lines[lines.length - 1] = { ...line, count: before.count + 1 };
    else lines.push(line);
  }
  return lines.reverse();
}

/** Whether the run found all well. */
export function isIdle({ parts, error }: RunLine): boolean {
  return parts.length === 0 && error === null;
}

function partsOf({ calls, callCount }: Run): readonly RunPart[] {
  const parts = calls.flatMap(({ verb, object, text, refused }): readonly RunPart[] => {
    if (refused) return [{ words: `was refused to ${verb === 'updateStatus' ? 'update the status of' : verb}`, object, tone: 'refused' }];
    if (verb === 'log') return [{ words: `said: ${text}`, object: null, tone: 'said' }];
    if (verb === 'event') return [{ words: `told: ${text}`, object: null, tone: 'said' }];
    const words = WROTE[verb];
    return words === undefined ? [] : [{ words, object, tone: 'write' }];
  });
  return callCount > calls.length ? [...parts, { words: `and made ${callCount - calls.length} more calls`, object: null, tone: 'plain' }] : parts;
}

function isSameOutcome(a: RunLine, b: RunLine): boolean {
  if (a.object.name !== b.object.name || a.object.namespace !== b.object.namespace) return false;
  return (isIdle(a) && isIdle(b)) || (b.error !== null && a.error === b.error && a.parts.map(({ words }) => words).join() === b.parts.map(({ words }) => words).join());
}
