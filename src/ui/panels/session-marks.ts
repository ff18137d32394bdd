import type { ClockView, DeedView, EventView } from '../../worker/protocol.ts';

/** The present stands this far along the line, so that it is seen to be going somewhere. */
const PRESENT_AT = 0.94;
/** A session younger than this is drawn as if it were this long, so that its first marks do not crowd. Simulated time. */
const SHORTEST_MS = 60_000;

/** Where everything stands on the session's timeline; x in pixels from its left end. */
export interface SessionMarks {
  readonly presentX: number;
  readonly deeds: readonly { readonly x: number; readonly deed: DeedView }[];
  /** one mark a pixel at most. */
  readonly warnings: readonly number[];
}

/** Places a session's deeds, warnings and present moment on a line `width` pixels long. */
export function sessionMarks(clock: Pick<ClockView, 'startMs' | 'atMs'>, deeds: readonly DeedView[], events: Iterable<EventView>, width: number): SessionMarks {
  const spanMs = Math.max(clock.atMs - clock.startMs, SHORTEST_MS);
  const x = (atMs: number) => Math.min(1, Math.max(0, (atMs - clock.startMs) / spanMs)) * width * PRESENT_AT;
  const warnings = new Set<number>();
  for (const event of events) if (event.type === 'Warning') warnings.add(Math.round(x(event.atMs)));
  return {
    presentX: x(clock.atMs),
    deeds: deeds.map((deed) => ({ x: x(deed.atMs), deed })),
    warnings: [...warnings],
  };
}
