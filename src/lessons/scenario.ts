import type { Action } from '../engine/actions.ts';
import type { JsonObject } from '../engine/json.ts';
import type { SimulationOptions } from '../engine/simulation.ts';

export type Level = 'First steps' | 'Every day' | 'When things break';

/** One step from an empty cluster to the moment a scenario opens at. */
export type BeginningStep =
  | { readonly do: 'act'; readonly action: Action }
  /** lets simulated time pass until the cluster is at rest. */
  | { readonly do: 'settle' }
  | { readonly do: 'advance'; readonly ms: number };

/** A cluster to open, and something to try with it. Plain data. */
export interface Scenario {
  /** as in the address: `?scenario=node-failure`. */
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** one sentence: what it is about. */
  readonly summary: string;
  /** two sentences: what to do, and what to watch. */
  readonly try: string;
  /** what the editor opens with: the text of `objects`. */
  readonly manifest: string;
  readonly objects: readonly JsonObject[];
  readonly options: SimulationOptions;
  readonly beginning: readonly BeginningStep[];
}

/** The usual beginning: the manifest has been applied, and everything in it runs. */
export function running(objects: readonly JsonObject[]): readonly BeginningStep[] {
  return [...applied(objects), { do: 'settle' }];
}

/** The manifest is applied, and nothing has come of it yet. */
export function applied(objects: readonly JsonObject[]): readonly BeginningStep[] {
  return [{ do: 'act', action: { type: 'apply', objects } }];
}
