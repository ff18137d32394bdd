import type { Decision } from '../../engine/scheduler/decision.ts';
import type { DecisionView } from '../protocol.ts';

/** The scheduler's record as the page shows it. */
export function decisionView({ atMs, outcome, node, message, scorePlugins, nodes }: Decision): DecisionView {
  return { atMs, outcome, node, message, scorePlugins, nodes };
}

/** ", 118 points; node-1 had 96": how the choice came out, to follow the chosen node's name. */
export function choiceWords({ node, nodes }: Decision): string {
  const feasible = nodes.filter((verdict) => verdict.refusedBy === null);
  const chosen = feasible.find((verdict) => verdict.node === node);
  const others = feasible.filter((verdict) => verdict !== chosen && verdict.total !== null).sort((a, b) => (b.total ?? 0) - (a.total ?? 0));
  if (chosen && feasible.length === 1) return nodes.length === 1 ? ', the only node' : ', the only node that could take it';
  if (!chosen || chosen.total === null) return '';
  const [second] = others;
  const points = `${chosen.total} ${chosen.total === 1 ? 'point' : 'points'}`;
  return second ? `, ${points}; ${second.node} had ${second.total}` : `, ${points}`;
}
