import { describe, expect, it } from 'vitest';
import { nodeLifecycleController } from '../../../src/engine/controllers/node-lifecycle/node-lifecycle.ts';
import { taintEvictionController } from '../../../src/engine/controllers/taint-eviction.ts';
import { condition, createRig, expectSameBytes, machine, START_MS, taints, type Rig } from './cluster-life-rig.ts';

const CONTROLLERS = [nodeLifecycleController, taintEvictionController];
const threeZones = (): Rig => createRig(CONTROLLERS, [machine('node-1', 'zone-a'), machine('node-2', 'zone-b'), machine('node-3', 'zone-c')]);
const UNTAINTED: string[] = [];
const LOST = ['unreachable:NoSchedule', 'unreachable:NoExecute'];

describe('a node that falls silent', () => {
  it('turns Unknown 50 to 55 s after its last heartbeat, is closed for new pods at once, for its old ones with the next look, and they go 300 s later', () => {
    const rig = threeZones();
    rig.run('web', 'node-2');
    rig.advance(17);
    rig.machines.powerOff('node-2');
    const at: Record<string, number> = {};
    rig.store.watch(['Node'], ({ object }) => {
      if (object.metadata.name !== 'node-2') return;
      if (condition(object, 'Ready')?.startsWith('Unknown')) at['unknown'] ??= rig.seconds();
      for (const taint of taints(object)) at[taint] ??= rig.seconds();
    });
    rig.store.watch(['Pod'], ({ object }) => {
      if (object.metadata.deletionTimestamp !== undefined) at['deleted'] ??= rig.seconds();
    });
    rig.advance(500);
    // The last heartbeat came at about 10 s and was seen by the look at 15.01 s.
    expect(at).toEqual({ 'unknown': 65.01, 'unreachable:NoSchedule': 65.02, 'unreachable:NoExecute': 70.02, 'deleted': 370.04 });
  });

  it('has every condition of the kubelet unknown, in upstream\'s words, and keeps their last heartbeat', () => {
    const rig = threeZones();
    rig.machines.powerOff('node-2');
    rig.advance(60);
    const conditions = rig.node('node-2').status?.conditions ?? [];
    expect(conditions.map(({ type }) => type).sort()).toEqual(['DiskPressure', 'MemoryPressure', 'PIDPressure', 'Ready']);
    for (const one of conditions) {
      expect(one).toMatchObject({
        status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.', lastHeartbeatTime: '2026-01-05T10:00:00Z', lastTransitionTime: '2026-01-05T10:00:50Z',
      });
    }
    expect(rig.node('node-2').spec.taints?.every(({ timeAdded }) => timeAdded !== undefined)).toBe(true);
    expect(rig.events('node-2')).toContain('NodeNotReady: Node node-2 status is now: NodeNotReady');
  });

  it('has its pods marked as not ready, with an event on each', () => {
    const rig = threeZones();
    rig.run('web', 'node-2');
    rig.run('other', 'node-1');
    rig.advance(5);
    expect(condition(rig.pod('web'), 'Ready')).toBe('True');
    rig.machines.powerOff('node-2');
    rig.advance(60);
    expect(condition(rig.pod('web'), 'Ready')).toBe('False');
    expect(condition(rig.pod('web'), 'ContainersReady')).toBe('True');
    expect(rig.events('web')).toContain('NodeNotReady: Node is not ready');
    expect(condition(rig.pod('other'), 'Ready')).toBe('True');
  });

  it('is what people wait for, from the first heartbeat that is late to the look that finds it', () => {
    const rig = threeZones();
    rig.advance(17);
    expect(rig.wait()).toBeUndefined();
    rig.machines.powerOff('node-2');
    rig.advance(8);
    expect(rig.wait()).toEqual({ label: 'node-monitor-grace-period', subject: { kind: 'Node', namespace: '', name: 'node-2' }, dueAtMs: START_MS + 65_010 });
    rig.advance(40.005);
    expect(condition(rig.node('node-2'), 'Ready')).toBe('True KubeletReady');
    expect(rig.wait()?.dueAtMs).toBe(START_MS + 65_010);
    rig.advance(0.01);
    expect(rig.wait()?.label).not.toBe('node-monitor-grace-period');
  });

  it('is untainted when it is back, and its pods are ready again', () => {
    const rig = threeZones();
    rig.run('web', 'node-2');
    rig.advance(5);
    rig.machines.partition('node-2');
    rig.advance(100);
    expect(taints(rig.node('node-2'))).toEqual(LOST);
    rig.machines.heal('node-2');
    rig.advance(20);
    expect(taints(rig.node('node-2'))).toEqual(UNTAINTED);
    expect(condition(rig.node('node-2'), 'Ready')).toBe('True KubeletReady');
    expect(condition(rig.pod('web'), 'Ready')).toBe('True');
  });

  it('traces its taints and the marks on its pods back to the write that called it lost', () => {
    const rig = threeZones();
    rig.run('web', 'node-2');
    rig.advance(5);
    rig.machines.powerOff('node-2');
    rig.advanceUntil(() => rig.pod('web')?.metadata.deletionTimestamp !== undefined);
    const latest = rig.kernel.causes.latestFor(rig.pod('web')?.metadata.uid ?? '');
    expect(rig.kernel.causes.chain(latest?.id ?? 0).map(({ note }) => note)).toEqual([
      'tolerated node.kubernetes.io/unreachable for 300 s', 'tainted unreachable:NoExecute', '50 s without a heartbeat',
    ]);
  });
});

