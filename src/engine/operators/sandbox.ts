import type { Json, JsonObject } from '../json.ts';

/** What an operator's code says of itself: `operator({ for, owns, watches, reconcile })`. */
export interface OperatorDeclaration {
  readonly for: KindReference;
  /** Kinds of the objects that it makes; a change of one is a reason to look at its owner. */
  readonly owns: readonly KindReference[];
  /** Kinds of objects that have a label with the name of the object they belong to: a change of one is such a reason, too. */
  readonly watches: readonly (KindReference & { readonly byLabel: string })[];
}

export interface KindReference {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What a run may use. */
export const MOST_MEMORY_BYTES = 16 * 1024 ** 2;

/** What became of one call of an operator's `reconcile`. */
export type SandboxOutcome =
  | { readonly ok: true; /** when it wants to look again, whatever happens. */ readonly requeueAfterSeconds: number | null }
  | { readonly ok: false; /** with the line of its code, where that is known. */ readonly error: string };

/** What an operator asks of the cluster. Throws what the API refuses with. */
export type OperatorCall = (name: string, parameters: readonly Json[]) => Json;

/**
 * Runs what a person wrote where it can reach nothing but the calls it is given, and neither take much time nor memory. Each run starts from
 * the code alone: what it kept in variables is forgotten, so that a cluster that is restored goes on as the original.
 */
export interface OperatorSandbox {
  /** Throws an Error with a sentence for people. */
  declare(code: string): OperatorDeclaration;
  reconcile(code: string, object: JsonObject, call: OperatorCall): SandboxOutcome;
}
