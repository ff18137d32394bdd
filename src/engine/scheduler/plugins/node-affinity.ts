import { matchesNode, matchesTerm, type NodeSelectorTerm } from '../../api/node-affinity.ts';
import type { KindMap } from '../../api/object.ts';
import type { PluginArgs } from '../configuration.ts';
import { normalizeByHighest, type Plugin, type PluginHandle, type PreFilterResult } from '../plugin.ts';
import type { NodeInfo } from '../node-info.ts';
import { PASS } from '../refusals.ts';

type Pod = KindMap['Pod'];
type Node = KindMap['Node'];
interface Preference {
  readonly weight: number;
  readonly preference: NodeSelectorTerm;
}

const NO_PREFERENCES: readonly Preference[] = [];

/**
 * Refuses nodes that nodeSelector and required node affinity exclude; likes those that preferred affinity names (plugins/nodeaffinity). An affinity
 * of the profile's own holds for all pods besides.
 */
export function createNodeAffinity({ refusals }: PluginHandle, { addedAffinity }: PluginArgs['NodeAffinity'] = {}): Plugin {
  const refused = refusals.codeOf({ plugin: 'NodeAffinity', reasons: ["node(s) didn't match Pod's node affinity/selector"], resolvable: false });
  const enforced = addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const notEnforced = refusals.codeOf({ plugin: 'NodeAffinity', reasons: ["node(s) didn't match scheduler-enforced node affinity"], resolvable: false });
  const added = addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? NO_PREFERENCES;
  const isAllowed = (pod: Pod, node: Node): boolean =>
    matchesNode(pod, node) && (!enforced || matchesAny(enforced, node.metadata.labels ?? {}, node.metadata.name ?? ''));

  return {
    name: 'NodeAffinity',
    local: true,
    preFilter({ pod }): PreFilterResult {
      if (!isChoosy(pod)) return enforced ? 'all' : 'skip';
      const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
      const names = terms && namesIn(terms);
      if (!names) return 'all';
      return names.size === 0 ? { refused: 'pod affinity terms conflict' } : { names };
    },
    filter({ pod }, { node, labels, name }) {
      if (enforced && !matchesAny(enforced, labels, name)) return notEnforced;
      return node && matchesNode(pod, node) ? PASS : refused;
    },
    scoring: {
      preScore: ({ pod }) => (preferencesOf(pod).length + added.length > 0 ? 'each' : 'skip'),
      score: ({ pod }, info) => worthOf(preferencesOf(pod), info) + worthOf(added, info),
      normalize: (scores, count) => normalizeByHighest(scores, count, false),
    },
    retryOn: {
      NodeAdd: (pod, _, after) => after !== undefined && isAllowed(pod, after),
      UpdateNodeLabel: (pod, before, after) => after !== undefined && isAllowed(pod, after) && !(before && isAllowed(pod, before)),
    },
  };
}

function matchesAny(terms: readonly NodeSelectorTerm[], labels: NodeInfo['labels'], name: string): boolean {
  return terms.some((term) => matchesTerm(term, labels, name));
}

function worthOf(preferences: readonly Preference[], { labels, name }: NodeInfo): number {
  let sum = 0;
  for (const { weight, preference } of preferences) if (matchesTerm(preference, labels, name)) sum += weight;
  return sum;
}

/** Whether the pod limits the nodes it may run on. */
export function isChoosy({ spec }: Pod): boolean {
  if (spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution) return true;
  for (const _ in spec.nodeSelector) return true;
  return false;
}

function preferencesOf({ spec }: Pod): readonly Preference[] {
  return spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? NO_PREFERENCES;
}

/** Names the terms allow, when every one of them allows only names; undefined when one allows any name. */
function namesIn(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const { matchFields = [] } of terms) {
    let allowed: readonly string[] | undefined;
    for (const { key, operator, values = [] } of matchFields) {
      if (key !== 'metadata.name' || operator !== 'In') continue;
      allowed = allowed ? allowed.filter((name) => values.includes(name)) : values;
    }
    if (!allowed) return undefined;
    for (const name of allowed) all.add(name);
  }
  return all;
}
