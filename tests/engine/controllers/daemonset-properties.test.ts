import fc from 'fast-check';
import { expect, it } from 'vitest';
import { propertyOptions } from '../../property-settings.ts';
import { restoreSimulation, type Checkpoint, type Simulation } from '../../../src/engine/simulation.ts';
import { isReady } from '../web-cluster.ts';
import { changeNode, daemonCluster, daemonPods, daemonSet, rolling, type Node } from './daemonset-cluster.ts';

const CONTROLLER = 'daemonset-controller';
const IMAGES = ['nginx:1.26', 'nginx:1.27', 'nginx:1.28'];
const MOST_NODES = 7;

type Step =
  | { readonly do: 'add' }
  | { readonly do: 'remove' | 'power' | 'cordon' | 'shun' | 'evict' | 'move' | 'delete' | 'fail'; readonly pick: number }
  | { readonly do: 'image'; readonly image: string }
  | { readonly do: 'controller' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('add' as const) }),
  fc.record({ do: fc.constantFrom('remove', 'power', 'cordon', 'shun', 'evict', 'move', 'delete', 'fail'), pick: fc.nat(99) }),
  fc.record({ do: fc.constant('image' as const), image: fc.constantFrom(...IMAGES) }),
  fc.record({ do: fc.constant('controller' as const) }),
);

const MATCHES = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'NotIn', values: ['off'] }] }] } } };
/** Keys of taints that a daemon tolerates with the effect that it has. */
const TOLERATED = new Set(['not-ready:NoExecute', 'unreachable:NoExecute', 'unschedulable:NoSchedule', 'memory-pressure:NoSchedule', 'disk-pressure:NoSchedule', 'pid-pressure:NoSchedule']);

function wantsPod({ metadata, spec }: Node): boolean {
  return metadata.labels?.['pool'] !== 'off' && (spec?.taints ?? []).every(({ key, effect }) => TOLERATED.has(`${key.replace('node.kubernetes.io/', '')}:${effect}`));
}

function manifest(image: string, strategy: Parameters<typeof rolling>[0], minReadySeconds: number) {
  return daemonSet({ pod: { affinity: MATCHES, terminationGracePeriodSeconds: 1 }, container: { image }, more: { minReadySeconds, ...rolling(strategy) } });
}

function perform(simulation: Simulation, action: Step, apply: (image: string) => void): void {
  const nodes = simulation.api.list('Node');
  const inject = (fault: Parameters<typeof simulation.faults.inject>[0], target = {}): void => void simulation.faults.inject(fault, target);
  if (action.do === 'add') {
    if (simulation.machines.list().length < MOST_NODES) inject('add-node');
    return;
  }
  if (action.do === 'image') return apply(action.image);
  if (action.do === 'controller') {
    const running = simulation.controllers.find(({ name }) => name === CONTROLLER)?.running;
    return inject(running ? 'stop-controller' : 'start-controller', { controller: CONTROLLER });
  }
  const name = nodes[action.pick % Math.max(1, nodes.length)]?.metadata.name;
  const node = nodes.find(({ metadata }) => metadata.name === name);
  const pods = daemonPods(simulation);
  const pod = pods[action.pick % Math.max(1, pods.length)];
  if (action.do === 'delete' && pod) simulation.api.delete('Pod', 'default', pod.metadata.name ?? '');
  if (action.do === 'fail' && pod && isReady(pod)) simulation.act({ type: 'update', object: { ...pod, status: { ...pod.status, phase: 'Failed' } } as never, subresource: 'status' });
  if (!node || name === undefined) return;
  const hasTaint = node.spec?.taints?.some(({ key }) => key === 'mine') ?? false;
  if (action.do === 'remove' && nodes.length > 2) inject('remove-node', { node: name });
  if (action.do === 'power' && simulation.machines.get(name)) inject(simulation.machines.get(name)?.powered ? 'power-off-node' : 'power-on-node', { node: name });
  if (action.do === 'cordon') inject(node.spec?.unschedulable ? 'uncordon-node' : 'cordon-node', { node: name });
  if (action.do === 'shun') changeNode(simulation, name, { taints: hasTaint ? [] : [{ key: 'mine', effect: 'NoSchedule' }] });
  if (action.do === 'evict') changeNode(simulation, name, { taints: hasTaint ? [] : [{ key: 'mine', effect: 'NoExecute' }] });
  if (action.do === 'move') changeNode(simulation, name, { labels: { pool: node.metadata.labels?.['pool'] === 'off' ? 'on' : 'off' } });
}

