import { NO_NODES } from '../../engine/scheduler/message.ts';
import type { DecisionView, NodeVerdictView } from '../../worker/protocol.ts';
import { reasonsFor } from './decision-reasons.ts';

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

/** A person compares a few nodes; the rest of a big cluster's verdicts would only bury them. */
const NODES_COMPARED = 12;
const REFUSED_KEPT = 4;

/** Nodes worth comparing: the chosen one, the best after it, and some that were refused, as unlike one another as may be. */
export function comparedNodes(decision: DecisionView): { readonly verdicts: readonly NodeVerdictView[]; readonly leftOut: number } {
  const feasible = feasibleNodes(decision);
  const byNode = new Map(decision.nodes.map((verdict) => [verdict.node, verdict]));
  const groups = refusals(decision);
  const longest = Math.max(0, ...groups.map(({ nodes }) => nodes.length));
  const refused: NodeVerdictView[] = [];
  for (let turn = 0; turn < Math.min(longest, NODES_COMPARED); turn++) {
    for (const { nodes } of groups) {
      const verdict = byNode.get(nodes[turn] ?? '');
      if (verdict) refused.push(verdict);
    }
  }
  const best = feasible.slice(0, NODES_COMPARED - Math.min(REFUSED_KEPT, refused.length));
  const verdicts = [...best, ...refused.slice(0, NODES_COMPARED - best.length)];
  return { verdicts, leftOut: decision.nodes.length - verdicts.length };
}

/** Filters in the order they were asked; before them what refused nodes without being one, as a plugin that prepares the cycle may. */
export function filtersAsked({ filterPlugins, nodes }: DecisionView): readonly string[] {
  const before = new Set(nodes.flatMap(({ refusedBy }) => (refusedBy && !filterPlugins.includes(refusedBy.plugin) ? [refusedBy.plugin] : [])));
  return [...before, ...filterPlugins];
}

/** Why some nodes have no verdict. */
export function lookedAt({ narrowedBy, nodes, outcome }: DecisionView, notLookedAt: number): string {
  if (narrowedBy.length > 0) return `${narrowedBy.join(' and ')} left ${nodes.length === 1 ? 'one node' : `${nodes.length} nodes`} to look at.`;
  if (outcome === 'unschedulable') return '';
  return `It looked at ${nodes.length} nodes and left out ${notLookedAt}: in a large cluster enough is as good as all.`;
}

/** Why not a single node was looked at for a pod that waits. */
function unseenSentence({ message, narrowedBy }: DecisionView): string {
  if (message === NO_NODES) return 'There was no node to look at.';
  if (narrowedBy.length > 0) return `${narrowedBy.join(' and ')} left no node to look at.`;
  return 'No node was looked at: the reason is the same for all of them.';
}

/** The decision in one sentence: "node-3 won with 118 points, 22 more than node-1: more CPU and memory left." `workload` names the pod's kind. */
export function decisionSentence(decision: DecisionView, workload: string): string {
  if (decision.outcome === 'unschedulable') {
    const count = decision.nodes.length;
    if (count === 0) return unseenSentence(decision);
    return count === 1 ? 'The only node could not take it.' : `None of the ${count} nodes could take it.`;
  }
  const [winner, second] = feasibleNodes(decision);
  if (!winner) return `${decision.node ?? 'A node'} was chosen.`;
  if (!second) return `${winner.node} was the only node that could take it.`;
  if (winner.total === null || second.total === null) return `${winner.node} was chosen: nothing scores nodes under this profile, so the first that fits will do.`;
  const ahead = winner.total - second.total;
  if (ahead > 0) return `${winner.node} won with ${points(winner.total)}, ${ahead} more than ${second.node}${reasonsFor(decision, winner, second, workload)}.`;
  const equals = decision.nodes.filter(({ total }) => total === winner.total).length;
  return `${winner.node} won with ${points(winner.total)}. ${equals === 2 ? second.node : `${equals - 1} others`} had as many, and chance decided.`;
}

function points(total: number | null): string {
  return total === 1 ? '1 point' : `${total ?? 0} points`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
