import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacing } from '../../src/worker/pacing.ts';
import { propertyOptions } from '../property-settings.ts';

const FRAME_MS = 16;

interface Played {
  /** wall time at which each moment was reached. */
  readonly reachedAtMs: readonly number[];
  readonly fastest: number;
  /** speed of the last stride before each moment. */
  readonly arrivals: readonly number[];
}

/** Plays simulated moments at which something happens, frame by frame; `deed` begins with something a person did. */
function play(moments: readonly number[], { deed = false, frameMs = FRAME_MS } = {}): Played {
  const pacing = createPacing(0);
  if (deed) pacing.deed(0);
  const left = [...moments];
  const reachedAtMs: number[] = [];
  const arrivals: number[] = [];
  let nowMs = 0;
  let wallMs = 0;
  let fastest = 0;
  while (left.length > 0) {
    for (let frameLeftMs = frameMs; frameLeftMs > 0 && left.length > 0;) {
      const [nextMs] = left;
      const stride = pacing.stride({ nowMs, nextMs }, frameLeftMs);
      const isSound = stride.wallMs > 0 && stride.wallMs <= frameLeftMs && Number.isInteger(stride.advanceMs) && nowMs + stride.advanceMs <= (nextMs ?? 0);
      if (!isSound) throw new Error(`an unsound stride of ${JSON.stringify(stride)} at ${nowMs}, ${frameLeftMs} ms of the frame left`);
      nowMs += stride.advanceMs;
      wallMs += stride.wallMs;
      frameLeftMs -= stride.wallMs;
      fastest = Math.max(fastest, stride.speed);
      while (left[0] !== undefined && left[0] <= nowMs) {
        left.shift();
        reachedAtMs.push(wallMs);
        arrivals.push(stride.speed);
      }
    }
  }
  return { reachedAtMs, fastest, arrivals };
}

const wallFor = (simulatedMs: number): number => play([simulatedMs]).reachedAtMs[0] ?? 0;

describe('a lull', () => {
  it.each([
    [1_000, 800, 1_100],
    [5_000, 1_400, 1_900],
    [10_000, 1_900, 2_500],
    [60_000, 3_600, 4_400],
    [300_000, 6_000, 7_000],
  ])('of %i ms takes %i to %i ms', (simulatedMs, leastMs, mostMs) => {
    const wallMs = wallFor(simulatedMs);
    expect(wallMs).toBeGreaterThan(leastMs);
    expect(wallMs).toBeLessThan(mostMs);
  });

  it('takes about the same time whether the page draws often or seldom', () => {
    for (const lull of [3_000, 50_000, 300_000]) {
      const often = play([lull], { frameMs: 8 }).reachedAtMs[0] ?? 0;
      const seldom = play([lull], { frameMs: 100 }).reachedAtMs[0] ?? 0;
      expect(Math.abs(often - seldom)).toBeLessThan(60);
    }
  });

  it('is run through fast, and left at the speed a person follows', () => {
    const { fastest, arrivals } = play([300_000]);
    expect(fastest).toBeGreaterThan(100);
    expect(arrivals).toEqual([1]);
  });

  it('changes its speed smoothly', () => {
    const pacing = createPacing(0);
    let nowMs = 0;
    let before = 1;
    while (nowMs < 300_000) {
      const { advanceMs, speed } = pacing.stride({ nowMs, nextMs: 300_000 }, 4);
      expect(Math.abs(speed - before)).toBeLessThan(Math.max(0.5, before * 0.25));
      before = speed;
      nowMs += advanceMs;
    }
  });

  it('is over as soon as something happens that nobody expected', () => {
    const pacing = createPacing(0);
    let nowMs = 0;
    for (let stride = 0; stride < 400; stride++) nowMs += pacing.stride({ nowMs, nextMs: 300_000 }, 4).advanceMs;
    expect(pacing.stride({ nowMs, nextMs: 300_000 }, 4).speed).toBeGreaterThan(10);
    expect(pacing.isLull(nowMs)).toBe(true);
    pacing.happened(nowMs);
    expect(pacing.stride({ nowMs, nextMs: 300_000 }, 4).speed).toBe(1);
    expect(pacing.isLull(nowMs)).toBe(false);
  });
});

it('lets two seconds pass at 1× after what a person did, before it speeds up', () => {
  const pacing = createPacing(0);
  pacing.deed(0);
  let nowMs = 0;
  for (let wallMs = 0; wallMs < 2_000; wallMs += 4) {
    const { speed, advanceMs } = pacing.stride({ nowMs, nextMs: 50_000 }, 4);
    expect(speed).toBe(1);
    nowMs += advanceMs;
  }
  expect((play([50_000], { deed: true }).reachedAtMs[0] ?? 0) - wallFor(50_000)).toBeGreaterThan(1_600);
});

it('runs at 1× while the cluster is at rest', () => {
  const pacing = createPacing(0);
  expect(pacing.stride({ nowMs: 5_000, nextMs: undefined }, 4)).toEqual({ advanceMs: 4, wallMs: 4, speed: 1 });
  expect(pacing.stride({ nowMs: 5_004, nextMs: 5_000 }, 4).speed).toBe(1);
});

it('spreads what follows within milliseconds, so that each step can be seen', () => {
  const { reachedAtMs } = play([10, 20, 30, 35, 37, 57], { deed: true });
  const gaps = reachedAtMs.map((atMs, index) => atMs - (reachedAtMs[index - 1] ?? 0));
  for (const gap of gaps.slice(0, 3)) expect(gap).toBeGreaterThan(200);
  for (const gap of gaps) expect(gap).toBeLessThan(240);
  expect(Math.min(...gaps)).toBeGreaterThan(50);
});

it('loses patience with crowds: what goes on for long is spread ever less', () => {
  const { reachedAtMs } = play(Array.from({ length: 6_000 }, (_, index) => 2 * (index + 1)), { deed: true });
  const at = (index: number): number => reachedAtMs[index] ?? 0;
  expect(at(50)).toBeGreaterThan(1_000);
  expect(at(5_999) - at(4_999)).toBeLessThan(2_000 * 1.35);
});

it('never jumps over a moment and always gets on, whatever happens when', () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 20 }),
    fc.record({ deed: fc.boolean(), frameMs: fc.integer({ min: 1, max: 100 }) }),
    (gaps, settings) => {
      let atMs = 0;
      const moments = gaps.map((gap) => (atMs += gap));
      const { reachedAtMs } = play(moments, settings);
      const lulls = gaps.reduce((sum, gap) => sum + 1_300 * Math.cbrt(gap / 1_000) + 500, 0);
      expect(reachedAtMs.at(-1)).toBeLessThan(lulls + 3_000);
    },
  ), propertyOptions(100));
});
