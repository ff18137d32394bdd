import type { Action } from './actions.ts';
import type { Acting } from './api/user.ts';
import type { MachineSpec } from './node/machines.ts';
import type { Timings } from './timings.ts';

/** What a simulation starts from. Plain JSON. */
export interface SimulationOptions {
  /** same seed and same actions: the same cluster. 0 to 2^53. Default 1. */
  readonly seed?: number;
  /** simulated time at the start, RFC 3339. Default 2026-01-05T10:00:00Z. */
  readonly startTime?: string;
  /** machines that are up at the start. Default: three of 4 CPU and 8 GiB in zones a, b and c. */
  readonly machines?: readonly MachineSpec[];
  /** durations that differ from Kubernetes' defaults. */
  readonly timings?: Partial<Timings>;
}

/** One action with its exact moment: so many events had been run, and the clock stood there. */
export interface RecordedAction extends Acting {
  readonly eventsRun: number;
  readonly atMs: number;
  readonly action: Action;
  /** what was done, in the second person past: "You powered off node-2", "… as jane"; or why it was refused. */
  readonly sentence: string;
  readonly refused: boolean;
}

/** A whole session: replaying it gives the same cluster, byte for byte. */
export interface Recording {
  readonly version: 1;
  readonly options: SimulationOptions;
  readonly actions: readonly RecordedAction[];
  /** the moment it was taken. */
  readonly eventsRun: number;
  readonly atMs: number;
}
