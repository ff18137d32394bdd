import { expect, test } from 'vitest';
import type { ClockView } from '../../../src/worker/protocol.ts';
import { speedLabel, timeLeft, waitPhrase } from '../../../src/ui/shell/wait-phrase.ts';

const CLOCK: ClockView = { atMs: 1_000, startMs: 0, pace: 'adaptive', paused: false, speed: 1, waiting: null };

test('time left is written in the two units that matter', () => {
  expect(timeLeft(30_001)).toBe('31 s');
  expect(timeLeft(60_000)).toBe('1 min');
  expect(timeLeft(252_000)).toBe('4 min 12 s');
  expect(timeLeft(2 * 3_600_000 + 5 * 60_000)).toBe('2 h 5 min');
});

test('a due time that has passed is never negative', () => {
  expect(timeLeft(-5_000)).toBe('0 s');
});

test('a pause outranks what is waited for', () => {
  const waiting = { label: 'node-monitor-grace-period', subject: null, dueAtMs: 32_000 };
  expect(waitPhrase({ ...CLOCK, paused: true, waiting }).text).toBe('paused');
  const phrase = waitPhrase({ ...CLOCK, waiting });
  expect(phrase.text + phrase.left).toBe('waiting for node-monitor-grace-period, 31 s left');
  expect(waitPhrase(CLOCK).text).toBe('following changes');
});

test('speeds are short', () => {
  expect([0.1, 1, 2.345, 59.6, 1000].map(speedLabel)).toEqual(['0.1×', '1×', '2.3×', '60×', '1000×']);
});