describe('a Node that nobody reports for', () => {
  it('turns Unknown after the startup grace period', () => {
    const rig = threeZones();
    rig.you.create<'Node'>({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'ghost' }, spec: {} });
    rig.advance(50);
    expect(condition(rig.node('ghost'), 'Ready')).toBeUndefined();
    expect(rig.wait()).toMatchObject({ label: 'node-startup-grace-period', subject: { name: 'ghost' } });
    rig.advance(15);
    expect(rig.node('ghost').status?.conditions).toHaveLength(4);
    expect(rig.node('ghost').status?.conditions?.[0]).toMatchObject({ type: 'Ready', status: 'Unknown', reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.' });
  });
});

describe('NoSchedule taints', () => {
  it('follow cordoning and the conditions', () => {
    const rig = threeZones();
    const node = rig.node('node-1');
    rig.you.update<'Node'>({ ...node, spec: { ...node.spec, unschedulable: true } });
    rig.advance(1);
    expect(taints(rig.node('node-1'))).toEqual(['unschedulable:NoSchedule']);
    const { spec: { unschedulable: _gone, ...spec }, ...rest } = rig.node('node-1');
    rig.you.update<'Node'>({ ...rest, spec });
    rig.advance(1);
    expect(rig.node('node-1').spec.taints).toBeUndefined();
    for (const [type, status, taint] of [['MemoryPressure', 'True', 'memory-pressure'], ['NetworkUnavailable', 'True', 'network-unavailable'], ['Ready', 'False', 'not-ready']] as const) {
      const live = rig.node('node-1');
      const others = live.status?.conditions?.filter((one) => one.type !== type) ?? [];
      rig.you.updateStatus<'Node'>({ ...live, status: { ...live.status, conditions: [...others, { type, status }] } });
      rig.advance(0.015);
      expect(taints(rig.node('node-1'))).toContain(`${taint}:NoSchedule`);
    }
  });

  it('leave the taints of others alone', () => {
    const rig = threeZones();
    const node = rig.node('node-1');
    rig.you.update<'Node'>({ ...node, spec: { ...node.spec, unschedulable: true, taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] } });
    rig.advance(1);
    expect(taints(rig.node('node-1'))).toEqual(['gpu:NoSchedule', 'unschedulable:NoSchedule']);
  });
});

