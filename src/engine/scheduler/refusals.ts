import { invariant } from '../invariant.ts';

/** Why a plugin refuses a node. */
export interface Refusal {
  readonly plugin: string;
  /** in upstream's words, to be counted over all nodes. */
  readonly reasons: readonly string[];
  /** whether the node might do if other pods left it (`Unschedulable`; otherwise `UnschedulableAndUnresolvable`). */
  readonly resolvable: boolean;
}

/** The verdict of a filter on a node it lets pass; every refusal has a code above it. */
export const PASS = 0;

/** Numbers for refusals, so that a verdict on a node is one small number. Grows by kinds of refusal, not by nodes or pods. */
export interface Refusals {
  codeOf(refusal: Refusal): number;
  get(code: number): Refusal;
}

export function createRefusals(): Refusals {
  const codes = new Map<string, number>();
  const refusals: Refusal[] = [];

  return {
    codeOf(refusal) {
      const key = JSON.stringify([refusal.plugin, refusal.resolvable, refusal.reasons]);
      let code = codes.get(key);
      if (code === undefined) codes.set(key, (code = refusals.push(refusal)));
      return code;
    },
    get(code) {
      const refusal = refusals[code - 1];
      invariant(refusal, `no refusal has the code ${code}`);
      return refusal;
    },
  };
}
