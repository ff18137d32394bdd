import { describe, expect, it } from 'vitest';
import { affinity, cluster, HOST, term, ZONE, type There } from './inter-pod-affinity-rig.ts';
import { pod, type PodTraits, type Rig } from './rig.ts';

const zones = { a1: { zone: 'a' }, a2: { zone: 'a' }, b1: { zone: 'b' }, none: {} };
const web: PodTraits = { labels: { app: 'web' } };
const db: PodTraits = { labels: { app: 'db' } };

/** Raw and normalized score by node; undefined when InterPodAffinity scored nothing. */
function scores(rig: Rig, wanted: PodTraits): Record<string, readonly [number, number]> | undefined {
  const created = rig.you.create(pod('wanted', wanted));
  rig.settle();
  const decision = rig.scheduler.decisionFor(created.metadata.uid ?? '');
  const index = decision?.scorePlugins.findIndex(({ name }) => name === 'InterPodAffinity') ?? -1;
  if (!decision || index < 0) return undefined;
  expect(decision.scorePlugins[index]?.weight).toBe(2);
  return Object.fromEntries(decision.nodes.map(({ node, scores: own }) => [node, [own?.[index]?.raw ?? Number.NaN, own?.[index]?.normalized ?? Number.NaN] as const]));
}

describe('InterPodAffinity scores', () => {
  it.each<[string, readonly There[], PodTraits, Record<string, readonly [number, number]> | undefined]>([
    ['nothing without preferences', [['a1', db]], web, undefined],
    ['nothing when no pod matches', [['a1', web]], affinity({ like: [[10, term('db', ZONE)]] }), undefined],
    ['nothing when matching pods are on nodes without the label', [['none', db]], affinity({ like: [[10, term('db', ZONE)]] }), undefined],
    ['the weight for each matching pod of the domain', [['a1', db], ['a2', db], ['b1', db]], affinity({ like: [[10, term('db', ZONE)]] }),
      { a1: [20, 100], a2: [20, 100], b1: [10, 50], none: [0, 0] }],
    ['less than nothing for pods it dislikes a little', [['a1', db]], affinity({ dislike: [[1, term('db', HOST)]] }), { a1: [-1, 0], a2: [0, 100], b1: [0, 100], none: [0, 100] }],
    ['less still for pods it dislikes more', [['a1', db], ['b1', db], ['b1', db]], affinity({ dislike: [[5, term('db', HOST)]] }),
      { a1: [-5, 50], a2: [0, 100], b1: [-10, 0], none: [0, 100] }],
    // Range -5 to 14: 19 of 19, 9 of 19 = 47.4, 0.
    ['the sum of all terms', [['a1', db], ['b1', web]], affinity({ like: [[4, term('db', ZONE)], [10, term('db', HOST)]], dislike: [[5, term('web', ZONE)]] }),
      { a1: [14, 100], a2: [4, 47], b1: [-5, 0], none: [0, 26] }],
    ['1 for each pod that requires such a pod near', [['a1', affinity({ near: [term('web', ZONE)] })], ['b1', affinity({ near: [term('web', ZONE)] })], ['b1', affinity({ near: [term('web', ZONE)] })]], web,
      { a1: [1, 50], a2: [1, 50], b1: [2, 100], none: [0, 0] }],
    ['what others prefer of such a pod', [['a1', affinity({ like: [[7, term('web', ZONE)]] })], ['b1', affinity({ dislike: [[3, term('web', HOST)]] })]], web,
      { a1: [7, 100], a2: [7, 100], b1: [-3, 0], none: [0, 30] }],
    ['nothing for what others require of the pods they avoid elsewhere', [['a1', affinity({ like: [[7, term('db', ZONE)]] })]], web, undefined],
    ['0 for all when likes and dislikes cancel out', [['a1', db], ['a1', web]], affinity({ like: [[5, term('db', ZONE)]], dislike: [[5, term('web', ZONE)]] }),
      { a1: [0, 0], a2: [0, 0], b1: [0, 0], none: [0, 0] }],
  ])('%s', (_, there, wanted, expected) => {
    expect(scores(cluster(zones, there), wanted)).toEqual(expected);
  });

  it('are true again once pods, labels and nodes have changed', () => {
    const wanted = affinity({ like: [[10, term('db', ZONE)]] });
    const rig = cluster(zones, [['a1', db], ['b1', db]]);
    expect(scores(rig, wanted)).toEqual({ a1: [10, 100], a2: [10, 100], b1: [10, 100], none: [0, 0] });
    rig.you.delete('Pod', 'default', 'wanted', { gracePeriodSeconds: 0 });
    rig.you.create(pod('more', { ...db, nodeName: 'none' }));
    const b1 = rig.you.get('Node', '', 'b1');
    if (b1) rig.you.update<'Node'>({ ...b1, metadata: { ...b1.metadata, labels: { ...b1.metadata.labels, [ZONE]: 'a' } } });
    const none = rig.you.get('Node', '', 'none');
    if (none) rig.you.update<'Node'>({ ...none, metadata: { ...none.metadata, labels: { ...none.metadata.labels, [ZONE]: 'c' } } });
    rig.you.update<'Pod'>({ ...rig.pod('there-0'), metadata: { ...rig.pod('there-0').metadata, labels: { app: 'web' } } });
    expect(scores(rig, wanted)).toEqual({ a1: [10, 0], a2: [10, 0], b1: [10, 0], none: [10, 0] });
  });
});
