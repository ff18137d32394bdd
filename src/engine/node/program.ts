import { formatTime } from '../time-format.ts';
import type { LogLine } from './machines.ts';

/** `plain` is what `date` prints, `slash` how nginx and Go write times. */
export type DateFormat = 'plain' | 'iso' | 'epoch' | 'slash';

/** A piece of a printed line that is known only when it is printed. */
export type Segment =
  | string
  | { readonly kind: 'date'; readonly format: DateFormat }
  /** a variable that a loop counts: `base` in the recorded round, `stride` more in each later one. */
  | { readonly kind: 'counter'; readonly base: number; readonly stride: number };
export type Text = readonly Segment[];

/** Something a process does at a moment counted from its start (within a loop: from the start of the round). */
export interface Step {
  readonly afterMs: number;
  readonly prints?: Text;
  /** `lines`: what is in the file now, where somebody will read it. */
  readonly file?: { readonly path: string; readonly exists: boolean; readonly lines?: readonly Text[] };
}

/** Everything a process does by itself, as a function of time: nothing has to be run to know what it did by now. */
export interface Program {
  readonly steps: readonly Step[];
  /** rounds that repeat for ever after the steps. */
  readonly loop?: { readonly startMs: number; readonly periodMs: number; readonly steps: readonly Step[] };
  /** absent when the process never ends by itself. */
  readonly exit?: { readonly afterMs: number; readonly code: number };
  /** what its SIGTERM handler does, if it set one; it runs when the command at work is over, unless that is `wait`. */
  readonly onTerm?: { readonly code: number; readonly prints: readonly Text[]; readonly atOnce: boolean };
  /** it became the server of its image, or another one, at this moment. */
  readonly server?: { readonly startMs: number; readonly ports?: readonly number[] };
  /** Services it asked for by name and did not find, as `namespace/name`: it goes another way once they are there. */
  readonly asks?: readonly string[];
}

export const IDLE_PROGRAM: Program = { steps: [] };

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What `date` prints in a container: UTC, C locale. */
export function formatDate(atMs: number, format: DateFormat): string {
  if (format === 'epoch') return String(Math.floor(atMs / 1000));
  const iso = formatTime(atMs);
  if (format === 'iso') return iso;
  if (format === 'slash') return `${iso.slice(0, 10).replaceAll('-', '/')} ${iso.slice(11, 19)}`;
  const date = new Date(atMs);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${iso.slice(11, 19)} UTC ${date.getUTCFullYear()}`;
}

/** A text as far as it is known now: of a counter its present value, of a date nothing. */
export function plainText(text: Text): string {
  let plain = '';
  for (const segment of text) {
    if (typeof segment === 'string') plain += segment;
    else if (segment.kind === 'counter') plain += String(segment.base);
  }
  return plain;
}

function printed(text: Text, atMs: number, round: number): string {
  let line = '';
  for (const segment of text) {
    if (typeof segment === 'string') line += segment;
    else if (segment.kind === 'date') line += formatDate(atMs, segment.format);
    else line += String(segment.base + segment.stride * round);
  }
  return line;
}

/** The newest `limit` lines a process started at `startedAtMs` had printed by `untilMs`, oldest first. */
export function printedLines(program: Program, startedAtMs: number, untilMs: number, limit: number): LogLine[] {
  const lines: LogLine[] = [];
  const { loop } = program;
  const elapsedMs = untilMs - startedAtMs;
  if (loop && elapsedMs >= loop.startMs) {
    const lastRound = Math.floor((elapsedMs - loop.startMs) / loop.periodMs);
    for (let round = lastRound; round >= 0 && lines.length < limit; round--) {
      const roundMs = startedAtMs + loop.startMs + round * loop.periodMs;
      if (!addNewest(lines, loop.steps, roundMs, untilMs, round, limit)) break;
    }
  }
  addNewest(lines, program.steps, startedAtMs, untilMs, 0, limit);
  return lines.reverse();
}

/** Adds what steps printed, newest first; false when they print nothing at all. */
function addNewest(lines: LogLine[], steps: readonly Step[], fromMs: number, untilMs: number, round: number, limit: number): boolean {
  let prints = false;
  for (let i = steps.length - 1; i >= 0 && lines.length < limit; i--) {
    const step = steps[i];
    if (!step?.prints) continue;
    prints = true;
    const atMs = fromMs + step.afterMs;
    if (atMs <= untilMs) lines.push({ atMs, text: printed(step.prints, atMs, round) });
  }
  return prints;
}

/** What a process has written to a file `elapsedMs` after its start, where that is kept. */
export function writtenAt(program: Program, path: string, startedAtMs: number, elapsedMs: number): string | undefined {
  let text: string | undefined;
  for (const { afterMs, file } of program.steps) {
    if (file?.path === path && file.lines && afterMs <= elapsedMs) text = file.lines.map((line) => `${printed(line, startedAtMs + afterMs, 0)}\n`).join('');
  }
  return text;
}

/** Files that are there `elapsedMs` after the start because the process made them. */
export function filesAt(program: Program, elapsedMs: number): Set<string> {
  const files = new Set<string>();
  const apply = (steps: readonly Step[], untilMs: number): void => {
    for (const { afterMs, file } of steps) {
      if (!file || afterMs > untilMs) continue;
      if (file.exists) files.add(file.path);
      else files.delete(file.path);
    }
  };
  apply(program.steps, elapsedMs);
  const { loop } = program;
  if (loop && elapsedMs >= loop.startMs) {
    const intoMs = elapsedMs - loop.startMs;
    if (intoMs >= loop.periodMs) apply(loop.steps, loop.periodMs);
    apply(loop.steps, intoMs % loop.periodMs);
  }
  return files;
}

/** The next moment after `elapsedMs` at which some file comes or goes; `undefined` when none ever will. */
export function nextFileChangeMs(program: Program, elapsedMs: number): number | undefined {
  let next: number | undefined;
  const offer = (atMs: number): void => {
    if (atMs > elapsedMs && (next === undefined || atMs < next)) next = atMs;
  };
  for (const step of program.steps) if (step.file) offer(step.afterMs);
  const { loop } = program;
  if (loop) {
    const round = Math.max(0, Math.floor((elapsedMs - loop.startMs) / loop.periodMs));
    for (const step of loop.steps) {
      if (!step.file) continue;
      offer(loop.startMs + round * loop.periodMs + step.afterMs);
      offer(loop.startMs + (round + 1) * loop.periodMs + step.afterMs);
    }
  }
  return next;
}

/** When the command at work `elapsedMs` after the start is over: a shell runs its signal handlers only then. */
export function nextStepMs(program: Program, elapsedMs: number): number | undefined {
  const later = program.steps.find((step) => step.afterMs > elapsedMs);
  if (later) return later.afterMs;
  const { loop, exit } = program;
  if (!loop) return exit?.afterMs;
  if (elapsedMs < loop.startMs) return loop.startMs;
  const round = Math.floor((elapsedMs - loop.startMs) / loop.periodMs);
  const intoMs = (elapsedMs - loop.startMs) % loop.periodMs;
  const step = loop.steps.find((candidate) => candidate.afterMs > intoMs);
  return loop.startMs + round * loop.periodMs + (step?.afterMs ?? loop.periodMs);
}
