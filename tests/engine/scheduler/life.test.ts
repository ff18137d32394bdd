import { describe, expect, it } from 'vitest';
import { createRig, node, pod, replicaSet, START_MS, type Rig } from './rig.ts';

/** A busy cluster: pods of two kinds, some that do not fit, some deleted, nodes that come and are cordoned. */
function stir(rig: Rig, from: number, steps: number): void {
  for (let step = from; step < from + steps; step++) {
    rig.you.create(pod(`web-${step}`, { cpu: '300m', memory: '200Mi', labels: { app: 'web' }, owner: 'web' }));
    if (step % 3 === 0) rig.you.create(pod(`big-${step}`, { cpu: '5', priority: step % 2 }));
    if (step % 5 === 4) rig.you.delete('Pod', 'default', `web-${step - 2}`, { gracePeriodSeconds: 0 });
    if (step % 11 === 10) rig.you.create(node(`extra-${step}`, { cpu: '6', zone: `zone-${step % 2}` }));
    rig.advance(step % 4 === 0 ? 3 : 700);
  }
}

function begin(rig: Rig): void {
  rig.you.create(replicaSet('web', { app: 'web' }));
  for (let i = 0; i < 4; i++) rig.you.create(node(`node-${i}`, { zone: `zone-${i % 2}` }));
}

describe('the life of the scheduler', () => {
  it('continues from a checkpoint byte for byte, wherever it is taken', () => {
    const original = createRig();
    begin(original);
    for (let round = 0; round < 6; round++) {
      stir(original, round * 10, 10);
      original.advance(round);
      const copy = createRig({ saved: original.save() });
      expect(copy.save()).toEqual(original.save());
      stir(copy, (round + 1) * 10, 10);
      copy.advance(400_000);
      const again = createRig({ saved: original.save() });
      stir(again, (round + 1) * 10, 10);
      again.advance(400_000);
      expect(JSON.stringify(again.save())).toBe(JSON.stringify(copy.save()));
    }
  });

  it('a copy does what the original does', () => {
    const original = createRig();
    begin(original);
    stir(original, 0, 25);
    const copy = createRig({ saved: original.save() });
    for (const rig of [original, copy]) {
      stir(rig, 25, 40);
      rig.advance(700_000);
    }
    expect(JSON.stringify(copy.save())).toBe(JSON.stringify(original.save()));
  });

  it('a copy taken while the API is down does the same as the original once it is back', () => {
    const original = createRig();
    begin(original);
    stir(original, 0, 25);
    original.you.create(pod('late', { cpu: '100m' }));
    original.stopApiServer();
    original.advance(2_000);
    const copy = createRig({ saved: original.save() });
    for (const rig of [original, copy]) {
      rig.advance(30_000);
      rig.startApiServer();
      rig.settle();
      stir(rig, 25, 10);
      rig.settle();
    }
    expect(original.nodeOf('late')).toBeDefined();
    expect(JSON.stringify(copy.save())).toBe(JSON.stringify(original.save()));
  });

  it('keeps decisions in a checkpoint', () => {
    const rig = createRig();
    begin(rig);
    stir(rig, 0, 12);
    const copy = createRig({ saved: rig.save() });
    for (const { metadata } of rig.store.select('Pod')) expect(copy.scheduler.decisionFor(metadata.uid ?? '')).toEqual(rig.scheduler.decisionFor(metadata.uid ?? ''));
  });

  it('does nothing while it is stopped, and loses nothing', () => {
    const rig = createRig();
    begin(rig);
    rig.you.create(pod('before', { cpu: '5' }));
    rig.advance(100);
    rig.scheduler.stop();
    expect(rig.scheduler.running).toBe(false);
    const { resourceVersion } = rig.store;
    rig.you.create(pod('during'));
    rig.you.create(node('large', { cpu: '16' }));
    rig.advance(600_000);
    expect(rig.store.resourceVersion).toBe(resourceVersion + 2);
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
    const copy = createRig({ saved: rig.save() });
    for (const one of [rig, copy]) {
      one.scheduler.start();
      one.settle();
      expect(one.nodeOf('during')).toBeDefined();
      expect(one.nodeOf('before')).toBe('large');
    }
    expect(JSON.stringify(copy.save())).toBe(JSON.stringify(rig.save()));
  });

  it('tries again after errors while the API is down, which nobody waits for, and binds when it is back', () => {
    const rig = createRig();
    begin(rig);
    rig.you.create(pod('web'));
    rig.stopApiServer();
    rig.advance(4_000);
    expect(rig.kernel.nextAtMs(true)).toBeUndefined();
    rig.startApiServer();
    rig.settle();
    expect(rig.nodeOf('web')).toBeDefined();
    // Errors at 5 ms, 1 s and 3 s; the next try is due after 4 s more.
    expect(rig.kernel.now() - START_MS).toBe(7_020);
    expect(rig.events('web')).toEqual([expect.stringMatching(/^Scheduled: /)]);
  });

  it('can be started while the API is down', () => {
    const rig = createRig({ start: false });
    begin(rig);
    rig.you.create(pod('web'));
    rig.stopApiServer();
    rig.scheduler.start();
    rig.advance(1_000);
    rig.startApiServer();
    rig.settle();
    expect(rig.nodeOf('web')).toBeDefined();
  });

  it('leads every binding back to what made the pod wait or freed it', () => {
    const rig = createRig();
    begin(rig);
    const small = rig.you.create(pod('small'));
    const large = rig.you.create(pod('large', { cpu: '5' }));
    rig.settle();
    const extra = rig.you.create(node('extra', { cpu: '6' }));
    rig.settle();
    const parentOf = (uid: string | undefined): string | undefined => {
      const latest = rig.kernel.causes.latestFor(uid ?? '');
      return rig.kernel.causes.get(latest?.parent ?? 0)?.reference?.uid;
    };
    expect(parentOf(small.metadata.uid)).toBe(small.metadata.uid);
    expect(parentOf(large.metadata.uid)).toBe(extra.metadata.uid);
  });

  it('remembers at most 200,000 verdicts, and forgets the oldest decisions first', () => {
    const rig = createRig();
    for (let i = 0; i < 90; i++) rig.you.create(node(`node-${i}`, { cpu: '64', memory: '256Gi' }));
    const uids = Array.from({ length: 2_300 }, (_, i) => rig.you.create(pod(`web-${i}`, { cpu: '10m' })).metadata.uid ?? '');
    rig.settle();
    const known = uids.map((uid) => rig.scheduler.decisionFor(uid) !== undefined);
    expect(known.filter(Boolean)).toHaveLength(Math.floor(200_000 / 90));
    expect(known.lastIndexOf(false)).toBe(known.indexOf(true) - 1);
  });
});

