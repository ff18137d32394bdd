import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/engine/actions.ts';
import type { JsonObject } from '../../../src/engine/json.ts';
import { createSimulation, restoreSimulation, type Simulation } from '../../../src/engine/simulation.ts';
import { applyFrame, createClusterStore, type ClusterState } from '../../../src/ui/store/cluster-store.ts';
import { closeLook } from '../../../src/worker/feed/close-look.ts';
import { createFeed, type FeedFrame } from '../../../src/worker/feed/feed.ts';
import { propertyOptions } from '../../property-settings.ts';
import { deployment, frameOf, watchedCluster } from './cluster.ts';

function projection(): { apply(part: FeedFrame, reset?: boolean): void; readonly seen: Record<string, unknown> } {
  let state: ClusterState = createClusterStore().getState();
  return {
    apply(part, reset = false) {
      state = applyFrame(state, frameOf(part, reset));
    },
    get seen() {
      const { controlPlane, pods, nodes, workloads, events, deeds, table, rows, detail } = state;
      return { controlPlane, pods: sorted(pods), nodes: sorted(nodes), workloads: sorted(workloads), events: sorted(events), deeds, table, rows: sorted(rows), detail };
    },
  };
}

function sorted(map: ReadonlyMap<string, unknown>): unknown[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

const NODES = ['node-1', 'node-2', 'node-3'];
const fault = (name: Extract<Action, { type: 'fault' }>['fault'], node: string): Action => ({ type: 'fault', fault: name, target: { node } });
const nodeAction = fc.tuple(fc.constantFrom('power-off-node' as const, 'power-on-node' as const, 'partition-node' as const, 'heal-partition' as const, 'cordon-node' as const, 'uncordon-node' as const, 'drain-node' as const, 'remove-node' as const), fc.constantFrom(...NODES))
  .map(([name, node]): Action => fault(name, node));
const clusterAction = fc.constantFrom('add-node' as const, 'stop-scheduler' as const, 'start-scheduler' as const, 'stop-controller-manager' as const, 'start-controller-manager' as const, 'stop-api-server' as const, 'start-api-server' as const, 'stop-registry' as const, 'start-registry' as const)
  .map((name): Action => ({ type: 'fault', fault: name, target: {} }));
const applied = fc.tuple(fc.constantFrom('web', 'api'), fc.integer({ min: 0, max: 7 }), fc.constantFrom('nginx:1.27', 'nginx:1.28', 'nginx:0.0', 'redis:8'), fc.boolean())
  .map(([name, replicas, image, probed]): Action => ({ type: 'apply', objects: [deployment(name, replicas, { image, ...(probed ? { readinessProbe: { httpGet: { path: '/', port: 80 } } } : {}) }) as JsonObject] }));
const bare = fc.constantFrom('one', 'two').map((name): Action => ({ type: 'apply', objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { restartPolicy: 'Never', containers: [{ name: 'run', image: 'busybox:1.37', command: ['sleep', '20'] }] } }] }));
const deleted = fc.tuple(fc.constantFrom('Deployment', 'Pod'), fc.constantFrom('web', 'api', 'one', 'two')).map(([kind, name]): Action => ({ type: 'delete', target: { kind, namespace: 'default', name } }));
const step = fc.record({ action: fc.oneof(nodeAction, clusterAction, applied, applied, bare, deleted), ms: fc.constantFrom(0, 50, 700, 4_000, 30_000, 400_000) });

function attempt(simulation: Simulation, action: Action): void {
  try {
    simulation.act(action);
  } catch {
    // What cannot be done now is refused; the page is told nothing new then.
  }
}

describe('what the page holds after increments is what a whole frame tells', () => {
  test('whatever is done', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000 }), fc.array(step, { maxLength: 14 }), fc.constantFrom('Pod', 'Node', 'Deployment', 'Event'), (seed, steps, table) => {
      const simulation = createSimulation({ seed });
      const feed = createFeed(simulation, () => closeLook);
      feed.showTable(table);
      feed.select({ kind: 'Deployment', namespace: 'default', name: 'web' });
      const page = projection();
      page.apply(feed.take(true), true);
      for (const { action, ms } of steps) {
        attempt(simulation, action);
        page.apply(feed.take(false));
        simulation.advance(ms);
        page.apply(feed.take(false));
      }
      while (feed.isBehind) page.apply(feed.take(false));
      const whole = projection();
      const last = feed.take(true);
      whole.apply(last, true);
      // Nobody is told of the resource version alone each time.
      page.apply({ controlPlane: last.controlPlane });
      expect(page.seen).toEqual(whole.seen);
      expect(feed.take(false)).toEqual({});
    }), propertyOptions(25));
  });

  test('a feed that starts later on, or on a restored cluster, tells the same', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000 }), fc.array(step, { maxLength: 10 }), (seed, steps) => {
      const simulation = createSimulation({ seed });
      const feed = createFeed(simulation, () => closeLook);
      for (const { action, ms } of steps) {
        attempt(simulation, action);
        simulation.advance(ms);
        feed.take(false);
      }
      const listened = feed.take(true);
      const late = createFeed(restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())) as ReturnType<Simulation['checkpoint']>), () => closeLook).take(true);
      expect(byKey(late.workloads?.put)).toEqual(byKey(listened.workloads?.put));
      expect(byKey(late.nodes?.put)).toEqual(byKey(listened.nodes?.put));
      // Moments are seen to the millisecond, and remembered to the second.
      expect(byKey(late.pods?.put).map((pod) => ({ ...pod, progress: null }))).toEqual(byKey(listened.pods?.put).map((pod) => ({ ...pod, progress: null })));
      expect(byKey(late.events?.put).map((event) => ({ ...event, atMs: 0 }))).toEqual(byKey(listened.events?.put).map((event) => ({ ...event, atMs: 0 })));
      expect(late.deeds).toEqual(listened.deeds);
    }), propertyOptions(15));
  });
});

