import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/engine/scheduler/decision.ts';
import { createRig, node, pod, replicaSet, service, type NodeTraits, type PodTraits, type Rig } from './rig.ts';

type Others = readonly (readonly [string, PodTraits])[];

function decide(nodes: Readonly<Record<string, NodeTraits>>, wanted: PodTraits, others: Others = [], prepare: (rig: Rig) => void = () => {}): Decision {
  const rig = createRig();
  prepare(rig);
  for (const [name, traits] of Object.entries(nodes)) rig.you.create(node(name, traits));
  others.forEach(([on, traits], index) => rig.you.create(pod(`other-${index}`, { ...traits, nodeName: on })));
  const created = rig.you.create(pod('web', wanted));
  rig.settle();
  const decision = rig.scheduler.decisionFor(created.metadata.uid ?? '');
  if (!decision) throw new Error('no decision');
  return decision;
}

/** One plugin's raw and normalized score by node; undefined when it scored nothing. */
function scores(decision: Decision, plugin: string): Record<string, readonly [raw: number, normalized: number]> | undefined {
  const index = decision.scorePlugins.findIndex(({ name }) => name === plugin);
  if (index < 0) return undefined;
  return Object.fromEntries(decision.nodes.map(({ node: name, scores: own }) => [name, [own?.[index]?.raw ?? -1, own?.[index]?.normalized ?? -1] as const]));
}

