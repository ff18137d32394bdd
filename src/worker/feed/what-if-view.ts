import type { Simulation } from '../../engine/simulation.ts';
import type { WhatIfView } from '../protocol.ts';

/** Nodes of each pod that are told, the best first. */
const MOST_NODES = 8;

/** What would come of a configuration, as the page shows it. */
export function whatIfView(result: ReturnType<Simulation['whatIf']>): WhatIfView {
  if ('problems' in result) return { problems: result.problems, placements: [] };
  return {
    problems: [],
    placements: result.placements.map(({ namespace, name, decision: { node, message, nodes, scorePlugins } }) => {
      const scored = nodes.flatMap(({ node: of, total }) => (total === null ? [] : [{ node: of, total }])).sort((a, b) => b.total - a.total);
      const chosen = nodes.find((verdict) => verdict.node === node);
      return {
        namespace, name, node, message, totals: scored.slice(0, MOST_NODES),
        parts: chosen?.scores?.map(({ weighted }, index) => ({ plugin: scorePlugins[index]?.name ?? '', points: weighted })) ?? [],
      };
    }),
  };
}
