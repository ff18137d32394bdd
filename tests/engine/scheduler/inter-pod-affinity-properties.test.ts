import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyOptions } from '../../property-settings.ts';
import { affinity, cluster, HOST, inNamespace, ZONE } from './inter-pod-affinity-rig.ts';
import { createRig, pod, type Node, type Pod, type PodTraits, type Rig } from './rig.ts';

interface Term {
  readonly app: string;
  readonly topologyKey: string;
  readonly where: 'own' | 'other' | 'team';
}
interface Described {
  readonly app: string;
  readonly namespace: string;
  readonly near: readonly Term[];
  readonly apart: readonly Term[];
  readonly like: readonly (readonly [number, Term])[];
  readonly dislike: readonly (readonly [number, Term])[];
}
type Step =
  | { readonly do: 'pod'; readonly made: Described; readonly on: number }
  | { readonly do: 'delete' | 'relabel' | 'relabel-node'; readonly pick: number; readonly to: string }
  | { readonly do: 'ask'; readonly wanted: Described }
  | { readonly do: 'copy' };

const NODES = ['n0', 'n1', 'n2', 'n3'];
const app = fc.constantFrom('x', 'y', 'z');
const term: fc.Arbitrary<Term> = fc.record({ app, topologyKey: fc.constantFrom(HOST, ZONE), where: fc.constantFrom('own', 'own', 'other', 'team') });
const terms = fc.array(term, { maxLength: 2 });
const weighted = fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), term), { maxLength: 2 });
const described: fc.Arbitrary<Described> = fc.record({ app, namespace: fc.constantFrom('default', 'default', 'other'), near: terms, apart: terms, like: weighted, dislike: weighted });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pod' as const), made: described, on: fc.nat(NODES.length - 1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'relabel' as const, 'relabel-node' as const), pick: fc.nat(), to: app }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('ask' as const), wanted: described }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('copy' as const) }) },
);

function written({ app: name, topologyKey, where }: Term): Readonly<Record<string, unknown>> {
  const scope = where === 'own' ? {} : where === 'other' ? { namespaces: ['other'] } : { namespaceSelector: { matchLabels: { team: 'x' } } };
  return { labelSelector: { matchLabels: { app: name } }, topologyKey, ...scope };
}
function traitsOf({ app: name, near, apart, like, dislike }: Described): PodTraits {
  const soft = (list: Described['like']): (readonly [number, Readonly<Record<string, unknown>>])[] => list.map(([weight, one]) => [weight, written(one)]);
  return { labels: { app: name }, ...affinity({ near: near.map(written), apart: apart.map(written), like: soft(like), dislike: soft(dislike) }) };
}

