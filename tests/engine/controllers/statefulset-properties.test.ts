import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPodReady } from '../../../src/engine/api/pod-readiness.ts';
import type { JsonObject } from '../../../src/engine/json.ts';
import { createSimulation, restoreSimulation, type Action, type Change, type KindMap, type Simulation } from '../../../src/engine/simulation.ts';
import { propertyOptions } from '../../property-settings.ts';

type Pod = KindMap['Pod'];
type StatefulSet = KindMap['StatefulSet'];

const CONTROLLER = 'statefulset-controller';
const NODES = ['node-1', 'node-2', 'node-3'];
const HOUR_MS = 3_600_000;

const shape = fc.record({
  seed: fc.nat(1_000), replicas: fc.integer({ min: 0, max: 5 }), start: fc.constantFrom(0, 3), minReadySeconds: fc.constantFrom(0, 0, 15),
  podManagementPolicy: fc.constantFrom('OrderedReady', 'Parallel'), maxUnavailable: fc.constantFrom(undefined, 2, '50%'),
});
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

const fault = <F extends string>(name: F, target: fc.Arbitrary<object>) => fc.record({ type: fc.constant('fault' as const), fault: fc.constant(name), target });
const node = fc.record({ node: fc.constantFrom(...NODES) });
const controller = fc.constant({ controller: CONTROLLER });
const deed = fc.oneof(
  fc.record({ type: fc.constant('scale' as const), replicas: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ type: fc.constant('image' as const), version: fc.integer({ min: 25, max: 28 }) }),
  fault('delete-pod', fc.record({ namespace: fc.constant('default'), pod: fc.integer({ min: 0, max: 8 }).map((ordinal) => `web-${ordinal}`) })),
  fault('crash-container', fc.record({ namespace: fc.constant('default'), pod: fc.integer({ min: 0, max: 8 }).map((ordinal) => `web-${ordinal}`) })),
  fault('power-off-node', node), fault('power-on-node', node), fault('partition-node', node), fault('heal-partition', node),
  fault('stop-controller', controller), fault('start-controller', controller),
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

function manifest({ replicas, start, minReadySeconds, podManagementPolicy, maxUnavailable }: Shape): JsonObject {
  return {
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web' },
    spec: {
      replicas, serviceName: 'web', minReadySeconds, podManagementPolicy, ordinals: { start }, selector: { matchLabels: { app: 'web' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, ...(maxUnavailable === undefined ? {} : { maxUnavailable }) } },
      template: { metadata: { labels: { app: 'web' } }, spec: { terminationGracePeriodSeconds: 5, containers: [{ name: 'main', image: 'nginx:1.27' }] } },
    },
  };
}
function setOf(simulation: Simulation): StatefulSet {
  const found = simulation.api.get('StatefulSet', 'default', 'web');
  if (!found) throw new Error('no web');
  return found;
}
const ownPods = (simulation: Simulation): Pod[] => simulation.api.list('Pod', { namespace: 'default' });
const ordinalOf = ({ metadata }: Pod): number => Number(/^web-(\d+)$/.exec(metadata.name ?? '')?.[1]);

function actionOf(simulation: Simulation, given: Deed): Action {
  if (given.type === 'fault') return given as Action;
  if (given.type === 'scale') return { type: 'scale', target: { kind: 'StatefulSet', namespace: 'default', name: 'web' }, replicas: given.replicas };
  const set = setOf(simulation);
  const template = { ...set.spec.template, spec: { ...set.spec.template.spec, containers: [{ name: 'main', image: `nginx:1.${given.version}` }] } };
  return { type: 'update', object: { ...set, spec: { ...set.spec, template } } as unknown as JsonObject };
}
/** A deed that is impossible just now is refused, and does nothing. */
function attempt(simulation: Simulation, action: Action): void {
  try {
    simulation.act(action);
  } catch (error) {
    const isRefusal = error instanceof Error && error.name !== 'AssertionError' && !error.message.startsWith('invariant');
    if (!isRefusal) throw error;
  }
}
/** Mends everything that was broken. */
function mend(simulation: Simulation): void {
  for (const name of NODES) {
    attempt(simulation, { type: 'fault', fault: 'power-on-node', target: { node: name } });
    attempt(simulation, { type: 'fault', fault: 'heal-partition', target: { node: name } });
  }
  attempt(simulation, { type: 'fault', fault: 'start-controller', target: { controller: CONTROLLER } });
}

/** Checks with each change of a pod that the promises of a StatefulSet are kept. */
function keepWatch(simulation: Simulation, { podManagementPolicy }: Shape): void {
  const isUp = (pod: Pod | undefined): boolean => pod !== undefined && pod.metadata.deletionTimestamp === undefined && isPodReady(pod);
  function expectLowerUp(start: number, below: number): void {
    for (let ordinal = start; ordinal < below; ordinal++) expect([ordinal, isUp(simulation.api.get('Pod', 'default', `web-${ordinal}`))]).toEqual([ordinal, true]);
  }
  simulation.watch(['Pod'], ({ type, object, previous, actor }: Change<'Pod'>) => {
    if (object.metadata.namespace !== 'default') return;
    const ordinals = ownPods(simulation).map(ordinalOf);
    expect(new Set(ordinals).size).toBe(ordinals.length);
    expect(ordinals).not.toContain(Number.NaN);
    const hasFinished = previous?.status?.phase === 'Failed' || previous?.status?.phase === 'Succeeded';
    // Only who knows that its containers are gone may take the pod away.
    if (type === 'DELETED' && object.spec.nodeName && !hasFinished) expect(actor).not.toBe(CONTROLLER);
    if (actor !== CONTROLLER || podManagementPolicy === 'Parallel') return;
    const { ordinals: { start = 0 } = {}, replicas = 1 } = setOf(simulation).spec;
    const ordinal = ordinalOf(object);
    if (type === 'ADDED') {
      expect(ordinal).toBeLessThan(start + replicas);
      expectLowerUp(start, ordinal);
    }
    const isScaledDown = ordinal >= start + replicas && object.metadata.deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined;
    if (!isScaledDown) return;
    expect(Math.max(...ordinals)).toBe(ordinal);
    expectLowerUp(start, start + replicas);
  });
}

function expectConverged(simulation: Simulation): void {
  const { spec, status } = setOf(simulation);
  const { ordinals: { start = 0 } = {}, replicas = 1 } = spec;
  const pods = ownPods(simulation);
  expect(pods.map(({ metadata }) => metadata.name)).toEqual(Array.from({ length: replicas }, (_none, index) => `web-${start + index}`));
  expect(pods.every(isPodReady)).toBe(true);
  expect(pods.map((pod) => pod.spec.containers[0]?.image)).toEqual(pods.map(() => spec.template.spec.containers[0]?.image));
  expect(status).toMatchObject({ replicas, availableReplicas: replicas, currentRevision: status?.updateRevision });
  expect(status?.updatedReplicas ?? 0).toBe(replicas);
  expect(simulation.api.list('ControllerRevision').length).toBeLessThanOrEqual(12);
}

describe('a StatefulSet, whatever happens to it', () => {
  it('never has two pods of one ordinal, keeps its order, and comes to rest at what was asked last', () => {
    fc.assert(
      fc.property(shape, fc.array(fc.tuple(deed, fc.constantFrom(0, 15, 2_000, 9_000, 70_000, 400_000)), { minLength: 1, maxLength: 14 }), (given, deeds) => {
        let simulation = createSimulation({ seed: given.seed });
        simulation.api.apply(manifest(given));
        keepWatch(simulation, given);
        deeds.forEach(([next, pauseMs], index) => {
          attempt(simulation, actionOf(simulation, next));
          simulation.advance(pauseMs);
          if (index !== 5) return;
          // Half-way, what continues is a saved copy.
          simulation = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())) as ReturnType<Simulation['checkpoint']>);
          keepWatch(simulation, given);
        });
        mend(simulation);
        simulation.advance(HOUR_MS);
        expectConverged(simulation);
      }),
      propertyOptions(40),
    );
  }, 120_000);
});