it.each([
  ['maxUnavailable', { maxUnavailable: 2 }, 2],
  ['maxSurge', { maxUnavailable: 0, maxSurge: 2 }, undefined],
])('comes to one ready pod of the newest template on each node that should have one, with %s', (_, strategy, mostUnavailable) => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.constantFrom(0, 3), fc.array(fc.record({ step, afterMs: fc.integer({ min: 0, max: 30_000 }) }), { maxLength: 14 }), (seed, minReadySeconds, steps) => {
      let image = IMAGES[0] ?? '';
      const simulation = daemonCluster(manifest(image, strategy, minReadySeconds), 4, { seed });
      const isAvailable = (pod: ReturnType<typeof daemonPods>[number]): boolean => {
        const since = pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
        return isReady(pod) && Date.parse(since) + minReadySeconds * 1_000 <= simulation.now();
      };
      simulation.watch(['Pod'], ({ type, object, previous, actor }) => {
        const isOwnDeletion = type === 'MODIFIED' && actor === CONTROLLER && object.metadata.deletionTimestamp && previous && !previous.metadata.deletionTimestamp;
        const node = simulation.api.get('Node', '', object.spec.nodeName ?? '');
        if (mostUnavailable === undefined || !isOwnDeletion || !isAvailable(previous) || previous.status?.phase !== 'Running' || !node || !wantsPod(node)) return;
        const served = new Set(daemonPods(simulation).filter(isAvailable).map(({ spec }) => spec.nodeName));
        const lacking = simulation.api.list('Node').filter((one) => wantsPod(one) && !served.has(one.metadata.name));
        expect(lacking.length, 'unavailable').toBeLessThanOrEqual(mostUnavailable);
      });
      const apply = (next: string): void => {
        image = next;
        simulation.api.apply(manifest(image, strategy, minReadySeconds));
      };
      for (const { step: action, afterMs } of steps) {
        perform(simulation, action, apply);
        simulation.advance(afterMs);
      }
      const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())) as Checkpoint);
      for (const one of [simulation, restored]) one.advance(40_000);
      expect(restored.hash()).toBe(simulation.hash());
      if (!simulation.controllers.find(({ name }) => name === CONTROLLER)?.running) simulation.faults.inject('start-controller', { controller: CONTROLLER });
      for (const { name, powered } of simulation.machines.list()) if (!powered) simulation.faults.inject('power-on-node', { node: name });
      simulation.advance(1_800_000);
      simulation.settle();
      const wanted = simulation.api.list('Node').filter(wantsPod).map(({ metadata }) => metadata.name);
      const wrong = daemonPods(simulation).filter((pod) => !isReady(pod) || pod.spec.containers[0]?.image !== image);
      // What was there before a NoSchedule taint may stay, and an update does not touch it unless it is of no use.
      const kept = new Set(simulation.api.list('Node').filter((node) => node.spec?.taints?.some(({ key, effect }) => key === 'mine' && effect === 'NoSchedule')).map(({ metadata }) => metadata.name));
      expect(wrong.filter(({ spec }) => !kept.has(spec.nodeName))).toEqual([]);
      expect(daemonPods(simulation).map(({ spec }) => spec.nodeName).filter((name) => !kept.has(name)).sort()).toEqual(wanted.sort());
      expect(simulation.api.get('DaemonSet', 'default', 'logs')?.status).toMatchObject({ desiredNumberScheduled: wanted.length, currentNumberScheduled: wanted.length, numberReady: wanted.length });
    }),
    propertyOptions(40),
  );
}, 120_000);
