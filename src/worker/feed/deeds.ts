import type { Simulation } from '../../engine/simulation.ts';
import type { DeedView } from '../protocol.ts';

/** The person's deeds, all of them whenever there is a new one. What was refused was not done. */
export function createDeedFeed(simulation: Simulation): { take(everything: boolean): readonly DeedView[] | undefined } {
  const deeds: DeedView[] = [];
  let read = 0;

  return {
    take(everything) {
      const before = deeds.length;
      for (; read < simulation.actions.length; read++) {
        const action = simulation.actions[read];
        if (action && !action.refused) deeds.push({ index: read, atMs: action.atMs, sentence: action.sentence });
      }
      return everything || deeds.length > before ? [...deeds] : undefined;
    },
  };
}
