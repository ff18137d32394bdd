import { SEEDER } from '../engine/api/store.ts';
import type { Simulation, Wait } from '../engine/simulation.ts';
import type { CloseLook } from './feed/close-look.ts';
import { createFeed, type Feed } from './feed/feed.ts';
import { createPacing } from './pacing.ts';
import type { ClockView, Pace } from './protocol.ts';
import { createSilentNodes } from './silent-nodes.ts';

/** A cluster that lives in time: its simulation, its feed to the page, and its clock. */
export interface Cluster {
  /** id of the scenario it grew from. */
  readonly scenario: string;
  readonly simulation: Simulation;
  readonly feed: Feed;
  pace: Pace;
  paused: boolean;
  /** Lets wall time pass, as far as its cost allows; nothing moves while paused. */
  pass(wallMs: number): void;
  /** To the next event that matters; time is held there. */
  step(): void;
  /** A person did something. */
  deed(): void;
  clock(): ClockView;
  close(): void;
}

export interface ClusterOptions {
  readonly scenario: string;
  readonly simulation: Simulation;
  readonly pace?: Pace;
  readonly paused?: boolean;
  /** the wall clock, to see what simulating costs. */
  wallNowMs(): number;
  /** wall time that one {@link Cluster.pass} may take. */
  readonly budgetMs: number;
  /** may be `undefined` until something is selected or a table is shown: `command-line.ts`. */
  closeLook(): CloseLook | undefined;
}

/** Simulated time between two looks at what it has cost. */
const PIECE_MS = 200;

export function createCluster({ scenario, simulation, pace = 'adaptive', paused = false, wallNowMs, budgetMs, closeLook }: ClusterOptions): Cluster {
  const feed = createFeed(simulation, closeLook);
  const pacing = createPacing(simulation.now());
  const silent = createSilentNodes(simulation);
  silent.look();
  let speed = 0;
  let fractionMs = 0;
  let waiting: Wait | undefined;

  const stopWatching = simulation.watch('all', ({ kind, actor, atMs }) => {
    // Heartbeats, and what is written about something else, are no news by themselves.
    if (kind === 'Lease' || kind === 'Event' || actor === SEEDER || (kind === 'Node' && actor.startsWith('kubelet/'))) return;
    pacing.happened(atMs);
  });

  /** Advances piece by piece until the time is used up; returns how far it came. */
  function advance(ms: number, untilWallMs: number): number {
    let done = 0;
    while (done < ms && (done === 0 || wallNowMs() < untilWallMs)) {
      const piece = Math.min(PIECE_MS, ms - done);
      simulation.advance(piece);
      done += piece;
    }
    return done;
  }
  /** Both return the speed that was kept, or `undefined` when simulating cost too much to keep it. */
  function passAtPace(wallMs: number, multiple: number, untilWallMs: number): number | undefined {
    const wantedMs = wallMs * multiple + fractionMs;
    const wholeMs = Math.floor(wantedMs);
    const isKept = advance(wholeMs, untilWallMs) === wholeMs;
    fractionMs = isKept ? wantedMs - wholeMs : 0;
    return isKept ? multiple : undefined;
  }
  function passAdaptively(wallMs: number, untilWallMs: number, silence: Wait | undefined): number | undefined {
    let leftMs = wallMs;
    let meanSpeed = 0;
    while (leftMs > 0) {
      const nowMs = simulation.now();
      const stride = pacing.stride({ nowMs, nextMs: soonestAfter(nowMs, simulation.nextNotableMs(), silence?.dueAtMs) }, leftMs);
      leftMs -= stride.wallMs;
      meanSpeed += stride.speed * (stride.wallMs / wallMs);
      const isKept = advance(stride.advanceMs, untilWallMs) === stride.advanceMs;
      if (!isKept || (leftMs > 0 && wallNowMs() >= untilWallMs)) return undefined;
    }
    return meanSpeed;
  }
  function currentWait(silence: Wait | undefined): Wait | undefined {
    const nowMs = simulation.now();
    if (!pacing.isLull(nowMs)) return undefined;
    const wait = simulation.currentWait();
    const nextMs = simulation.nextNotableMs() ?? Number.POSITIVE_INFINITY;
    const soonest = silence && silence.dueAtMs < Math.min(nextMs, wait?.dueAtMs ?? nextMs) ? silence : wait;
    return soonest && soonest.dueAtMs > nowMs ? soonest : undefined;
  }

  const cluster: Cluster = {
    scenario,
    simulation,
    feed,
    pace,
    paused,
    pass(wallMs) {
      if (cluster.paused || wallMs <= 0) return;
      const fromMs = simulation.now();
      const untilWallMs = wallNowMs() + budgetMs;
      const silence = silent.wait();
      const kept = cluster.pace === 'adaptive' ? passAdaptively(wallMs, untilWallMs, silence) : passAtPace(wallMs, cluster.pace, untilWallMs);
      speed = kept ?? (simulation.now() - fromMs) / wallMs;
      waiting = currentWait(silence);
    },
    step() {
      cluster.paused = true;
      simulation.step();
      waiting = currentWait(silent.wait());
    },
    deed() {
      silent.look();
      pacing.deed(simulation.now());
      waiting = undefined;
    },
    clock: () => ({
      atMs: simulation.now(),
      startMs: simulation.startMs,
      pace: cluster.pace,
      paused: cluster.paused,
      speed: cluster.paused ? 0 : speed,
      waiting: waiting ? { label: waiting.label, subject: waiting.subject, dueAtMs: waiting.dueAtMs } : null,
    }),
    close() {
      stopWatching();
      feed.close();
    },
  };
  return cluster;
}

function soonestAfter(nowMs: number, ...moments: readonly (number | undefined)[]): number | undefined {
  let soonest: number | undefined;
  for (const atMs of moments) if (atMs !== undefined && atMs > nowMs && atMs < (soonest ?? Number.POSITIVE_INFINITY)) soonest = atMs;
  return soonest;
}
