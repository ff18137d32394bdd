import type { Placement, WhatIf } from '../../engine/scheduler/what-if.ts';
import type { PlacementView, WhatIfView } from '../protocol.ts';

/** Nodes of each pod that are told, the best first. */
const MOST_NODES = 6;

/** What would come of configurations that are compared, as the page shows it. */
export function whatIfViews(results: readonly WhatIf[]): readonly WhatIfView[] {
  /** by pod, where it goes under any of them. */
  const choices = new Map<string, Set<string>>();
  for (const result of results) {
    if ('problems' in result) continue;
    for (const { namespace, name, decision: { node } } of result.placements) {
      const key = `${namespace}/${name}`;
      choices.set(key, (choices.get(key) ?? new Set()).add(node ?? ''));
    }
  }
  return results.map((result) => {
    if ('problems' in result) return { problems: result.problems, placements: [] };
    return { problems: [], placements: result.placements.map((placement) => placementView(placement, choices.get(`${placement.namespace}/${placement.name}`))) };
  });
}

function placementView({ namespace, name, decision }: Placement, chosen: ReadonlySet<string> | undefined): PlacementView {
  const { node, message, nodes, scorePlugins, preemption } = decision;
  const scored = nodes.flatMap(({ node: of, total, scores }) => (total === null || scores === null ? [] : [{ node: of, total, points: scores.map(({ weighted }) => weighted) }]));
  // Of nodes that are equally good, the one that chance chose comes first.
  scored.sort((a, b) => b.total - a.total || Number(b.node === node) - Number(a.node === node));
  return {
    namespace, name, node, message, scorePlugins,
    feasible: nodes.filter(({ refusedBy }) => refusedBy === null).length,
    victims: preemption?.victims.map(({ namespace: of, name: victim }) => ({ namespace: of, name: victim })) ?? [],
    nodes: scored.filter((one, index) => index < MOST_NODES || chosen?.has(one.node)),
  };
}
