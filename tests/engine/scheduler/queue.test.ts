import { describe, expect, it } from 'vitest';
import { createRig, node, pod, START_MS, type Node, type Pod, type Rig } from './rig.ts';

/** Milliseconds after the start at which each FailedScheduling of the pod and its binding happened, as the watch saw them. */
function attemptsOf(rig: Rig, name: string): number[] {
  const times: number[] = [];
  rig.store.watch(['Event', 'Pod'], ({ kind, object, atMs, previous }) => {
    const failed = kind === 'Event' && (object as { involvedObject?: { name?: string } }).involvedObject?.name === name && (object as { reason?: string }).reason === 'FailedScheduling';
    const bound = kind === 'Pod' && object.metadata.name === name && (object as Pod).spec.nodeName && !(previous as Pod | undefined)?.spec.nodeName;
    if (failed || bound) times.push(atMs - START_MS);
  });
  return times;
}

function change(rig: Rig, name: string, edit: (node: Node) => Partial<Node>): void {
  const found = rig.you.get('Node', '', name);
  if (!found) throw new Error(`no node ${name}`);
  rig.you.update({ ...found, ...edit(found) });
}

describe('the scheduling queue', () => {
  it('tries pods by priority, then in the order they came, one every two milliseconds', () => {
    const rig = createRig();
    rig.you.create(node('a'));
    const order: [string, number][] = [];
    rig.store.watch(['Pod'], ({ object, atMs }) => void (object.spec.nodeName && order.push([object.metadata.name ?? '', atMs - START_MS])));
    rig.you.create(pod('first'));
    rig.you.create(pod('second'));
    rig.you.create(pod('urgent', { priority: 1000 }));
    rig.settle();
    expect(order).toEqual([['urgent', 5], ['first', 7], ['second', 9]]);
  });

  it('waits out a back-off of 1 s that doubles to 10 s before it tries again what an event may have helped', () => {
    const rig = createRig();
    rig.you.create(node('a', { cpu: '1' }));
    const times = attemptsOf(rig, 'web');
    rig.you.create(pod('web', { cpu: '2' }));
    rig.settle();
    for (let cpu = 2; cpu < 9; cpu++) {
      // A node that would do, were it not taken at once by a pod that is bound by hand.
      rig.you.create(pod(`hog-${cpu}`, { cpu: String(cpu), nodeName: `n-${cpu}` }));
      rig.you.create(node(`n-${cpu}`, { cpu: String(cpu) }));
      rig.settle();
    }
    const gaps = times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) / 100) / 10);
    expect(gaps).toEqual([1, 2, 4, 8, 10, 10, 10]);
  });

  it('names the back-off and its pod as what people wait for, and is at rest when nothing will be tried', () => {
    const rig = createRig();
    rig.you.create(node('a', { cpu: '1' }));
    const created = rig.you.create(pod('web', { cpu: '2' }));
    rig.advance(100);
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
    rig.you.create(node('b', { cpu: '4' }));
    expect(rig.kernel.nextWait()).toEqual({ label: 'scheduler back-off', subject: { kind: 'Pod', namespace: 'default', name: 'web', uid: created.metadata.uid }, dueAtMs: START_MS + 1005 });
    expect(rig.scheduler.queueLength).toBe(1);
    rig.settle();
    expect(rig.nodeOf('web')).toBe('b');
    expect(rig.scheduler.queueLength).toBe(0);
    expect(rig.elapsedMs()).toBe(1010);
  });

  it('looks again after more than five minutes at pods that nothing happened for, without seeming busy', () => {
    const rig = createRig();
    rig.you.create(node('a', { cpu: '1' }));
    const times = attemptsOf(rig, 'web');
    rig.you.create(pod('web', { cpu: '2' }));
    rig.advance(100);
    for (let second = 0; second < 700; second++) {
      rig.advance(1000);
      expect(rig.kernel.nextAtMs(true)).toBeUndefined();
    }
    expect(times).toEqual([5, 330_005, 660_005]);
  });

  it('keeps retrying while there are no nodes, which nobody waits for, until one comes', () => {
    const rig = createRig();
    rig.you.create(pod('web'));
    rig.advance(60_000);
    expect(rig.events('web')).toEqual(['FailedScheduling: no nodes available to schedule pods (x9)']);
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
    rig.you.create(node('a'));
    rig.settle();
    expect(rig.nodeOf('web')).toBe('a');
  });

  it('leaves alone pods of other schedulers, pods with gates and pods that are going away', () => {
    const rig = createRig();
    rig.you.create(node('a'));
    rig.you.create(pod('foreign', { schedulerName: 'other' }));
    rig.you.create(pod('named', { schedulerName: 'default-scheduler' }));
    const gated = rig.you.create<'Pod'>(pod('gated', { schedulingGates: [{ name: 'example.com/wait' }] }));
    rig.you.create({ ...pod('dying'), metadata: { name: 'dying', namespace: 'default', finalizers: ['example.com/hold'] } });
    rig.you.delete('Pod', 'default', 'dying');
    rig.settle();
    expect(['foreign', 'named', 'gated', 'dying'].map(rig.nodeOf)).toEqual([undefined, 'a', undefined, undefined]);
    rig.you.update<'Pod'>({ ...gated, spec: { ...gated.spec, schedulingGates: [] } });
    rig.settle();
    expect(rig.nodeOf('gated')).toBe('a');
  });

  it('forgets pods that are deleted while they wait', () => {
    const rig = createRig();
    const created = rig.you.create(pod('web'));
    rig.advance(100);
    expect(rig.scheduler.decisionFor(created.metadata.uid ?? '')).toBeDefined();
    rig.you.delete('Pod', 'default', 'web');
    expect(rig.scheduler.queueLength).toBe(0);
    expect(rig.scheduler.decisionFor(created.metadata.uid ?? '')).toBeUndefined();
    rig.you.create(node('a'));
    rig.settle();
    expect(rig.events('web')).toHaveLength(1);
  });
});

