import type { ClockView } from '../../worker/protocol.ts';

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;

/** How much longer, in words short enough for the time bar: `8 s`, `4 min 12 s`, `2 h 5 min`. Never below zero. */
export function timeLeft(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / SECOND_MS));
  if (seconds < MINUTE_S) return `${seconds} s`;
  if (seconds < HOUR_S) return withRest(Math.floor(seconds / MINUTE_S), 'min', seconds % MINUTE_S, 's');
  return withRest(Math.floor(seconds / HOUR_S), 'h', Math.floor((seconds % HOUR_S) / MINUTE_S), 'min');
}

function withRest(amount: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${amount} ${unit}` : `${amount} ${unit} ${rest} ${restUnit}`;
}

export interface WaitPhrase {
  readonly mood: 'paused' | 'waiting' | 'following';
  readonly text: string;
  /** how much longer, with its comma; empty when nothing is waited for. Apart, so that it stays when `text` is cut short. */
  readonly left: string;
}

/** What time is doing: "paused", "following changes", or "waiting for node-monitor-grace-period" and ", 31 s left". */
export function waitPhrase(clock: ClockView): WaitPhrase {
  if (clock.paused) return { mood: 'paused', text: 'paused', left: '' };
  if (!clock.waiting) return { mood: 'following', text: 'following changes', left: '' };
  const { label, dueAtMs } = clock.waiting;
  return { mood: 'waiting', text: `waiting for ${label}`, left: `, ${timeLeft(dueAtMs - clock.atMs)} left` };
}

/** A speed as it is written on buttons: `0.1×`, `60×`, `1000×`. */
export function speedLabel(speed: number): string {
  return `${speed >= 10 ? Math.round(speed) : Number(speed.toPrecision(speed < 0.1 ? 1 : 2))}×`;
}
