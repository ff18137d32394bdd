import { expect, it } from 'vitest';
import { humanDuration } from '../../../src/engine/api/human-duration.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

it.each([
  [-2 * SECOND, '<invalid>'], [-1.5 * SECOND, '0s'], [0, '0s'], [1_999, '1s'], [119 * SECOND, '119s'], [2 * MINUTE, '2m'], [2.5 * MINUTE, '2m30s'], [10 * MINUTE - 1, '9m59s'], [10 * MINUTE + SECOND, '10m'],
  [3 * HOUR - 1, '179m'], [3 * HOUR, '3h'], [3.5 * HOUR, '3h30m'], [8 * HOUR + MINUTE, '8h'], [2 * DAY - 1, '47h'], [3 * DAY + 4 * HOUR, '3d4h'], [8 * DAY + HOUR, '8d'], [729 * DAY, '729d'], [2 * 365 * DAY, '2y'],
  [3 * 365 * DAY + 7 * DAY, '3y7d'], [9 * 365 * DAY + DAY, '9y'],
])('%d ms is %s', (durationMs, text) => {
  expect(humanDuration(durationMs)).toBe(text);
});
