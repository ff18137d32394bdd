import type { KindMap } from '../../api/object.ts';
import type { PluginArgs } from '../configuration.ts';
import { MAX_NODE_SCORE, type Plugin, type PluginHandle } from '../plugin.ts';
import { PASS } from '../refusals.ts';
import { affinityHints } from './inter-pod-affinity-hints.ts';
import { createAffinityTallies, type AffinityTallies, type DomainCount, type PodCount } from './inter-pod-affinity-tallies.ts';
import { affinityTermsOf, isInScope, matchesAllTerms, type AffinityTerm } from './inter-pod-affinity-terms.ts';

type Pod = KindMap['Pod'];

const NAME = 'InterPodAffinity';

/** A count of the cycle: what the tallies say, changed by pods that are taken as there or gone. */
interface Counted extends DomainCount {
  readonly key: string;
  /** by domain; made when first needed. */
  changes: Map<number, number> | undefined;
}
interface Scored extends DomainCount {
  readonly weight: number;
}

/**
 * Keeps pods near others or away from them (pkg/scheduler/framework/plugins/interpodaffinity). `hardPodAffinityWeight` is what it is worth to be
 * where a pod is that requires pods like this one near it.
 */
export function createInterPodAffinity(handle: PluginHandle, args: PluginArgs['InterPodAffinity'] = {}): Plugin {
  const { snapshot, refusals } = handle;
  const tallies = createAffinityTallies(handle);
  const refusal = (rule: string, resolvable: boolean): number => refusals.codeOf({ plugin: NAME, reasons: [`node(s) didn't ${rule}`], resolvable });
  const notNear = refusal('match pod affinity rules', false);
  const notApart = refusal('match pod anti-affinity rules', true);
  const unwanted = refusal('satisfy existing pods anti-affinity rules', true);
  const { labelsOf } = tallies;

  let required: readonly AffinityTerm[] = [];
  let excluded: readonly AffinityTerm[] = [];
  /** one a required term: pods that all of them speak of. */
  let near: readonly Counted[] = [];
  /** one a required term against others: pods that it speaks of. */
  let apart: readonly Counted[] = [];
  /** pods with a required term against this one. */
  let against: Counted[] = [];
  /** pods that all required terms speak of, in whatever domain. */
  let nearby = 0;
  let isFirstOfItsGroup = false;
  let scored: readonly Scored[] = [];

  function counted({ key, topologyKey }: AffinityTerm, count: PodCount): Counted {
    const { domainBySlot, sums, total } = count.byDomain(topologyKey);
    return { key, domainBySlot, sums, total, changes: undefined };
  }
  /** A pod is taken as there (1) or gone (-1) while nodes are filtered for `pod`. */
  function change(pod: Pod, other: Pod, slot: number, by: 1 | -1): void {
    if (matchesAllTerms(required, other, labelsOf)) for (const one of near) if (changeAt(one, slot, by)) nearby += by;
    excluded.forEach(({ scope }, index) => {
      const one = apart[index];
      if (one && isInScope(scope, other, labelsOf)) changeAt(one, slot, by);
    });
    for (const { key, topologyKey, scope } of affinityTermsOf(other).excluded) {
      if (!isInScope(scope, pod, labelsOf)) continue;
      let one = against.find((known) => known.key === key);
      if (!one) against.push((one = { key, domainBySlot: snapshot.topologyOf(topologyKey).domainBySlot, sums: NOBODY, total: 0, changes: undefined }));
      changeAt(one, slot, by);
    }
  }

  return {
    name: NAME,
    tracking: tallies,
    preFilter({ pod }) {
      ({ required, excluded } = affinityTermsOf(pod));
      const common = required.length > 0 ? tallies.podsOf(required) : undefined;
      near = common ? required.map((term) => counted(term, common)) : [];
      apart = excluded.map((term) => counted(term, tallies.podsOf([term])));
      against = tallies.termsAbout(pod, 'excluded').map(({ term, owners }) => counted(term, owners));
      nearby = 0;
      for (const { total } of near) nearby += total;
      isFirstOfItsGroup = matchesAllTerms(required, pod, labelsOf);
      return near.length + apart.length > 0 || against.some(({ total }) => total > 0) ? 'all' : 'skip';
    },
    addPod: ({ pod }, other, { slot }) => change(pod, other, slot, 1),
    removePod: ({ pod }, other, { slot }) => change(pod, other, slot, -1),
    filter(_, { slot }) {
      let alone = false;
      for (const one of near) {
        const domain = one.domainBySlot[slot] ?? -1;
        if (domain < 0) return notNear;
        if (countIn(one, domain) <= 0) alone = true;
      }
      if (alone && (nearby > 0 || !isFirstOfItsGroup)) return notNear;
      for (const one of apart) if (countAt(one, slot) > 0) return notApart;
      for (const one of against) if (countAt(one, slot) > 0) return unwanted;
      return PASS;
    },
    scoring: {
      preScore({ pod }) {
        scored = preferencesOf(pod, tallies, args);
        return scored.length > 0 ? 'each' : 'skip';
      },
      score(_, { slot }) {
        let sum = 0;
        for (const { domainBySlot, sums, weight } of scored) {
          const domain = domainBySlot[slot] ?? -1;
          if (domain >= 0) sum += weight * (sums[domain] ?? 0);
        }
        return sum;
      },
      normalize: normalizeByRange,
    },
    retryOn: affinityHints(labelsOf),
  };
}

const NOBODY = new Int32Array(0);

function countIn({ sums, changes }: Counted, domain: number): number {
  const count = sums[domain] ?? 0;
  return changes ? count + (changes.get(domain) ?? 0) : count;
}

function countAt(one: Counted, slot: number): number {
  const domain = one.domainBySlot[slot] ?? -1;
  return domain < 0 ? 0 : countIn(one, domain);
}

/** false when the node has no such label. */
function changeAt(one: Counted, slot: number, by: number): boolean {
  const domain = one.domainBySlot[slot] ?? -1;
  if (domain < 0) return false;
  one.changes ??= new Map();
  one.changes.set(domain, (one.changes.get(domain) ?? 0) + by);
  return true;
}

/** Preferences of the pod about others and of others about it; only those that some node meets. */
function preferencesOf(pod: Pod, tallies: AffinityTallies, args: PluginArgs['InterPodAffinity']): readonly Scored[] {
  const found: Scored[] = [];
  function add({ topologyKey }: AffinityTerm, count: PodCount, weight: number): void {
    const { domainBySlot, sums, total } = count.byDomain(topologyKey);
    if (total > 0) found.push({ domainBySlot, sums, total, weight });
  }
  const { preferred } = affinityTermsOf(pod);
  if (args.ignorePreferredTermsOfExistingPods && preferred.length === 0) return found;
  for (const term of preferred) add(term, tallies.podsOf([term]), term.weight);
  const { hardPodAffinityWeight = 1 } = args;
  if (hardPodAffinityWeight > 0) for (const { term, owners } of tallies.termsAbout(pod, 'required')) add(term, owners, hardPodAffinityWeight);
  for (const { term, owners } of tallies.termsAbout(pod, 'preferred')) add(term, owners, term.weight);
  return found;
}

/** The lowest becomes 0, the highest 100; all the same is 0. */
function normalizeByRange(scores: Float64Array, count: number): void {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    lowest = Math.min(lowest, scores[i] ?? 0);
    highest = Math.max(highest, scores[i] ?? 0);
  }
  const range = highest - lowest;
  for (let i = 0; i < count; i++) scores[i] = range > 0 ? Math.floor(MAX_NODE_SCORE * (((scores[i] ?? 0) - lowest) / range)) : 0;
}