describe('a new and a removed node', () => {
  it('are told of, once', () => {
    const rig = threeZones();
    rig.advance(1);
    expect(rig.events('node-1')).toContain('RegisteredNode: Node node-1 event: Registered Node node-1 in Controller');
    rig.machines.remove('node-3');
    rig.you.delete('Node', '', 'node-3');
    expect(rig.wait()).toMatchObject({ label: 'node-monitor-period', subject: { name: 'node-3' } });
    rig.settle();
    expect(rig.events('node-3').filter((event) => event.startsWith('RemovingNode'))).toEqual(['RemovingNode: Node node-3 event: Removing Node node-3 from Controller']);
  });

  it('keep labels that older software reads', () => {
    const rig = threeZones();
    const node = rig.node('node-1');
    rig.you.update<'Node'>({ ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, 'beta.kubernetes.io/os': 'plan9' } } });
    rig.advance(1);
    expect(rig.node('node-1').metadata.labels?.['beta.kubernetes.io/os']).toBe('linux');
  });
});

describe('zones', () => {
  const inZone = (zone: string, count: number): ReturnType<typeof machine>[] => Array.from({ length: count }, (_, index) => machine(`${zone}-${index + 1}`, zone));
  interface Case {
    readonly what: string;
    readonly zones: Readonly<Record<string, readonly [nodes: number, lost: number]>>;
    /** nodes with a NoExecute taint right after the look that queues them, 25 s and 250 s later. */
    readonly tainted: readonly [number, number, number];
  }
  const cases: readonly Case[] = [
    { what: 'one of three zones with one node each: that node', zones: { a: [1, 0], b: [1, 1], c: [1, 0] }, tainted: [1, 1, 1] },
    { what: 'every zone: nothing is evicted', zones: { a: [1, 1], b: [1, 1], c: [1, 1] }, tainted: [0, 0, 0] },
    { what: 'the only zone: nothing is evicted', zones: { a: [3, 3] }, tainted: [0, 0, 0] },
    { what: 'two of three nodes: one every 10 s', zones: { a: [3, 2] }, tainted: [1, 2, 2] },
    { what: 'a whole zone of several: one every 10 s', zones: { a: [3, 0], b: [4, 4] }, tainted: [1, 3, 4] },
    { what: 'under 55 % of a zone: one every 10 s', zones: { a: [6, 3] }, tainted: [1, 3, 3] },
    { what: '55 % and more of a zone of up to 50: none', zones: { a: [5, 3] }, tainted: [0, 0, 0] },
    { what: '55 % and more of a zone of more than 50: one every 100 s', zones: { a: [52, 30] }, tainted: [1, 1, 3] },
  ];
  it.each(cases)('lost: $what', ({ zones, tainted }) => {
    const rig = createRig(CONTROLLERS, Object.entries(zones).flatMap(([zone, [count]]) => inZone(zone, count)));
    for (const [zone, [, lost]] of Object.entries(zones)) for (let index = 1; index <= lost; index++) rig.machines.powerOff(`${zone}-${index}`);
    const count = (): number => rig.store.select('Node').filter((node) => taints(node).includes('unreachable:NoExecute')).length;
    rig.advance(56);
    const seen = [count()];
    rig.advance(25);
    seen.push(count());
    rig.advance(225);
    seen.push(count());
    expect(seen).toEqual(tainted);
  });

  it('resume evictions when one node answers again, no sooner than a period later, and give the others a new grace', () => {
    const rig = threeZones();
    for (const name of ['node-1', 'node-2', 'node-3']) rig.machines.partition(name);
    rig.advance(80);
    expect(rig.store.select('Node').map(taints)).toEqual([['unreachable:NoSchedule'], ['unreachable:NoSchedule'], ['unreachable:NoSchedule']]);
    rig.machines.heal('node-1');
    rig.advanceUntil(() => condition(rig.node('node-1'), 'Ready') === 'True KubeletReady');
    rig.advance(9);
    expect(taints(rig.node('node-2'))).toEqual(['unreachable:NoSchedule']);
    rig.advance(8);
    expect(taints(rig.node('node-1'))).toEqual(UNTAINTED);
    expect([taints(rig.node('node-2')), taints(rig.node('node-3'))]).toEqual([LOST, LOST]);
  });

  it('say what a queued node waits for', () => {
    const rig = createRig([nodeLifecycleController], inZone('a', 3));
    rig.machines.powerOff('a-1');
    rig.machines.powerOff('a-2');
    rig.advance(57);
    expect(rig.wait()).toMatchObject({ label: 'node-eviction-rate', subject: { kind: 'Node', name: 'a-2' } });
  });
});