describe('queueing hints', () => {
  const taint = { key: 'k', effect: 'NoSchedule' };
  const cases: readonly (readonly [string, Parameters<typeof node>[1], Parameters<typeof pod>[1], (rig: Rig) => void, boolean])[] = [
    ['a larger node helps a pod that did not fit', { cpu: '1' }, { cpu: '2' }, (rig) => void rig.you.create(node('b', { cpu: '2' })), true],
    ['a node that is too small does not', { cpu: '1' }, { cpu: '2' }, (rig) => void rig.you.create(node('b', { cpu: '1' })), false],
    ['a node that grows helps', { cpu: '1' }, { cpu: '2' }, (rig) => change(rig, 'a', (a) => ({ status: { ...a.status, allocatable: { ...a.status?.allocatable, cpu: '3' } } })), true],
    ['a node that grows in what is not needed does not', { cpu: '1' }, { cpu: '2' }, (rig) => change(rig, 'a', (a) => ({ status: { ...a.status, allocatable: { ...a.status?.allocatable, memory: '64Gi' } } })), false],
    ['a heartbeat does not', { cpu: '1' }, { cpu: '2' }, (rig) => change(rig, 'a', (a) => ({ status: { ...a.status, conditions: [{ type: 'Ready', status: 'True' }] } })), false],
    ['a deleted pod helps one that did not fit', { cpu: '1' }, { cpu: '1' }, (rig) => rig.you.delete('Pod', 'default', 'there', { gracePeriodSeconds: 0 }), true],
    ['uncordoning helps', { unschedulable: true }, {}, (rig) => change(rig, 'a', () => ({ spec: {} })), true],
    ['a label helps a pod that selects it', {}, { nodeSelector: { disk: 'ssd' } }, (rig) => change(rig, 'a', (a) => ({ metadata: { ...a.metadata, labels: { ...a.metadata.labels, disk: 'ssd' } } })), true],
    ['another label does not', {}, { nodeSelector: { disk: 'ssd' } }, (rig) => change(rig, 'a', (a) => ({ metadata: { ...a.metadata, labels: { ...a.metadata.labels, disk: 'hdd' } } })), false],
    ['a taint that goes helps', { taints: [taint] }, {}, (rig) => change(rig, 'a', () => ({ spec: {} })), true],
    ['another taint more does not', { taints: [taint] }, {}, (rig) => change(rig, 'a', () => ({ spec: { taints: [taint, { ...taint, key: 'l' }] } })), false],
    ['a toleration helps', { taints: [taint] }, {}, (rig) => {
      const web = rig.pod('web');
      rig.you.update({ ...web, spec: { ...web.spec, tolerations: [{ operator: 'Exists' }] } });
    }, true],
    ['a freed port helps', {}, { hostPort: 80 }, (rig) => rig.you.delete('Pod', 'default', 'there', { gracePeriodSeconds: 0 }), true],
    ['a pod that is merely updated does not', { cpu: '1' }, { cpu: '1' }, (rig) => {
      const there = rig.pod('there');
      rig.you.updateStatus({ ...there, status: { phase: 'Running' } });
    }, false],
  ];

  it.each(cases)('%s', (_, traits, wanted, happen, isRetried) => {
    const rig = createRig();
    rig.you.create(node('a', traits));
    rig.you.create(pod('there', { cpu: '100m', hostPort: 80, nodeName: 'a', tolerations: [{ operator: 'Exists' }] }));
    rig.you.create(pod('web', wanted));
    rig.advance(20_000);
    expect(rig.nodeOf('web')).toBeUndefined();
    const times = attemptsOf(rig, 'web');
    happen(rig);
    rig.settle();
    expect(times.length > 0).toBe(isRetried);
    expect(rig.nodeOf('web') !== undefined).toBe(isRetried);
  });

  it('a pod that arrives helps one that its zone was too full for', () => {
    const rig = createRig();
    for (const zone of ['a', 'b']) rig.you.create(node(zone, { zone, pods: '2' }));
    const web = { labels: { app: 'web' } };
    rig.you.create(pod('one', { ...web, nodeName: 'a' }));
    for (const name of ['x', 'y']) rig.you.create(pod(name, { nodeName: 'b' }));
    const topologySpreadConstraints = [{ topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } } }];
    rig.you.create(pod('two', { ...web, topologySpreadConstraints }));
    rig.advance(5000);
    expect(rig.nodeOf('two')).toBeUndefined();
    rig.you.create(pod('three', { ...web, nodeName: 'b' }));
    rig.settle();
    expect(rig.nodeOf('two')).toBe('a');
  });
});