describe('large clusters', () => {
  it('looks at enough nodes only, and goes on where it stopped', () => {
    const rig = createRig();
    for (let i = 0; i < 1000; i++) rig.you.create(node(`node-${String(i).padStart(4, '0')}`, i < 10 ? { unschedulable: true } : {}));
    const [first, second] = ['one', 'two'].map((name) => rig.you.create(pod(name)));
    rig.settle();
    const lookedAt = (created = first): string[] => rig.scheduler.decisionFor(created?.metadata.uid ?? '')?.nodes.map(({ node: name }) => name) ?? [];
    // 50 - 1000 / 125 = 42 per cent.
    expect([lookedAt(first).length, lookedAt(first)[0], lookedAt(first).at(-1)]).toEqual([430, 'node-0000', 'node-0429']);
    expect([lookedAt(second).length, lookedAt(second)[0], lookedAt(second).at(-1)]).toEqual([420, 'node-0430', 'node-0849']);
  });

  it('lists nodes zone by zone in turn', () => {
    const rig = createRig();
    for (const [name, zone] of [['a1', 'a'], ['a2', 'a'], ['a3', 'a'], ['b1', 'b'], ['c1', 'c']] as const) rig.you.create(node(name, { zone }));
    const created = rig.you.create(pod('web'));
    rig.settle();
    expect(rig.scheduler.decisionFor(created.metadata.uid ?? '')?.nodes.map(({ node: name }) => name)).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
  });
});
