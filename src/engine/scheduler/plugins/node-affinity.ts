import { matchesNode, matchesTerm, type NodeSelectorTerm } from '../../api/node-affinity.ts';
import type { KindMap } from '../../api/object.ts';
import { normalizeByHighest, type Plugin, type PluginHandle, type PreFilterResult } from '../plugin.ts';
import { PASS } from '../refusals.ts';

type Pod = KindMap['Pod'];

const WEIGHT = 2;

/** Refuses nodes that nodeSelector and required node affinity exclude; likes those that preferred affinity names (plugins/nodeaffinity). */
export function createNodeAffinity({ refusals }: PluginHandle): Plugin {
  const refused = refusals.codeOf({ plugin: 'NodeAffinity', reasons: ["node(s) didn't match Pod's node affinity/selector"], resolvable: false });

  return {
    name: 'NodeAffinity',
    preFilter({ pod }): PreFilterResult {
      if (!isChoosy(pod)) return 'skip';
      const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
      const names = terms && namesIn(terms);
      if (!names) return 'all';
      return names.size === 0 ? { refused: 'pod affinity terms conflict' } : { names };
    },
    filter: ({ pod }, { node }) => (node && matchesNode(pod, node) ? PASS : refused),
    scoring: {
      weight: WEIGHT,
      preScore: ({ pod }) => (preferencesOf(pod).length > 0 ? 'each' : 'skip'),
      score({ pod }, info) {
        let sum = 0;
        for (const { weight, preference } of preferencesOf(pod)) if (matchesTerm(preference, info.labels, info.name)) sum += weight;
        return sum;
      },
      normalize: (scores, count) => normalizeByHighest(scores, count, false),
    },
    retryOn: {
      NodeAdd: (pod, _, after) => after !== undefined && matchesNode(pod, after),
      UpdateNodeLabel: (pod, before, after) => after !== undefined && matchesNode(pod, after) && !(before && matchesNode(pod, before)),
    },
  };
}

/** Whether the pod limits the nodes it may run on. */
export function isChoosy({ spec }: Pod): boolean {
  if (spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution) return true;
  for (const _ in spec.nodeSelector) return true;
  return false;
}

function preferencesOf({ spec }: Pod): readonly { readonly weight: number; readonly preference: NodeSelectorTerm }[] {
  return spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
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
