import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { propertyOptions } from '../property-settings.ts';

function failureOf(runs: number): string {
  try {
    fc.assert(fc.property(fc.integer(), (value) => value < 1000), propertyOptions(runs));
  } catch (error) {
    return String(error);
  }
  return '';
}

test('a failed property names its seed, and the seed gives the same failure again', () => {
  onTestFinished(() => { vi.unstubAllEnvs(); });
  const failure = failureOf(1000);
  const seed = /KUBARIUM_SEED=(-?\d+)/.exec(failure)?.[1];
  expect(seed).toBeDefined();
  vi.stubEnv('KUBARIUM_SEED', seed);
  expect(failureOf(1000)).toBe(failure);
});

test('a seed that is no number is refused', () => {
  onTestFinished(() => { vi.unstubAllEnvs(); });
  vi.stubEnv('KUBARIUM_SEED', 'today');
  expect(() => propertyOptions(10)).toThrow('KUBARIUM_SEED is "today"');
});
