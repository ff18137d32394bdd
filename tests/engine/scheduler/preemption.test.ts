import { describe, expect, it } from 'vitest';
import { affinity, HOST, term } from './inter-pod-affinity-rig.ts';
import { budget, crowded, endGrace, evicted, nominated, put, terminating, type Running } from './preemption-rig.ts';
import { node, pod, type NodeTraits, type PodTraits, type Rig } from './rig.ts';

const whole = (priority: number, more: Running = {}): Running => ({ cpu: '1', priority, ...more });
const half = (priority: number, more: Running = {}): Running => ({ cpu: '500m', priority, ...more });

/** Makes a pod that no node has room for, and runs until the scheduler has dealt with it. */
function preempt(rig: Rig, traits: PodTraits = {}): Rig {
  rig.you.create(pod('vip', { cpu: '1', priority: 100, ...traits }));
  rig.settle();
  return rig;
}

describe('a pod that no node has room for', () => {
  it('tells pods of lower priority to leave, with their own grace, and waits for their node', () => {
    const rig = preempt(crowded({ a: { running: { low: whole(1, { terminationGracePeriodSeconds: 7 }) } } }));
    const vip = rig.pod('vip');
    const low = rig.pod('low');
    expect(low.metadata).toMatchObject({ deletionGracePeriodSeconds: 7 });
    expect(low.status?.conditions).toEqual([expect.objectContaining({
      type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message: 'default-scheduler: preempting to accommodate a higher priority pod',
    })]);
    expect(rig.events('low')).toEqual([`Preempted: Preempted by pod ${vip.metadata.uid} on node a`]);
    expect(vip.spec.nodeName).toBeUndefined();
    expect(vip.status?.nominatedNodeName).toBe('a');
    expect(rig.whyPending('vip')).toBe('0/1 nodes are available: 1 Insufficient cpu.');
    rig.advance(6_000);
    endGrace(rig);
    rig.settle();
    expect(rig.nodeOf('vip')).toBe('a');
    expect(nominated(rig, 'vip')).toBeUndefined();
  });

  it('takes the place of pods without any grace at once', () => {
    const rig = preempt(crowded({ a: { running: { low: whole(1, { terminationGracePeriodSeconds: 0 }) } } }));
    rig.advance(3_000);
    expect(rig.nodeOf('vip')).toBe('a');
    expect(rig.store.get('Pod', 'default/low')).toBeUndefined();
  });

  it('lets pods of its own priority and above be', () => {
    const rig = preempt(crowded({ a: { running: { same: whole(100) } }, b: { running: { above: whole(101) } } }));
    expect(evicted(rig)).toEqual([]);
    expect(rig.whyPending('vip')).toBe(
      '0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
    );
  });

  it('preempts nobody when its policy is Never', () => {
    const rig = preempt(crowded({ a: { running: { low: whole(1) } } }), { preemptionPolicy: 'Never' });
    expect(evicted(rig)).toEqual([]);
    expect(rig.whyPending('vip')).toMatch(/preemption: not eligible due to preemptionPolicy=Never\.$/);
  });

  it('leaves nodes alone that would not do for other reasons', () => {
    const rig = preempt(crowded({
      a: { running: { low: whole(1) }, taints: [{ key: 'gpu', effect: 'NoSchedule' }] }, b: { running: { tiny: half(1) }, cpu: '500m' }, c: { running: { same: whole(100) } },
    }));
    expect(evicted(rig)).toEqual([]);
    expect(rig.whyPending('vip')).toMatch(
      /preemption: 0\/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling\.$/,
    );
  });

  it('says what would still be missing where those of lower priority are not enough', () => {
    const rig = preempt(crowded({ a: { running: { low: half(1), same: half(100) } }, b: { running: { same2: whole(100) } } }));
    expect(evicted(rig)).toEqual([]);
    expect(rig.whyPending('vip')).toMatch(/preemption: 0\/2 nodes are available: 1 Insufficient cpu, 1 No preemption victims found for incoming pod\.$/);
  });

  it('preempts nobody else while its victims are leaving', () => {
    const rig = preempt(crowded({ a: { running: { low: whole(1) } }, b: { running: { next: whole(2) } } }));
    expect(terminating(rig)).toEqual(['low']);
    rig.you.create(node('c', { cpu: '1', taints: [{ key: 'gpu', effect: 'NoSchedule' }] }));
    rig.you.update(node('b', { cpu: '1200m' }));
    rig.advance(15_000);
    expect(terminating(rig)).toEqual(['low']);
    expect(rig.whyPending('vip')).toMatch(/preemption: not eligible due to a terminating pod on the nominated node\.$/);
    expect(nominated(rig, 'vip')).toBe('a');
  });

  it('looks elsewhere when the node it waits for will not do any more', () => {
    const rig = preempt(crowded({ a: { running: { low: whole(1) } }, b: { running: { next: whole(2) } } }));
    rig.you.update(node('a', { cpu: '1', unschedulable: true }));
    rig.you.update(node('b', { cpu: '1200m' }));
    rig.advance(15_000);
    expect(terminating(rig)).toEqual(['low', 'next']);
    expect(nominated(rig, 'vip')).toBe('b');
  });
});