describe('the controller itself', () => {
  it('does nothing notable while all is well', () => {
    const rig = threeZones();
    rig.advance(1);
    const before = rig.kernel.eventsRun();
    for (let minute = 0; minute < 60; minute++) {
      rig.advance(60);
      expect(rig.kernel.nextAtMs(true)).toBeUndefined();
      expect(rig.wait()).toBeUndefined();
    }
    // 3 leases every 10 s and a look every 5 s, and nothing besides.
    expect(rig.kernel.eventsRun() - before).toBeLessThan(3 * 361 + 721 + 10);
  });

  it('blames no node for an outage of the API', () => {
    const rig = threeZones();
    rig.run('web', 'node-2');
    rig.advance(5);
    rig.stopApiServer();
    rig.advance(300);
    rig.startApiServer();
    rig.advance(60);
    expect(rig.store.select('Node').map((node) => condition(node, 'Ready'))).toEqual(['True KubeletReady', 'True KubeletReady', 'True KubeletReady']);
    expect(rig.store.select('Node').flatMap(taints)).toEqual([]);
  });

  it('finds a node that was lost while it was stopped', () => {
    const rig = threeZones();
    rig.run('web', 'node-2');
    rig.advance(5);
    for (const controller of rig.controllers) controller.stop();
    rig.machines.powerOff('node-2');
    rig.advance(600);
    expect(condition(rig.node('node-2'), 'Ready')).toBe('True KubeletReady');
    for (const controller of rig.controllers) controller.start();
    rig.advance(49);
    expect(condition(rig.node('node-2'), 'Ready')).toBe('True KubeletReady');
    rig.advance(7);
    expect(taints(rig.node('node-2'))).toEqual(LOST);
    rig.advance(300);
    expect(rig.pod('web')?.metadata.deletionTimestamp).toBeDefined();
  });

  it.each([0, 3, 16, 30, 52, 66, 69, 72, 100, 200, 369, 371])('continues from a checkpoint %d s after the loss byte for byte', (after) => {
    const rig = threeZones();
    rig.run('web', 'node-2');
    rig.run('db', 'node-2', { tolerations: [] });
    rig.run('other', 'node-1');
    rig.advance(13);
    rig.machines.partition('node-2');
    rig.advance(after);
    const twin = createRig(CONTROLLERS, [], rig.save());
    expectSameBytes(twin, rig);
    for (let step = 0; step < 12; step++) {
      for (const cluster of [rig, twin]) {
        if (step === 6) cluster.machines.heal('node-2');
        cluster.advance(41);
      }
      expectSameBytes(twin, rig);
    }
  });

  it('continues byte for byte when the API is down at the checkpoint, and when every zone is lost', () => {
    const rig = threeZones();
    rig.run('web', 'node-2');
    for (const name of ['node-1', 'node-2', 'node-3']) rig.machines.partition(name);
    rig.advance(70);
    rig.stopApiServer();
    rig.advance(20);
    const twin = createRig(CONTROLLERS, [], rig.save());
    for (let step = 0; step < 8; step++) {
      for (const cluster of [rig, twin]) {
        if (step === 1) cluster.startApiServer();
        if (step === 3) cluster.machines.heal('node-3');
        cluster.advance(27);
      }
      expectSameBytes(twin, rig);
    }
  });
});
