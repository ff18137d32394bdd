import { kindNameOf } from '../api/kind-name.ts';
import type { ObjectReference } from '../api/reference.ts';
import type { Json } from '../json.ts';
import type { OperatorCall, SandboxOutcome } from './sandbox.ts';

/** One look of an operator at an object, for people to read. No part of the cluster: it is not saved, and nothing depends on it. */
export interface OperatorRun {
  readonly atMs: number;
  readonly object: ObjectReference;
  /** in their order; what follows the first {@link MOST_CALLS} is left out. */
  readonly calls: readonly OperatorRunCall[];
  readonly callCount: number;
  readonly requeueAfterSeconds: number | null;
  /** why it broke off, in the code's own words; null when it came to its end. */
  readonly error: string | null;
}

export interface OperatorRunCall {
  /** as the operator's code has it: `get`, `updateStatus`, `log`. */
  readonly verb: string;
  readonly object: ObjectReference | null;
  /** what it was about where that is no object ("Pod, 3 found"; an event's or a log's words), or what became of it. */
  readonly text: string;
  readonly refused: boolean;
}

const MOST_CALLS = 30;
const MOST_RUNS = 40;
/** Calls that only tell the time. */
const SILENT: ReadonlySet<string> = new Set(['now']);

/** A call that is taken down while it is made. */
export interface Transcript {
  readonly call: OperatorCall;
  end(atMs: number, object: ObjectReference, outcome: SandboxOutcome): OperatorRun;
}

export function transcribe(call: OperatorCall): Transcript {
  const calls: OperatorRunCall[] = [];
  let callCount = 0;
  const add = (made: () => OperatorRunCall): void => {
    if (++callCount <= MOST_CALLS) calls.push(made());
  };
  return {
    call(name, parameters) {
      if (SILENT.has(name)) return call(name, parameters);
      try {
        const result = call(name, parameters);
        add(() => ({ ...describe(name, parameters, result), refused: false }));
        return result;
      } catch (error) {
        add(() => ({ ...describe(name, parameters, null), text: error instanceof Error ? error.message : String(error), refused: true }));
        throw error;
      }
    },
    end: (atMs, object, outcome) => ({
      atMs, object, calls, callCount, requeueAfterSeconds: outcome.ok ? outcome.requeueAfterSeconds : null, error: outcome.ok ? null : outcome.error,
    }),
  };
}

/** The runs with a new one, the newest last. */
export function withRun(runs: readonly OperatorRun[], run: OperatorRun): readonly OperatorRun[] {
  return [...runs.slice(1 - MOST_RUNS), run];
}

function describe(verb: string, parameters: readonly Json[], result: Json): Omit<OperatorRunCall, 'refused'> {
  const [first, second, third, fourth] = parameters;
  switch (verb) {
    case 'get':
    case 'delete':
      return { verb, object: referenceTo(first, second, third, fourth), text: verb === 'get' && result === null ? 'none there' : '' };
    case 'list':
      return { verb, object: null, text: `${String(second)}, ${Array.isArray(result) ? result.length : 0} found` };
    case 'event':
      return { verb, object: null, text: `${String(third)}: ${String(fourth)}` };
    case 'log':
      return { verb, object: null, text: String(first) };
    default:
      return { verb, object: referenceOf(result ?? first), text: '' };
  }
}

function referenceTo(apiVersion: Json | undefined, kind: Json | undefined, namespace: Json | undefined, name: Json | undefined): ObjectReference {
  return { kind: kindNameOf({ apiVersion: String(apiVersion), kind: String(kind) }), namespace: String(namespace ?? ''), name: String(name) };
}

function referenceOf(object: Json | undefined): ObjectReference | null {
  const { apiVersion, kind, metadata } = (object ?? {}) as { readonly apiVersion?: string; readonly kind?: string; readonly metadata?: { readonly namespace?: string; readonly name?: string; readonly generateName?: string } };
  return apiVersion && kind ? referenceTo(apiVersion, kind, metadata?.namespace, metadata?.name ?? metadata?.generateName ?? '') : null;
}
