import { useEffect, useState } from 'react';
import { firstScenario } from '../../lessons/scenario-ids.ts';
import type { Scenario } from '../../lessons/scenario.ts';
import { useView } from '../store/view.ts';

export type { Scenario };

const known = new Map<string, Scenario>([[firstScenario.id, firstScenario]]);

/** The scenario the open cluster grew from; `null` until a cluster is open, or until what is said of it has been loaded. */
export function useScenario(): Scenario | null {
  const id = useView((view) => view.scenario);
  const [, setLoaded] = useState(0);
  useEffect(() => {
    if (id === null || known.has(id)) return;
    // Without its text a scenario is as good: nothing waits for it.
    void loadScenarios().then(() => setLoaded((count) => count + 1)).catch(() => undefined);
  }, [id]);
  return (id !== null && known.get(id)) || null;
}

async function loadScenarios(): Promise<void> {
  const { scenarios } = await import('../../lessons/scenarios.ts');
  for (const scenario of scenarios) known.set(scenario.id, scenario);
}