/** What upstream's rules say, worked out from nothing but the API. */
function judge(rig: Rig, wanted: Pod): (node: Node) => { readonly refusedBy: string | null; readonly raw: number } {
  const valueOf = (node: Node, key: string): string | undefined => node.metadata.labels?.[key];
  const nodes = rig.store.select('Node');
  const there = rig.store.select('Pod').flatMap((other) => nodes.filter(({ metadata }) => metadata.name === other.spec.nodeName).map((node) => ({ other, node })));
  type Written = { readonly labelSelector?: { readonly matchLabels?: Readonly<Record<string, string>> }; readonly namespaces?: readonly string[]; readonly namespaceSelector?: object; readonly topologyKey: string };
  const speaksOf = (owner: Pod, one: Written, other: Pod): boolean => {
    const own = one.namespaceSelector ? ['other'] : (one.namespaces ?? [owner.metadata.namespace]);
    return own.includes(other.metadata.namespace ?? '') && one.labelSelector?.matchLabels?.app === other.metadata.labels?.app;
  };
  const listOf = (owner: Pod, kind: 'podAffinity' | 'podAntiAffinity'): readonly Written[] => owner.spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const softOf = (owner: Pod): readonly (readonly [number, Written])[] => [
    ...(owner.spec.affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight, podAffinityTerm }) => [weight, podAffinityTerm] as const),
    ...(owner.spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight, podAffinityTerm }) => [-weight, podAffinityTerm] as const),
  ];
  const required = listOf(wanted, 'podAffinity');
  const fellows = there.filter(({ other }) => required.every((one) => speaksOf(wanted, one, other)));
  const shares = (node: Node, key: string, others: typeof there): boolean => others.some((one) => valueOf(node, key) !== undefined && valueOf(one.node, key) === valueOf(node, key));

  return (node) => {
    const raw = there.reduce((sum, { other, node: at }) => {
      const near = (key: string): boolean => valueOf(node, key) !== undefined && valueOf(node, key) === valueOf(at, key);
      let worth = 0;
      for (const [weight, one] of softOf(wanted)) if (speaksOf(wanted, one, other) && near(one.topologyKey)) worth += weight;
      for (const [weight, one] of softOf(other)) if (speaksOf(other, one, wanted) && near(one.topologyKey)) worth += weight;
      for (const one of listOf(other, 'podAffinity')) if (speaksOf(other, one, wanted) && near(one.topologyKey)) worth += 1;
      return sum + worth;
    }, 0);
    const hasLabels = required.every(({ topologyKey }) => valueOf(node, topologyKey) !== undefined);
    const isNear = required.every(({ topologyKey }) => shares(node, topologyKey, fellows));
    const someNear = fellows.some(({ node: at }) => required.some(({ topologyKey }) => valueOf(at, topologyKey) !== undefined));
    const isFirst = !someNear && required.every((one) => speaksOf(wanted, one, wanted));
    if (!hasLabels || !(isNear || isFirst)) return { refusedBy: "node(s) didn't match pod affinity rules", raw };
    const excluded = listOf(wanted, 'podAntiAffinity').some((one) => shares(node, one.topologyKey, there.filter(({ other }) => speaksOf(wanted, one, other))));
    if (excluded) return { refusedBy: "node(s) didn't match pod anti-affinity rules", raw };
    const unwanted = there.some(({ other, node: at }) => listOf(other, 'podAntiAffinity').some((one) => speaksOf(other, one, wanted) && shares(node, one.topologyKey, [{ other, node: at }])));
    return { refusedBy: unwanted ? "node(s) didn't satisfy existing pods anti-affinity rules" : null, raw };
  };
}

function ask(rig: Rig, name: string, wanted: Described): void {
  const created = inNamespace(pod(name, traitsOf(wanted)), wanted.namespace);
  const verdictOn = judge(rig, created);
  const { metadata } = rig.you.create<'Pod'>(created);
  rig.settle();
  const decision = rig.scheduler.decisionFor(metadata.uid ?? '');
  const column = decision?.scorePlugins.findIndex((plugin) => plugin.name === 'InterPodAffinity') ?? -1;
  expect(decision?.nodes).toHaveLength(NODES.length);
  for (const verdict of decision?.nodes ?? []) {
    const node = rig.store.get('Node', verdict.node);
    if (!node) throw new Error(`no node ${verdict.node}`);
    const expected = verdictOn(node);
    expect(verdict.refusedBy?.reasons.join() ?? null).toBe(expected.refusedBy);
    if (verdict.scores) expect(column < 0 ? 0 : verdict.scores[column]?.raw).toBe(expected.raw);
  }
  // Pods left waiting would come in at times of their own.
  if (decision?.node === null) rig.you.delete('Pod', wanted.namespace, name);
}

describe('inter-pod affinity, whatever happened before', () => {
  it('refuses and scores as upstream does, which counts anew each time', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let rig = cluster({ n0: { zone: 'a' }, n1: { zone: 'a' }, n2: { zone: 'b' }, n3: {} }, [], { default: {}, other: { team: 'x' } });
      steps.forEach((next, index) => {
        const pods = rig.store.select('Pod');
        if (next.do === 'copy') rig = createRig({ saved: rig.save() });
        else if (next.do === 'ask') ask(rig, `pod-${index}`, next.wanted);
        else if (next.do === 'pod') rig.you.create(inNamespace(pod(`pod-${index}`, { ...traitsOf(next.made), nodeName: NODES[next.on] ?? '' }), next.made.namespace));
        else if (next.do === 'relabel-node') {
          const node = rig.store.get('Node', NODES[next.pick % NODES.length] ?? '');
          if (node) rig.you.update<'Node'>({ ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, [ZONE]: next.to } } });
        } else {
          const picked = pods[next.pick % Math.max(1, pods.length)];
          if (!picked) return;
          if (next.do === 'delete') rig.you.delete('Pod', picked.metadata.namespace ?? '', picked.metadata.name ?? '', { gracePeriodSeconds: 0 });
          else rig.you.update<'Pod'>({ ...picked, metadata: { ...picked.metadata, labels: { app: next.to } } });
        }
      });
    }), propertyOptions(150));
  });
});