describe('victims on a node', () => {
  it.each<[string, Record<string, Running>, PodTraits, string[]]>([
    ['the least important ones are enough', { low: whole(1), middle: whole(2), high: whole(3) }, {}, ['low']],
    ['of the same priority the youngest', { old: whole(1), young: whole(1, { startedS: 9 }), middle: whole(1, { startedS: 5 }) }, {}, ['young']],
    ['a pod that has not started is younger still', { young: whole(1, { startedS: 9 }), old: whole(1), older: whole(1) }, {}, ['young']],
    ['a pod that is too large goes although a smaller one is less important', { large: { cpu: '2', priority: 5 }, small: whole(1) }, { cpu: '2' }, ['large']],
    ['all when that is needed', { low: whole(1), middle: whole(2), high: whole(3) }, { cpu: '3' }, ['high', 'low', 'middle']],
  ])('%s', (_, running, wanted, expected) => {
    expect(evicted(preempt(crowded({ a: { cpu: '3', running } }), wanted))).toEqual(expected);
  });

  it('are those whose loss breaks no budget, if they will do', () => {
    const rig = crowded({ a: { cpu: '2', running: { guarded: whole(1, { labels: { app: 'db' } }), free: whole(2) } } });
    put(rig, budget('db', { app: 'db' }, 0));
    expect(evicted(preempt(rig))).toEqual(['free']);
  });

  it('are others, too, when there is no other way', () => {
    const rig = crowded({ a: { running: { guarded: whole(1, { labels: { app: 'db' } }) } } });
    put(rig, budget('db', { app: 'db' }, 0));
    expect(evicted(preempt(rig))).toEqual(['guarded']);
  });

  it('use a budget up one by one, except those that it counts as disrupted', () => {
    const guarded = (startedS: number): Running => half(1, { labels: { app: 'db' }, startedS });
    const rig = crowded({ a: { running: { first: guarded(1), second: guarded(2) } }, b: { running: { third: half(1), fourth: half(1) } } });
    put(rig, budget('db', { app: 'db' }, 1));
    expect(evicted(preempt(rig))).toEqual(['fourth', 'third']);
    const other = crowded({ a: { running: { first: guarded(1), second: guarded(2) } }, b: { running: { third: half(2), fourth: half(2) } } });
    put(other, budget('db', { app: 'db' }, 1, ['first']));
    expect(evicted(preempt(other))).toEqual(['first', 'second']);
  });

  it('are those that its host port, its affinity rules or theirs are about', () => {
    const there = { bystander: { priority: 1 }, wanted: { priority: 1, labels: { app: 'db' }, hostPort: 80 }, averse: { priority: 1, ...affinity({ apart: [term('vip', HOST)] }) } };
    expect(evicted(preempt(crowded({ a: { running: there } }), { hostPort: 80 }))).toEqual(['wanted']);
    expect(evicted(preempt(crowded({ a: { running: there } }), affinity({ apart: [term('db', HOST)] })))).toEqual(['wanted']);
    expect(evicted(preempt(crowded({ a: { running: there } }), { labels: { app: 'vip' } }))).toEqual(['averse']);
    const refused = preempt(crowded({ a: { running: there } }), affinity({ near: [term('nobody', HOST)] }));
    expect(refused.whyPending('vip')).toMatch(/1 node\(s\) didn't match pod affinity rules\. .*1 Preemption is not helpful for scheduling\.$/);
  });
});

describe('the node to preempt on', () => {
  const guarded = { app: 'db' };
  it.each<[string, Readonly<Record<string, NodeTraits & { running: Record<string, Running> }>>, string]>([
    ['has the fewest victims whose loss breaks a budget', { a: { running: { a1: whole(1, { labels: guarded }) } }, b: { running: { b1: whole(9) } } }, 'b'],
    ['then the lowest highest priority', { a: { running: { a1: half(5), a2: half(1) } }, b: { running: { b1: half(4), b2: half(4) } } }, 'b'],
    ['then the lowest sum of priorities', { a: { running: { a1: half(5), a2: half(3) } }, b: { running: { b1: half(5), b2: half(1) } } }, 'b'],
    ['which fewer victims have, even of negative priority', { a: { running: { a1: half(-5), a2: half(-5) } }, b: { running: { b1: whole(-5) } } }, 'b'],
    ['then the latest start of the most important victims', { a: { running: { a1: half(5, { startedS: 1 }), a2: half(5, { startedS: 90 }) } }, b: { running: { b1: half(5, { startedS: 2 }), b2: half(5, { startedS: 3 }) } } }, 'b'],
    ['whatever the others have', { a: { running: { a1: half(5, { startedS: 8 }), a2: half(1, { startedS: 0 }) } }, b: { running: { b1: half(5, { startedS: 1 }), b2: half(1, { startedS: 9 }) } } }, 'a'],
  ])('%s', (_, nodes, expected) => {
    for (const seed of [1, 2, 3, 4]) {
      const rig = crowded(nodes, seed);
      put(rig, budget('db', guarded, 0));
      expect(nominated(preempt(rig), 'vip')).toBe(expected);
    }
  });

  it('is any of them when they are alike', () => {
    const nodes = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, { running: { [`low-${name}`]: whole(1) } }]));
    const chosen = new Set(Array.from({ length: 12 }, (_, seed) => nominated(preempt(crowded(nodes, seed)), 'vip')));
    expect(chosen.size).toBeGreaterThan(1);
  });

  it('is sought among a tenth of the nodes, but at least a hundred of them', () => {
    const nodes = (count: number): Record<string, NodeTraits & { running: Record<string, Running> }> => Object.fromEntries(Array.from({ length: count }, (_, index) => {
      return [`n-${index}`, { running: { [`low-${index}`]: whole(index === 7 ? 1 : 2) } }];
    }));
    expect(nominated(preempt(crowded(nodes(100))), 'vip')).toBe('n-7');
    const found = Array.from({ length: 12 }, (_, seed) => nominated(preempt(crowded(nodes(150), seed)), 'vip') === 'n-7');
    expect(new Set(found)).toEqual(new Set([true, false]));
  });
});

