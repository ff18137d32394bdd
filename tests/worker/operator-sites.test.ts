import { expect, it } from 'vitest';
import { createLateEngine } from '../../src/engine/late-engine-parts.ts';
import { createSimulation } from '../../src/engine/simulation.ts';
import { operatorBeginning } from '../../src/lessons/scenarios/operator-beginning.ts';
import { openScenario } from '../../src/worker/open-scenario.ts';
import { operatorSites } from '../../src/worker/operator-sites.ts';
import { createQuickJsSandbox } from '../../src/worker/sandbox/quickjs-sandbox.ts';

const sandbox = await createQuickJsSandbox();
const engine = createLateEngine(() => sandbox);

it('finds the code of operators, who runs it, and what that may do', () => {
  const simulation = openScenario(operatorBeginning, () => engine);
  const [site, ...others] = operatorSites(simulation);
  expect(others).toEqual([]);
  expect(site).toMatchObject({
    namespace: 'database-operator', name: 'database-operator', deployment: 'database-operator', account: 'database-operator',
    roles: [{ kind: 'ClusterRole', namespace: '', name: 'database-operator' }],
  });
  expect(site?.code).toContain("kind: 'Database'");
  expect(site?.pods).toEqual([site?.running?.pod]);
  expect(site?.running?.code).toBe(site?.code);
});

it('tells of code that nobody runs, and of none in a cluster without', () => {
  const simulation = createSimulation({ seed: 1 });
  expect(operatorSites(simulation)).toEqual([]);
  simulation.api.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'lonely', namespace: 'default' }, data: { 'operator.js': 'code' } });
  expect(operatorSites(simulation)).toEqual([{ namespace: 'default', name: 'lonely', code: 'code', deployment: null, account: 'default', pods: [], roles: [], running: null }]);
});
