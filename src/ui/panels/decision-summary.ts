import type { DecisionView, NodeVerdictView } from '../../worker/protocol.ts';

/** Nodes that one plugin refused for the same reasons. */
export interface Refusal {
  readonly plugin: string;
  readonly reasons: readonly string[];
  readonly nodes: readonly string[];
}

/** The nodes that passed every filter: the chosen one first, then by points. */
export function feasibleNodes(decision: DecisionView): NodeVerdictView[] {
  const chosenFirst = (verdict: NodeVerdictView) => (verdict.node === decision.node ? 0 : 1);
  return decision.nodes
    .filter((verdict) => verdict.refusedBy === null)
    .sort((a, b) => chosenFirst(a) - chosenFirst(b) || (b.total ?? 0) - (a.total ?? 0) || compareText(a.node, b.node));
}

/** The refused nodes, gathered by who refused them and why; the reason that cost most nodes first. */
export function refusals(decision: DecisionView): Refusal[] {
  const byReason = new Map<string, { plugin: string; reasons: readonly string[]; nodes: string[] }>();
  for (const { node, refusedBy } of decision.nodes) {
    if (!refusedBy) continue;
    const key = JSON.stringify([refusedBy.plugin, refusedBy.reasons]);
    const same = byReason.get(key);
    if (same) same.nodes.push(node);
    else byReason.set(key, { ...refusedBy, nodes: [node] });
  }
  return [...byReason.values()].sort((a, b) => b.nodes.length - a.nodes.length || compareText(a.plugin, b.plugin));
}

/** The decision in one sentence: "node-3 had 118 points, node-1 had 96." */
export function decisionSentence(decision: DecisionView): string {
  if (decision.outcome === 'unschedulable') {
    const count = decision.nodes.length;
    if (count === 0) return 'There was no node to look at.';
    return count === 1 ? 'The only node could not take it.' : `None of the ${count} nodes could take it.`;
  }
  const [winner, second, ...others] = feasibleNodes(decision);
  if (!winner) return `${decision.node ?? 'A node'} was chosen.`;
  if (!second) return `${winner.node} was the only node that could take it.`;
  const sentence = `${winner.node} had ${points(winner.total)}, ${second.node} had ${second.total ?? 0}`;
  if (others.length === 0) return `${sentence}.`;
  return `${sentence}, ${others.length === 1 ? 'one other' : `${others.length} others`} no more.`;
}

function points(total: number | null): string {
  return total === 1 ? '1 point' : `${total ?? 0} points`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
