import type { LateEngine } from '../engine/late-engine.ts';
import { createBareSimulation } from '../engine/bare-simulation.ts';
import type { Checkpoint, Simulation } from '../engine/simulation.ts';
import type { Pace } from './protocol.ts';

/** A session that can be put away as text and taken up again. */
export interface SavedSession {
  /** id of the scenario it grew from. */
  readonly scenario: string;
  readonly checkpoint: Checkpoint;
  readonly pace: Pace;
  readonly paused: boolean;
  /** the session before the last reset, as text, while the reset can be undone. */
  readonly beforeReset: string | null;
}

const FORMAT = 'kubarium-session';
const VERSION = 1;
const DAMAGED = 'This saved session is damaged and cannot be opened.';
const FOREIGN = 'This session was saved by another version of Kubarium and cannot be opened.';

export const SLOWEST_PACE = 0.1;
export const FASTEST_PACE = 1_000;

export function isPace(value: unknown): value is Pace {
  return value === 'adaptive' || (typeof value === 'number' && value >= SLOWEST_PACE && value <= FASTEST_PACE);
}

export function writeSession(session: SavedSession): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, ...session });
}

/** Reads what {@link writeSession} wrote. Throws an Error with a sentence for people. */
export function readSession(text: string): SavedSession {
  const { format, version, scenario, checkpoint, pace, paused, beforeReset } = fieldsOf(text);
  if (format !== FORMAT) throw new Error(DAMAGED);
  if (version !== VERSION) throw new Error(FOREIGN);
  const isComplete = typeof scenario === 'string' && typeof checkpoint === 'object' && checkpoint !== null && isPace(pace)
    && typeof paused === 'boolean' && (beforeReset === null || typeof beforeReset === 'string');
  if (!isComplete) throw new Error(DAMAGED);
  return { scenario, checkpoint: checkpoint as Checkpoint, pace, paused, beforeReset };
}

/** The cluster of a saved session. Throws an Error with a sentence for people. */
export function restoreCluster({ checkpoint }: SavedSession, lateEngine: () => LateEngine | undefined): Simulation {
  if (checkpoint.version !== 1) throw new Error(FOREIGN);
  try {
    return createBareSimulation(lateEngine, checkpoint.options, checkpoint);
  } catch (error) {
    throw new Error(DAMAGED, { cause: error });
  }
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // What is no JSON is as damaged as any other nonsense.
  }
  throw new Error(DAMAGED);
}
