import type { KindMap } from '../../api/object.ts';
import type { NodeInfo } from '../node-info.ts';
import type { NodeSnapshot } from '../node-snapshot.ts';
import type { PluginHandle, PodTracking } from '../plugin.ts';
import {
  affinityTermsOf, inNamedNamespaces, isInScope, type AffinityTerm, type NamespaceLabels, type PodScope, type TermKind,
} from './inter-pod-affinity-terms.ts';

type Pod = KindMap['Pod'];

/** How many of some pods are in each domain of a label. Changes with the cluster; holds until the topology changes. */
export interface DomainCount {
  readonly domainBySlot: Int32Array;
  readonly sums: Int32Array;
  /** over all domains: pods on nodes without the label are not in it. */
  total: number;
}

/** How many of some pods are on each node, terminating ones among them. */
export interface PodCount {
  byDomain(label: string): DomainCount;
}

/** A term that pods on nodes have, and how many have it. */
export interface TermInUse {
  readonly term: AffinityTerm;
  readonly owners: PodCount;
}

/** What inter-pod affinity has to count, kept up to date pod by pod, so that a scheduling cycle only looks it up. */
export interface AffinityTallies extends PodTracking {
  readonly labelsOf: NamespaceLabels;
  /** Pods on nodes that all of the terms speak of. There must be one. */
  podsOf(terms: readonly AffinityTerm[]): PodCount;
  /** Terms of pods on nodes that speak of `pod`, in no order that means anything. */
  termsAbout(pod: Pod, kind: TermKind): readonly TermInUse[];
}

interface Scoped {
  readonly scopes: readonly PodScope[];
  readonly count: LiveCount;
}
interface Owned {
  readonly term: AffinityTerm;
  readonly owners: LiveCount;
}

/** The count made longest ago goes when there are more; it is counted anew should it be asked for again. */
const KEPT_COUNTS = 2_000;
const KINDS: readonly TermKind[] = ['required', 'excluded', 'preferred'];

export function createAffinityTallies({ snapshot, client }: Pick<PluginHandle, 'snapshot' | 'client'>): AffinityTallies {
  const scoped = new Map<string, Scoped>();
  const scopedByLabel = createAnchorIndex<Scoped>();
  const owned = new Map<string, Owned>();
  const ownedByLabel = { required: createAnchorIndex<Owned>(), excluded: createAnchorIndex<Owned>(), preferred: createAnchorIndex<Owned>() };
  const labelsOf: NamespaceLabels = (namespace) => client.get('Namespace', '', namespace)?.metadata.labels;

  function isIn(scopes: readonly PodScope[], pod: Pod): boolean {
    for (const scope of scopes) if (!isInScope(scope, pod, labelsOf)) return false;
    return true;
  }
  function countScoped(key: string, scopes: readonly PodScope[]): Scoped {
    const made: Scoped = { scopes, count: createLiveCount(snapshot) };
    for (const info of snapshot.all()) for (const pod of info.pods.values()) if (isIn(scopes, pod)) made.count.add(info.slot, 1);
    scoped.set(key, made);
    scopedByLabel.add(anchorOf(scopes), made);
    const oldest = scoped.size > KEPT_COUNTS ? scoped.entries().next().value : undefined;
    if (oldest) {
      scoped.delete(oldest[0]);
      scopedByLabel.remove(anchorOf(oldest[1].scopes), oldest[1]);
    }
    return made;
  }
  function countTerm(term: AffinityTerm, slot: number, by: 1 | -1): void {
    let known = owned.get(term.key);
    if (!known) {
      owned.set(term.key, (known = { term, owners: createLiveCount(snapshot) }));
      ownedByLabel[term.kind].add(term.scope.anchor, known);
    }
    if (known.owners.add(slot, by) > 0) return;
    owned.delete(term.key);
    ownedByLabel[term.kind].remove(term.scope.anchor, known);
  }
  function count({ slot }: NodeInfo, pod: Pod, by: 1 | -1): void {
    const { affinity } = pod.spec;
    if (affinity?.podAffinity || affinity?.podAntiAffinity) {
      const terms = affinityTermsOf(pod);
      for (const kind of KINDS) for (const term of terms[kind]) countTerm(term, slot, by);
    }
    if (scoped.size === 0) return;
    scopedByLabel.visit(pod.metadata.labels, (one) => {
      if (isIn(one.scopes, pod)) one.count.add(slot, by);
    });
  }

  return {
    labelsOf,
    podsOf(terms) {
      const scopes = terms.map(({ scope }) => inNamedNamespaces(scope, () => client.select('Namespace')));
      const key = scopes.map((scope) => scope.key).join();
      return (scoped.get(key) ?? countScoped(key, scopes)).count;
    },
    termsAbout(pod, kind) {
      const found: TermInUse[] = [];
      if (owned.size === 0) return found;
      ownedByLabel[kind].visit(pod.metadata.labels, (one) => {
        if (isInScope(one.term.scope, pod, labelsOf)) found.push(one);
      });
      return found;
    },
    podAdded: (info, pod) => count(info, pod, 1),
    podRemoved: (info, pod) => count(info, pod, -1),
    clear() {
      scoped.clear();
      scopedByLabel.clear();
      owned.clear();
      for (const kind of KINDS) ownedByLabel[kind].clear();
    },
  };
}