describe('a nomination', () => {
  it('keeps the room for the pod until it is tried again', () => {
    const rig = preempt(crowded({ a: { running: { low: whole(1) } } }));
    rig.you.create(pod('equal', { cpu: '500m', priority: 100 }));
    rig.you.create(pod('small', { cpu: '500m' }));
    endGrace(rig);
    rig.settle();
    expect(rig.nodeOf('vip')).toBe('a');
    expect(rig.nodeOf('small')).toBeUndefined();
  });

  it('yields to a pod of higher priority, which takes it away', () => {
    const rig = preempt(crowded({ a: { running: { low: whole(1) } } }));
    rig.you.create(pod('king', { cpu: '1', priority: 1000 }));
    rig.settle();
    expect(nominated(rig, 'vip')).toBeUndefined();
    endGrace(rig);
    rig.advance(20_000);
    expect(rig.nodeOf('king')).toBe('a');
    expect(rig.nodeOf('vip')).toBeUndefined();
  });

  it('outlives a restart of the scheduler and a checkpoint', () => {
    const rig = preempt(crowded({ a: { running: { low: whole(1) } } }));
    rig.scheduler.stop();
    rig.scheduler.start();
    rig.you.create(pod('small', { cpu: '500m' }));
    rig.settle();
    endGrace(rig);
    rig.settle();
    expect(rig.nodeOf('vip')).toBe('a');
  });
});