function byKey<T extends object>(views: readonly T[] | undefined): T[] {
  const keyOf = (view: T): string => String('key' in view ? view.key : 'name' in view ? view.name : '');
  return [...(views ?? [])].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

describe('a frame holds what changed', () => {
  test('and nothing when nothing did', () => {
    const { feed } = watchedCluster();
    expect(feed.take(false)).toEqual({});
  });

  test('heartbeats are changes of their nodes alone', () => {
    const { simulation, feed, watch } = watchedCluster();
    simulation.api.apply(deployment('web', 20));
    watch(60_000);
    simulation.advance(5_000);
    feed.take(false);
    const parts = new Set<string>();
    for (let frame = 0; frame < 10; frame++) {
      simulation.advance(1_000);
      for (const part of Object.keys(feed.take(false))) parts.add(part);
    }
    expect([...parts].sort()).toEqual(['controlPlane', 'nodes']);
  });

  test('a node that goes silent changes its pods when the control plane learns of it, not before', () => {
    const { simulation, feed, watch, fault: act } = watchedCluster();
    simulation.api.apply(deployment('web', 6));
    watch(20_000);
    act('power-off-node', { node: 'node-2' });
    const frame = feed.take(false);
    expect(frame.nodes?.put.map(({ name, ready, powered }) => [name, ready, powered])).toEqual([['node-2', 'Ready', false]]);
    expect(frame.pods).toBeUndefined();
    expect(frame.deeds?.map(({ sentence }) => sentence)).toEqual(['You applied Deployment web', 'You powered off node-2']);
    watch(60_000);
    const { nodes, pods } = feed.take(true);
    const lost = pods?.put.filter(({ node }) => node === 'node-2') ?? [];
    expect(lost.map(({ shape, spokenState }) => [shape, spokenState])).toEqual([['unknown', 'Unknown'], ['unknown', 'Unknown']]);
    expect(nodes?.put.find(({ name }) => name === 'node-2')).toMatchObject({ ready: 'NotReady', zone: 'b', podCount: 2, requestedCpuMillis: 200 });
  });

  test('pods of a node that is taken away are unknown at once', () => {
    const { simulation, feed, watch, fault: act } = watchedCluster();
    simulation.api.apply(deployment('web', 3));
    watch(20_000);
    act('remove-node', { node: 'node-2' });
    const frame = feed.take(false);
    expect(frame.nodes).toEqual({ put: [], gone: ['node-2'] });
    expect(frame.pods?.put.map(({ node, shape }) => [node, shape])).toEqual([['node-2', 'unknown']]);
  });

  test('a refused deed is not told as done', () => {
    const { simulation, feed } = watchedCluster();
    expect(() => simulation.act({ type: 'fault', fault: 'power-on-node', target: { node: 'node-1' } })).toThrow();
    expect(feed.take(true).deeds).toEqual([]);
  });

  test('objects can be read while the API server is stopped', () => {
    const { simulation, feed, fault: act } = watchedCluster();
    simulation.api.apply(deployment('web', 1));
    act('stop-api-server', {});
    expect(feed.readObject({ kind: 'Deployment', namespace: 'default', name: 'web' })).toMatchObject({ kind: 'Deployment', metadata: { name: 'web' } });
    expect(feed.readObject({ kind: 'Deployment', namespace: 'default', name: 'other' })).toBeNull();
    expect(createFeed(simulation, () => closeLook).take(true).workloads?.put.map(({ key }) => key)).toEqual(['Deployment/default/web']);
  });

  test('a closed feed hears of nothing', () => {
    const { simulation, feed } = watchedCluster();
    feed.close();
    simulation.advance(30_000);
    expect(feed.take(false).nodes).toBeUndefined();
  });
});

test('workloads keep their hue, the next one gets the next, and a bare pod is its own workload', () => {
  const { simulation, feed, watch } = watchedCluster();
  simulation.api.apply(deployment('web', 2), deployment('api', 1));
  simulation.api.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'alone' }, spec: { containers: [{ name: 'a', image: 'redis:8' }] } });
  watch(20_000);
  const hues = () => Object.fromEntries((feed.take(true).workloads?.put ?? []).map(({ key, hue, ready, desired }) => [key, [hue, ready, desired]]));
  expect(hues()).toEqual({ 'Deployment/default/web': [0, 2, 2], 'Deployment/default/api': [1, 1, 1], 'Pod/default/alone': [2, 1, 1] });
  simulation.api.delete('Deployment', 'default', 'web');
  watch(60_000);
  expect(Object.keys(hues())).not.toContain('Deployment/default/web');
  simulation.api.apply(deployment('new', 0), deployment('web', 0));
  expect(hues()).toMatchObject({ 'Deployment/default/new': [3, 0, 0], 'Deployment/default/web': [0, 0, 0] });
});
