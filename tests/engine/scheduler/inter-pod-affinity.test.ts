import { describe, expect, it } from 'vitest';
import { affinity, cluster, HOST, term, ZONE, type There } from './inter-pod-affinity-rig.ts';
import { node, pod, type PodTraits, type Rig } from './rig.ts';

const zones = { a1: { zone: 'a' }, a2: { zone: 'a' }, b1: { zone: 'b' }, none: {} };
const web: PodTraits = { labels: { app: 'web' } };
const db: PodTraits = { labels: { app: 'db' } };

/** Why InterPodAffinity refuses nodes, in short, by node. */
function refusals(rig: Rig, wanted: PodTraits): Record<string, string> {
  const created = rig.you.create(pod('wanted', wanted));
  rig.settle();
  const short: Readonly<Record<string, string>> = {
    "node(s) didn't match pod affinity rules": 'affinity',
    "node(s) didn't match pod anti-affinity rules": 'anti-affinity',
    "node(s) didn't satisfy existing pods anti-affinity rules": 'existing',
  };
  const nodes = rig.scheduler.decisionFor(created.metadata.uid ?? '')?.nodes ?? [];
  return Object.fromEntries(nodes.flatMap(({ node: name, refusedBy }) => {
    if (!refusedBy) return [];
    expect(refusedBy.plugin).toBe('InterPodAffinity');
    return [[name, refusedBy.reasons.map((reason) => short[reason] ?? reason).join()]];
  }));
}

describe('required pod affinity', () => {
  const refusedAll = { a1: 'affinity', a2: 'affinity', b1: 'affinity', none: 'affinity' };
  it.each<[string, readonly There[], PodTraits, Record<string, string>]>([
    ['allows the whole domain of a matching pod', [['a1', db]], affinity({ near: [term('db', ZONE)] }), { b1: 'affinity', none: 'affinity' }],
    ['allows only the node itself by hostname', [['a1', db]], affinity({ near: [term('db', HOST)] }), { a2: 'affinity', b1: 'affinity', none: 'affinity' }],
    ['refuses every node when no pod matches', [['a1', web]], affinity({ near: [term('db', ZONE)] }), refusedAll],
    ['lets the first pod of its own group go to any node with the label', [], { ...web, ...affinity({ near: [term('web', ZONE)] }) }, { none: 'affinity' }],
    ['does so too when members are on nodes without the label only', [['none', web]], { ...web, ...affinity({ near: [term('web', ZONE)] }) }, { none: 'affinity' }],
    ['does not when the group has members', [['a1', web]], { ...web, ...affinity({ near: [term('web', ZONE)] }) }, { b1: 'affinity', none: 'affinity' }],
    ['needs one pod that all terms match', [['a1', web], ['a1', db]], affinity({ near: [term('web', ZONE), term('db', ZONE)] }), refusedAll],
    ['needs that pod in the domain of every term', [['a1', { labels: { app: 'db', tier: 'x' } }]],
      affinity({ near: [term('db', ZONE), { labelSelector: { matchLabels: { tier: 'x' } }, topologyKey: HOST }] }), { a2: 'affinity', b1: 'affinity', none: 'affinity' }],
    ['looks in its own namespace', [['a1', { ...db, namespace: 'other' }]], affinity({ near: [term('db', ZONE)] }), refusedAll],
    ['looks in the namespaces it names, and no more in its own', [['a1', { ...db, namespace: 'other' }], ['b1', db]],
      affinity({ near: [term('db', ZONE, { namespaces: ['other'] })] }), { b1: 'affinity', none: 'affinity' }],
    ['looks in namespaces by their labels', [['a1', { ...db, namespace: 'other' }], ['b1', { ...db, namespace: 'third' }]],
      affinity({ near: [term('db', ZONE, { namespaceSelector: { matchLabels: { team: 'x' } } })] }), { b1: 'affinity', none: 'affinity' }],
    ['looks in all namespaces by an empty selector', [['a1', { ...db, namespace: 'other' }], ['b1', { ...db, namespace: 'third' }]],
      affinity({ near: [term('db', ZONE, { namespaceSelector: {} })] }), { none: 'affinity' }],
    ['matches every pod by an empty selector', [['a1', db]], affinity({ near: [{ topologyKey: ZONE, labelSelector: {} }] }), { b1: 'affinity', none: 'affinity' }],
    ['matches no pod without a selector', [['a1', db]], affinity({ near: [{ topologyKey: ZONE }] }), refusedAll],
    ['understands expressions', [['a1', db], ['b1', web]],
      affinity({ near: [{ topologyKey: ZONE, labelSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] } }] }), { a1: 'affinity', a2: 'affinity', none: 'affinity' }],
    ['compares the keys of matchLabelKeys', [['a1', { labels: { app: 'db', hash: '1' } }], ['b1', { labels: { app: 'db', hash: '2' } }]],
      { labels: { hash: '2' }, ...affinity({ near: [term('db', ZONE, { matchLabelKeys: ['hash', 'absent'] })] }) }, { a1: 'affinity', a2: 'affinity', none: 'affinity' }],
    ['and of mismatchLabelKeys', [['a1', { labels: { app: 'db', hash: '1' } }], ['b1', { labels: { app: 'db', hash: '2' } }]],
      { labels: { hash: '2' }, ...affinity({ near: [term('db', ZONE, { mismatchLabelKeys: ['hash'] })] }) }, { b1: 'affinity', none: 'affinity' }],
  ])('%s', (_, there, wanted, expected) => {
    expect(refusals(cluster(zones, there, { default: {}, other: { team: 'x' }, third: {} }), wanted)).toEqual(expected);
  });
});

