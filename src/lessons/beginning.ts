import type { Action } from '../engine/actions.ts';
import type { JsonObject } from '../engine/json.ts';
import type { SimulationOptions } from '../engine/simulation.ts';

/** One step from an empty cluster to the moment a scenario opens at. */
export type BeginningStep =
  | { readonly do: 'act'; readonly action: Action }
  /** lets simulated time pass until the cluster is at rest. */
  | { readonly do: 'settle' }
  | { readonly do: 'advance'; readonly ms: number };

/** How the cluster of a scenario comes to be. Plain data, and valid: it is not checked when a scenario is opened. */
export interface Beginning {
  /** id of the scenario. */
  readonly scenario: string;
  /** what its manifest says. */
  readonly objects: readonly JsonObject[];
  readonly options: SimulationOptions;
  readonly steps: readonly BeginningStep[];
}

/** The usual steps: the manifest has been applied, and everything in it runs. */
export function running(objects: readonly JsonObject[]): readonly BeginningStep[] {
  return [...applied(objects), { do: 'settle' }];
}

/** The manifest is applied, and nothing has come of it yet. */
export function applied(objects: readonly JsonObject[]): readonly BeginningStep[] {
  return [{ do: 'act', action: { type: 'apply', objects } }];
}