function anchorOf(scopes: readonly PodScope[]): PodScope['anchor'] {
  return scopes.find(({ anchor }) => anchor)?.anchor;
}

interface LiveCount extends PodCount {
  /** Returns how many there are on all nodes then. */
  add(slot: number, by: 1 | -1): number;
}

function createLiveCount(snapshot: NodeSnapshot): LiveCount {
  const bySlot = new Map<number, number>();
  const byLabel = new Map<string, DomainCount>();
  let version = snapshot.topologyVersion;
  let everywhere = 0;

  function addUp(label: string): DomainCount {
    const { domainBySlot, domains } = snapshot.topologyOf(label);
    const made: DomainCount = { domainBySlot, sums: new Int32Array(domains), total: 0 };
    for (const [slot, pods] of bySlot) addTo(made, slot, pods);
    return made;
  }

  return {
    byDomain(label) {
      if (version !== snapshot.topologyVersion) {
        byLabel.clear();
        version = snapshot.topologyVersion;
      }
      let known = byLabel.get(label);
      if (!known) byLabel.set(label, (known = addUp(label)));
      return known;
    },
    add(slot, by) {
      const pods = (bySlot.get(slot) ?? 0) + by;
      if (pods > 0) bySlot.set(slot, pods);
      else bySlot.delete(slot);
      for (const one of byLabel.values()) addTo(one, slot, by);
      return (everywhere += by);
    },
  };
}

function addTo(count: DomainCount, slot: number, by: number): void {
  const domain = count.domainBySlot[slot] ?? -1;
  if (domain < 0) return;
  count.sums[domain] = (count.sums[domain] ?? 0) + by;
  count.total += by;
}

/** Members by a label that their pods must have, so that a pod meets only those that may be about it. */
interface AnchorIndex<T> {
  add(anchor: PodScope['anchor'], member: T): void;
  remove(anchor: PodScope['anchor'], member: T): void;
  visit(labels: Readonly<Record<string, string>> | undefined, see: (member: T) => void): void;
  clear(): void;
}

function createAnchorIndex<T>(): AnchorIndex<T> {
  const byLabel = new Map<string, Map<string, Set<T>>>();
  const others = new Set<T>();

  function membersAt([label, value]: readonly [string, string]): Set<T> {
    let values = byLabel.get(label);
    if (!values) byLabel.set(label, (values = new Map()));
    let members = values.get(value);
    if (!members) values.set(value, (members = new Set()));
    return members;
  }

  return {
    add: (anchor, member) => void (anchor ? membersAt(anchor) : others).add(member),
    remove(anchor, member) {
      const members = anchor ? membersAt(anchor) : others;
      members.delete(member);
      if (!anchor || members.size > 0) return;
      const values = byLabel.get(anchor[0]);
      values?.delete(anchor[1]);
      if (values?.size === 0) byLabel.delete(anchor[0]);
    },
    visit(labels, see) {
      if (byLabel.size > 0) {
        for (const label in labels) {
          const members = byLabel.get(label)?.get(labels[label] ?? '');
          if (members) for (const member of members) see(member);
        }
      }
      for (const member of others) see(member);
    },
    clear() {
      byLabel.clear();
      others.clear();
    },
  };
}