describe('required pod anti-affinity', () => {
  it.each<[string, readonly There[], PodTraits, Record<string, string>]>([
    ['refuses the whole domain of a matching pod; nodes without the label will do', [['a1', db]], affinity({ apart: [term('db', ZONE)] }), { a1: 'anti-affinity', a2: 'anti-affinity' }],
    ['refuses for any one of its terms', [['a1', db], ['b1', web]], affinity({ apart: [term('db', HOST), term('web', HOST)] }), { a1: 'anti-affinity', b1: 'anti-affinity' }],
    ['of pods that are there keeps others away', [['a1', affinity({ apart: [term('web', ZONE)] })]], web, { a1: 'existing', a2: 'existing' }],
    ['of pods that are there speaks of their namespace', [['a1', { ...affinity({ apart: [term('web', ZONE)] }), namespace: 'other' }]], web, {}],
    ['of pods that are there speaks of namespaces by their labels',
      [['a1', { ...affinity({ apart: [term('web', ZONE, { namespaceSelector: { matchLabels: { here: 'yes' } } })] }), namespace: 'other' }]], web, { a1: 'existing', a2: 'existing' }],
    ['is told before that of pods that are there, and after affinity', [['a1', { ...web, ...affinity({ apart: [term('web', HOST)] }) }], ['b1', affinity({ apart: [term('web', HOST)] })]],
      { ...web, ...affinity({ near: [term('web', ZONE)], apart: [term('web', HOST)] }) }, { a1: 'anti-affinity', b1: 'affinity', none: 'affinity' }],
  ])('%s', (_, there, wanted, expected) => {
    expect(refusals(cluster(zones, there, { default: { here: 'yes' }, other: {} }), wanted)).toEqual(expected);
  });

  it('spreads the pods of a group, one a node', () => {
    const rig = cluster({ a1: {}, a2: {}, b1: {} });
    for (let i = 0; i < 4; i++) rig.you.create(pod(`web-${i}`, { ...web, ...affinity({ apart: [term('web', HOST)] }) }));
    rig.settle();
    expect(['a1', 'a2', 'b1'].map((name) => rig.store.select('Pod', { nodeName: name }).length)).toEqual([1, 1, 1]);
    expect(rig.whyPending('web-3')).toContain("0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. ");
  });

  it('counts terminating pods until they are gone', () => {
    const rig = cluster({ a1: {} }, [['a1', db]]);
    rig.you.delete('Pod', 'default', 'there-0');
    rig.you.create(pod('web', affinity({ apart: [term('db', HOST)] })));
    rig.settle();
    expect(rig.nodeOf('web')).toBeUndefined();
    rig.you.delete('Pod', 'default', 'there-0', { gracePeriodSeconds: 0 });
    rig.settle();
    expect(rig.nodeOf('web')).toBe('a1');
  });
});

describe('a pod that InterPodAffinity refused is tried again', () => {
  /** Does something after the pod was refused; tells whether it helped before anybody looks at forgotten pods. */
  function isHelped(rig: Rig, wanted: PodTraits, change: () => void): boolean {
    rig.you.create(pod('wanted', wanted));
    rig.settle();
    expect(rig.nodeOf('wanted')).toBeUndefined();
    change();
    rig.advance(15_000);
    return rig.nodeOf('wanted') !== undefined;
  }
  const nearDb = affinity({ near: [term('db', ZONE)] });
  const relabelled = (rig: Rig, name: string, labels: Record<string, string>): void => {
    rig.you.update<'Pod'>({ ...rig.pod(name), metadata: { ...rig.pod(name).metadata, labels } });
  };

  it('when a pod it wants to be near comes, or gets the label', () => {
    const rig = cluster(zones);
    expect(isHelped(rig, nearDb, () => void rig.you.create(pod('db', { ...db, nodeName: 'a1' })))).toBe(true);
    const other = cluster(zones, [['a1', web]]);
    expect(isHelped(other, nearDb, () => relabelled(other, 'there-0', { app: 'db' }))).toBe(true);
  });

  it('when a pod it wants to be away from goes, or loses the label', () => {
    const away = affinity({ apart: [term('db', HOST)] });
    const rig = cluster({ a1: {} }, [['a1', db]]);
    expect(isHelped(rig, away, () => void rig.you.delete('Pod', 'default', 'there-0', { gracePeriodSeconds: 0 }))).toBe(true);
    const other = cluster({ a1: {} }, [['a1', db]]);
    expect(isHelped(other, away, () => relabelled(other, 'there-0', {}))).toBe(true);
  });

  it('when a pod that keeps it away goes', () => {
    const rig = cluster({ a1: {} }, [['a1', affinity({ apart: [term('web', HOST)] })]]);
    expect(isHelped(rig, web, () => void rig.you.delete('Pod', 'default', 'there-0', { gracePeriodSeconds: 0 }))).toBe(true);
  });

  it('when a node comes or gets the label, but not for other changes', () => {
    const rig = cluster({ a1: {} }, [['a1', db]]);
    expect(isHelped(rig, affinity({ apart: [term('db', HOST)] }), () => void rig.you.create(node('a2')))).toBe(true);
    const other = cluster({ a1: {} }, [['a1', db]]);
    expect(isHelped(other, nearDb, () => void other.you.update(node('a1', { labels: { note: 'x' } })))).toBe(false);
    other.you.update(node('a1', { zone: 'a' }));
    other.advance(15_000);
    expect(other.nodeOf('wanted')).toBe('a1');
  });
});