describe('pods of a kind that preempt one after the other', () => {
  const SEEDS = [1, 2, 3, 4, 5, 6];
  /** After the first of them has its node: another is made once the two other nodes, given in turn, have changed. */
  function second(seed: number, change: (rig: Rig, one: string, other: string) => void): readonly [chosen: string | undefined, one: string, other: string] {
    const rig = crowded({ a: {}, b: {}, c: {} }, seed);
    for (const name of ['a', 'b', 'c']) rig.you.create(pod(`low-${name}`, { cpu: '1', priority: 1, nodeName: name }));
    preempt(rig);
    const [one = '', other = ''] = ['a', 'b', 'c'].filter((name) => name !== nominated(rig, 'vip'));
    change(rig, one, other);
    rig.you.create(pod('vip-2', { cpu: '1', priority: 100 }));
    rig.settle();
    return [nominated(rig, 'vip-2'), one, other];
  }

  it.each(SEEDS)('see when pods started meanwhile (%i)', (seed) => {
    const [chosen, , later] = second(seed, (rig, one, other) => {
      [one, other].forEach((name, index) => {
        const low = rig.pod(`low-${name}`);
        rig.you.updateStatus<'Pod'>({ ...low, status: { ...low.status, startTime: `2026-01-05T10:0${index + 1}:00Z` } });
      });
    });
    expect(chosen).toBe(later);
  });

  it.each(SEEDS)('see which budgets there are now (%i)', (seed) => {
    const [chosen, , free] = second(seed, (rig, one) => {
      const low = rig.pod(`low-${one}`);
      rig.you.update<'Pod'>({ ...low, metadata: { ...low.metadata, labels: { app: 'db' } } });
      put(rig, budget('db', { app: 'db' }, 0));
    });
    expect(chosen).toBe(free);
  });

  it.each(SEEDS)('see a budget change (%i)', (seed) => {
    const guarded = { running: { 'low-a': whole(1, { labels: { app: 'db' } }) } };
    const rig = crowded({ a: guarded, b: { running: { 'low-b': whole(2) } }, c: { running: { 'low-c': whole(3) } } }, seed);
    put(rig, budget('db', { app: 'db' }, 0));
    expect(nominated(preempt(rig), 'vip')).toBe('b');
    put(rig, budget('db', { app: 'db' }, 1));
    rig.you.create(pod('vip-2', { cpu: '1', priority: 100 }));
    rig.settle();
    expect(nominated(rig, 'vip-2')).toBe('a');
  });

  it.each(SEEDS)('see what runs there now (%i)', (seed) => {
    const [chosen, , untouched] = second(seed, (rig, one) => {
      rig.you.delete('Pod', 'default', `low-${one}`, { gracePeriodSeconds: 0 });
      rig.you.create(pod('heavier', { cpu: '1', priority: 50, nodeName: one }));
    });
    expect(chosen).toBe(untouched);
  });

  it('take over from one that is gone', () => {
    const rig = preempt(crowded({ a: { running: { low: whole(1) } } }));
    rig.you.create(pod('vip-2', { cpu: '1', priority: 100 }));
    rig.settle();
    expect(nominated(rig, 'vip-2')).toBeUndefined();
    expect(rig.whyPending('vip-2')).toMatch(/preemption: 0\/1 nodes are available: 1 Insufficient cpu\.$/);
    rig.you.delete('Pod', 'default', 'vip');
    rig.advance(5_000);
    expect(nominated(rig, 'vip-2')).toBe('a');
  });

  it('are not kept out by what was found for others of lower priority', () => {
    const rig = preempt(crowded({ a: { running: { low: whole(1) } } }));
    endGrace(rig);
    rig.you.create(pod('small', { cpu: '500m' }));
    rig.advance(100);
    expect(rig.nodeOf('vip')).toBeUndefined();
    expect(rig.whyPending('small')).toContain('Insufficient cpu');
    rig.you.create(pod('king', { cpu: '500m', priority: 1000 }));
    rig.advance(100);
    expect(rig.nodeOf('king')).toBe('a');
  });
});
