import { expect, it } from 'vitest';
import type { KindName } from '../../src/engine/api/object.ts';
import { createLateEngine } from '../../src/engine/late-engine-parts.ts';
import type { Simulation } from '../../src/engine/simulation.ts';
import { operatorBeginning } from '../../src/lessons/scenarios/operator-beginning.ts';
import { openScenario } from '../../src/worker/open-scenario.ts';
import { createQuickJsSandbox } from '../../src/worker/sandbox/quickjs-sandbox.ts';

const sandbox = await createQuickJsSandbox();
const engine = createLateEngine(() => sandbox);
const MINUTE_MS = 60_000;

interface Database {
  readonly status?: { readonly phase?: string; readonly primary?: string; readonly readyReplicas?: number; readonly failovers?: number; readonly lastBackupTime?: string };
}

function open(): Simulation {
  return openScenario(operatorBeginning, () => engine);
}
function statusOf(simulation: Simulation): Database['status'] {
  return (simulation.api.get('Database.kubarium.dev' as KindName, 'default', 'orders') as Database | undefined)?.status;
}
function roles(simulation: Simulation): string[] {
  return simulation.api.list('Pod', { namespace: 'default', labels: { 'kubarium.dev/database': 'orders' } })
    .map(({ metadata }) => `${metadata.name ?? ''} ${metadata.labels?.['kubarium.dev/role'] ?? ''}`);
}
function nodeOf(simulation: Simulation, namespace: string, pod: string): string {
  return simulation.api.get('Pod', namespace, pod)?.spec.nodeName ?? '';
}
function operatorPod(simulation: Simulation): string {
  return simulation.api.list('Pod', { namespace: 'database-operator' })[0]?.metadata.name ?? '';
}

it('opens on a database of three that has a primary, spread over the nodes', () => {
  const simulation = open();
  expect(statusOf(simulation)).toMatchObject({ phase: 'Healthy', primary: 'orders-0', readyReplicas: 3, failovers: 0 });
  expect(roles(simulation)).toEqual(['orders-0 primary', 'orders-1 replica', 'orders-2 replica']);
  expect(new Set(simulation.api.list('Pod', { namespace: 'default' }).map(({ spec }) => spec.nodeName)).size).toBe(3);
});

it('promotes a replica when the node of the primary is lost, and moves the Service with it', () => {
  const simulation = open();
  const node = nodeOf(simulation, 'default', 'orders-0');
  // The operator lives on: it is the database's failover that is looked at, not its own.
  expect(nodeOf(simulation, 'database-operator', operatorPod(simulation))).not.toBe(node);
  simulation.act({ type: 'fault', fault: 'power-off-node', target: { node } });
  simulation.advance(2 * MINUTE_MS);
  expect(statusOf(simulation)).toMatchObject({ phase: 'Degraded', primary: 'orders-1', failovers: 1 });
  const [slice] = simulation.api.list('EndpointSlice', { namespace: 'default', labels: { 'kubernetes.io/service-name': 'orders-primary' } });
  expect(slice?.endpoints?.map(({ targetRef }) => targetRef?.name)).toEqual(['orders-1']);
  simulation.act({ type: 'fault', fault: 'power-on-node', target: { node } });
  simulation.advance(10 * MINUTE_MS);
  expect(roles(simulation)).toEqual(['orders-0 replica', 'orders-1 primary', 'orders-2 replica']);
  expect(statusOf(simulation)?.phase).toBe('Healthy');
});

it('promotes nobody while the operator is away, and makes up for it', () => {
  const simulation = open();
  simulation.api.scale('Deployment', 'database-operator', 'database-operator', 0);
  simulation.advance(MINUTE_MS);
  simulation.act({ type: 'fault', fault: 'power-off-node', target: { node: nodeOf(simulation, 'default', 'orders-0') } });
  simulation.advance(3 * MINUTE_MS);
  expect(statusOf(simulation)).toMatchObject({ primary: 'orders-0', failovers: 0 });
  simulation.api.scale('Deployment', 'database-operator', 'database-operator', 1);
  simulation.advance(2 * MINUTE_MS);
  expect(statusOf(simulation)).toMatchObject({ primary: 'orders-1', failovers: 1 });
});

it('makes backups on time, and scales with what is asked for', () => {
  const simulation = open();
  simulation.advance(11 * MINUTE_MS);
  expect(statusOf(simulation)?.lastBackupTime).toMatch(/^2026-01-05T10:10:/);
  const database = simulation.api.get('Database.kubarium.dev' as KindName, 'default', 'orders');
  simulation.act({ type: 'update', object: { ...database, spec: { ...(database as { readonly spec?: object }).spec, replicas: 5 } } as never });
  simulation.advance(2 * MINUTE_MS);
  expect(statusOf(simulation)).toMatchObject({ phase: 'Healthy', readyReplicas: 5 });
});