describe('scores', () => {
  it('weighs as upstream: TaintToleration 3, NodeAffinity 2, PodTopologySpread 2, the others 1', () => {
    const preferred = [{ weight: 1, preference: { matchExpressions: [{ key: 'x', operator: 'Exists' }] } }];
    const wanted = { cpu: '1', labels: { app: 'web' }, affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } };
    const decision = decide({ a: {}, b: {} }, wanted, [], (rig) => rig.you.create(service('web', { app: 'web' })));
    expect(decision.scorePlugins).toEqual([
      { name: 'TaintToleration', weight: 3 }, { name: 'NodeAffinity', weight: 2 }, { name: 'NodeResourcesFit', weight: 1 },
      { name: 'PodTopologySpread', weight: 2 }, { name: 'NodeResourcesBalancedAllocation', weight: 1 }, { name: 'ImageLocality', weight: 1 },
    ]);
  });

  it('adds the weighted scores up and takes the highest', () => {
    const decision = decide({ a: { cpu: '4', memory: '8Gi' }, b: { cpu: '2', memory: '8Gi' } }, { cpu: '1', memory: '2Gi' });
    // a: 300 of taints, (75 + 75) / 2 left, balance 100, no image. b: 300, (50 + 75) / 2 = 62, balance 1 - 0.25 / 2.
    expect(decision.nodes.map(({ node: name, total }) => [name, total])).toEqual([['a', 300 + 75 + 100], ['b', 300 + 62 + 87]]);
    expect(decision.node).toBe('a');
  });

  it('does not score a node that is the only one', () => {
    expect(decide({ a: {} }, {})).toMatchObject({ node: 'a', scorePlugins: [], nodes: [{ node: 'a', refusedBy: null, scores: null, total: null }] });
  });

  it('TaintToleration counts PreferNoSchedule taints that are not tolerated, and turns the count over', () => {
    const soft = (...keys: string[]): NodeTraits => ({ taints: keys.map((key) => ({ key, effect: 'PreferNoSchedule' })) });
    const decision = decide({ a: {}, b: soft('x'), c: soft('x', 'y', 'z') }, { tolerations: [{ key: 'z', operator: 'Exists' }, { key: 'x', operator: 'Exists', effect: 'NoSchedule' }] });
    expect(scores(decision, 'TaintToleration')).toEqual({ a: [0, 100], b: [1, 50], c: [2, 0] });
  });

  it('NodeAffinity adds the weights of preferred terms that match', () => {
    const term = (weight: number, key: string): object => ({ weight, preference: { matchExpressions: [{ key, operator: 'Exists' }] } });
    const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term(10, 'x'), term(5, 'y')] as never } };
    const decision = decide({ a: {}, b: { labels: { y: '' } }, c: { labels: { x: '', y: '' } } }, { affinity });
    expect(scores(decision, 'NodeAffinity')).toEqual({ a: [0, 0], b: [5, 33], c: [15, 100] });
    expect(scores(decide({ a: {}, b: {} }, {}), 'NodeAffinity')).toBeUndefined();
  });

  it('NodeResourcesFit prefers what is least allocated, counting 100m and 200Mi where nothing is asked for', () => {
    const decision = decide({ a: { cpu: '1', memory: '1000Mi' }, b: { cpu: '1', memory: '1000Mi' } }, {}, [['b', {}]]);
    // One such pod leaves 90 % and 80 %, two leave 80 % and 60 %.
    expect(scores(decision, 'NodeResourcesFit')).toEqual({ a: [85, 85], b: [70, 70] });
  });

  it('NodeResourcesFit gives 0 for a resource that would be exceeded by what is counted', () => {
    const decision = decide({ a: { cpu: '50m', memory: '400Mi' }, b: {} }, {});
    expect(scores(decision, 'NodeResourcesFit')?.a).toEqual([25, 25]);
  });

  it('NodeResourcesBalancedAllocation prefers even use, and leaves pods alone that ask for nothing', () => {
    const decision = decide({ a: { cpu: '4', memory: '8Gi' }, b: { cpu: '8', memory: '8Gi' } }, { cpu: '1', memory: '1Gi' }, [['a', { cpu: '1', memory: '1Gi' }]]);
    // a: 50 % and 25 %: 1 - 0.125. b: 12.5 % and 12.5 %.
    expect(scores(decision, 'NodeResourcesBalancedAllocation')).toEqual({ a: [87, 87], b: [100, 100] });
    expect(scores(decide({ a: {}, b: {} }, {}), 'NodeResourcesBalancedAllocation')).toBeUndefined();
  });

  it('ImageLocality counts the bytes there, scaled by how many nodes have them, between 23 MB and 1000 MB a container', () => {
    const mib = 1024 ** 2;
    const image = (name: string, megabytes: number): NodeTraits => ({ images: [{ names: [name], sizeBytes: megabytes * mib }] });
    const decision = decide({ a: image('nginx:latest', 1000), b: image('nginx:latest', 1000), c: image('other:1', 1000), d: {} }, { image: 'nginx' });
    // 1000 MiB × 2/4 = 500 MiB: 100 × (500 - 23) / (1000 - 23).
    expect(scores(decision, 'ImageLocality')).toEqual({ a: [48, 48], b: [48, 48], c: [0, 0], d: [0, 0] });
    expect(scores(decide({ a: image('nginx:latest', 20), b: {} }, { image: 'nginx' }), 'ImageLocality')).toEqual({ a: [0, 0], b: [0, 0] });
  });
});

