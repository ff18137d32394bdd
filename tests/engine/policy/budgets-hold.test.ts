import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, restoreSimulation, StatusError, type Action, type KindMap, type Simulation } from '../../../src/engine/simulation.ts';
import { parseCpuMillis } from '../../../src/engine/api/schema/quantity.ts';
import { propertyOptions } from '../../property-settings.ts';
import { deployment } from '../web-cluster.ts';
import { budget, manifest, pod, quota } from './cluster.ts';

const CONTROLLERS = ['disruption-controller', 'resourcequota-controller', 'replicaset-controller', 'deployment-controller'] as const;
const NODES = ['node-1', 'node-2', 'node-3'] as const;

/** One thing that happens, and how long it is looked at. */
interface Step {
  readonly actions: readonly Action[];
  readonly ms: number;
}

const fault = (name: Extract<Action, { type: 'fault' }>['fault'], target: Extract<Action, { type: 'fault' }>['target']): Action => ({ type: 'fault', fault: name, target });
const arbitraryAction: fc.Arbitrary<readonly Action[]> = fc.oneof(
  fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 8 })).map(([name, replicas]) => [{ type: 'scale', target: { kind: 'Deployment', namespace: 'default', name }, replicas }] as const),
  fc.constantFrom(...NODES).map((node) => [fault('drain-node', { node })] as const),
  fc.constantFrom(...NODES).map((node) => [fault('uncordon-node', { node })] as const),
  fc.tuple(fc.constantFrom(...CONTROLLERS), fc.boolean()).map(([controller, stop]) => [fault(stop ? 'stop-controller' : 'start-controller', { controller })] as const),
  fc.integer({ min: 0, max: 5 }).map((number) => [{ type: 'create', object: pod(`bare-${number}`, {}, {}, { resources: { requests: { cpu: '150m' } } }) } as Action]),
  fc.integer({ min: 0, max: 5 }).map((number) => [{ type: 'delete', target: { kind: 'Pod', namespace: 'default', name: `bare-${number}` } }] as const),
  fc.constantFrom('a', 'b').map((name) => [{ type: 'restart-rollout', target: { kind: 'Deployment', namespace: 'default', name } }] as const),
  fc.integer({ min: 0, max: 3 }).map((minAvailable) => [{ type: 'apply', objects: [budget('a', 'a', { minAvailable })] }] as const),
);
const arbitrarySteps = fc.array(fc.record({ actions: arbitraryAction, ms: fc.integer({ min: 0, max: 20_000 }) }), { minLength: 1, maxLength: 25 });

function start(): Simulation {
  const simulation = createSimulation({ seed: 3 });
  const container = { resources: { requests: { cpu: '100m' } } };
  const { problems } = simulation.api.apply(
    quota('q', { pods: '12', 'requests.cpu': '1500m', 'count/replicasets.apps': '4' }), deployment('a', 4, { container }), deployment('b', 3, { container }),
    budget('a', 'a', { minAvailable: 2 }), budget('b', 'b', { maxUnavailable: 1 }), manifest('v1', 'ServiceAccount', 'robot', {}),
  );
  if (problems[0]) throw new Error(problems[0].message);
  simulation.settle();
  return simulation;
}

/** Does what is not refused: draining a node that is not there, stopping what is stopped. */
function act(simulation: Simulation, action: Action): void {
  try {
    simulation.act(action);
  } catch (error) {
    if (error instanceof StatusError && error.status.reason === 'InternalError') throw error;
  }
}
function play(simulation: Simulation, steps: readonly Step[]): void {
  for (const { actions, ms } of steps) {
    for (const action of actions) act(simulation, action);
    simulation.advance(ms);
  }
}

function isHealthy({ metadata, status }: KindMap['Pod']): boolean {
  return metadata.deletionTimestamp === undefined && status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
}

describe('under whatever happens', () => {
  it('no quota is ever exceeded by what is let in', () => {
    fc.assert(fc.property(arbitrarySteps, (steps) => {
      const simulation = start();
      simulation.watch(['Pod', 'ReplicaSet'], ({ type }) => {
        if (type !== 'ADDED') return;
        const pods = simulation.api.list('Pod', { namespace: 'default' }).filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
        const millis = pods.reduce((sum, { spec }) => sum + parseCpuMillis(spec.containers[0]?.resources?.requests?.['cpu'] ?? '0'), 0);
        expect(pods.length).toBeLessThanOrEqual(12);
        expect(millis).toBeLessThanOrEqual(1500);
        expect(simulation.api.list('ReplicaSet', { namespace: 'default' }).length).toBeLessThanOrEqual(4);
      });
      play(simulation, steps);
      for (const controller of CONTROLLERS) act(simulation, fault('start-controller', { controller }));
      simulation.advance(30_000);
      // And in the end its use is what there is.
      const pods = simulation.api.list('Pod', { namespace: 'default' });
      expect(simulation.api.get('ResourceQuota', 'default', 'q')?.status?.used?.['pods']).toBe(String(pods.length));
    }), propertyOptions(25));
  });

  it('no eviction breaks a disruption budget', () => {
    fc.assert(fc.property(arbitrarySteps, (steps) => {
      const simulation = start();
      /** What each budget's controller last allowed, less what has been evicted since; and whether pods have been lost otherwise since. */
      const books = new Map<string, { left: number; disturbed: boolean }>();
      simulation.watch(['PodDisruptionBudget', 'Pod'], ({ kind, type, object, previous, actor }) => {
        if (kind === 'PodDisruptionBudget') {
          const { metadata, status } = object as KindMap['PodDisruptionBudget'];
          if (actor === 'disruption-controller') books.set(metadata.name ?? '', { left: status?.disruptionsAllowed ?? 0, disturbed: false });
          return;
        }
        const pod = object as KindMap['Pod'];
        const app = pod.metadata.labels?.['app'] ?? '';
        const book = books.get(app);
        if (!book || !previous || !isHealthy(previous as KindMap['Pod']) || (type !== 'DELETED' && isHealthy(pod))) return;
        const isEvicted = pod.status?.conditions?.some(({ type: name, reason }) => name === 'DisruptionTarget' && reason === 'EvictionByEvictionAPI');
        if (!isEvicted) book.disturbed = true;
        else expect(--book.left).toBeGreaterThanOrEqual(0);
        const desired = simulation.api.get('PodDisruptionBudget', 'default', app)?.status?.desiredHealthy ?? 0;
        if (isEvicted && !book.disturbed) expect(simulation.api.list('Pod', { namespace: 'default', labels: { app } }).filter(isHealthy).length).toBeGreaterThanOrEqual(desired);
      });
      for (const app of ['a', 'b']) books.set(app, { left: simulation.api.get('PodDisruptionBudget', 'default', app)?.status?.disruptionsAllowed ?? 0, disturbed: false });
      play(simulation, steps);
    }), propertyOptions(40));
  });

  it('a restored session goes on alike', () => {
    fc.assert(fc.property(arbitrarySteps, arbitrarySteps, (before, after) => {
      const simulation = start();
      play(simulation, before);
      const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())) as ReturnType<Simulation['checkpoint']>);
      for (const one of [simulation, restored]) play(one, after);
      expect(restored.hash()).toBe(simulation.hash());
    }), propertyOptions(15));
  });
});
