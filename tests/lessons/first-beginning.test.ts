import { expect, it } from 'vitest';
import { firstBeginning } from '../../src/lessons/first-beginning.ts';
import { openScenario } from '../../src/worker/open-scenario.ts';

it('opens and comes to life with the part of the engine that a page loads first', () => {
  const simulation = openScenario(firstBeginning, () => undefined);
  simulation.advance(3_600_000);
  expect(simulation.api.list('Pod').every(({ status }) => status?.phase === 'Running')).toBe(true);
  expect(simulation.api.list('Pod').length).toBeGreaterThan(0);
  expect(simulation.kinds.has('StatefulSet')).toBe(false);
});