describe('PodTopologySpread as a preference', () => {
  const web: PodTraits = { labels: { app: 'web' } };
  const owned: PodTraits = { ...web, owner: 'web' };
  const withReplicaSet = (rig: Rig): void => void rig.you.create(replicaSet('web', { app: 'web' }));
  const zones = { a1: { zone: 'a' }, a2: { zone: 'a' }, b1: { zone: 'b' } };

  it('by default spreads the pods of a ReplicaSet over nodes (3 apart) and zones (5 apart)', () => {
    const decision = decide(zones, owned, [['a1', web], ['a1', web], ['a2', web]], withReplicaSet);
    // node: count × ln(3 + 2) + 2; zone: count × ln(2 + 2) + 4.
    const raw = (onNode: number, inZone: number): number => Math.round(onNode * Math.log(5) + 2 + (inZone * Math.log(4) + 4));
    const [most, middle, least] = [raw(2, 3), raw(1, 3), raw(0, 0)];
    expect(scores(decision, 'PodTopologySpread')).toEqual({
      a1: [most, Math.floor((100 * least) / most)], a2: [middle, Math.floor((100 * (most + least - middle)) / most)], b1: [least, 100],
    });
    expect(decision.node).toBe('b1');
  });

  it('does the same for the pods of a Service, and nothing for pods that nothing selects', () => {
    expect(scores(decide(zones, web, [['a1', web]], (rig) => rig.you.create(service('web', { app: 'web' }))), 'PodTopologySpread')).toBeDefined();
    expect(scores(decide(zones, web, [['a1', web]]), 'PodTopologySpread')).toBeUndefined();
  });

  it('does not count terminating pods, nor those of other labels', () => {
    const rig = createRig();
    withReplicaSet(rig);
    for (const [name, traits] of Object.entries(zones)) rig.you.create(node(name, traits));
    rig.you.create(pod('dying', { ...web, nodeName: 'a1' }));
    rig.you.create(pod('first', owned));
    rig.settle();
    rig.you.delete('Pod', 'default', 'dying');
    rig.you.delete('Pod', 'default', 'first', { gracePeriodSeconds: 0 });
    rig.you.create(pod('other', { labels: { app: 'other' }, nodeName: 'a2' }));
    const created = rig.you.create(pod('second', owned));
    rig.settle();
    const decision = rig.scheduler.decisionFor(created.metadata.uid ?? '');
    expect(decision && scores(decision, 'PodTopologySpread')).toEqual({ a1: [6, 100], a2: [6, 100], b1: [6, 100] });
  });

  it('obeys constraints of the pod, giving nothing to nodes without the label', () => {
    const own: PodTraits = {
      ...web, topologySpreadConstraints: [{ topologyKey: 'rack', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app: 'web' } } }],
    };
    const rack = (name: string): NodeTraits => ({ labels: { rack: name } });
    const decision = decide({ a: rack('1'), b: rack('2'), c: {} }, own, [['a', web], ['a', web], ['b', web], ['c', web]]);
    const raw = (count: number): number => Math.round(count * Math.log(4));
    expect(scores(decision, 'PodTopologySpread')).toEqual({ a: [raw(2), Math.floor((100 * raw(1)) / raw(2))], b: [raw(1), 100], c: [0, 0] });
  });

  it('keeps its counts true while pods and labels come, change and go', () => {
    const rig = createRig();
    withReplicaSet(rig);
    for (const [name, traits] of Object.entries(zones)) rig.you.create(node(name, traits));
    for (let i = 0; i < 6; i++) rig.you.create(pod(`web-${i}`, owned));
    rig.settle();
    expect(['a1', 'a2', 'b1'].map((name) => rig.store.select('Pod', { nodeName: name }).length)).toEqual([2, 2, 2]);
    const b1 = rig.you.get('Node', '', 'b1');
    if (b1) rig.you.update({ ...b1, metadata: { ...b1.metadata, labels: { ...b1.metadata.labels, 'topology.kubernetes.io/zone': 'a' } } });
    const created = rig.you.create(pod('later', owned));
    rig.settle();
    const decision = rig.scheduler.decisionFor(created.metadata.uid ?? '');
    const fresh = createRig({ saved: rig.save() });
    fresh.scheduler.stop();
    fresh.scheduler.start();
    rig.you.delete('Pod', 'default', 'later', { gracePeriodSeconds: 0 });
    fresh.you.delete('Pod', 'default', 'later', { gracePeriodSeconds: 0 });
    const again = fresh.you.create(pod('later', owned));
    fresh.settle();
    const recount = fresh.scheduler.decisionFor(again.metadata.uid ?? '');
    expect(recount && scores(recount, 'PodTopologySpread')).toEqual(decision && scores(decision, 'PodTopologySpread'));
  });
});
