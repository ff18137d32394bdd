import type { Decision } from '../../engine/scheduler/decision.ts';
import type { Simulation } from '../../engine/simulation.ts';
import type { DecisionView } from '../protocol.ts';

/** The scheduler's record as the page shows it. */
export function decisionView({ podUid: _pod, ...view }: Decision): DecisionView {
  return view;
}

/** ", 118 points; node-1 had 96": how the choice came out, to follow the chosen node's name. */
function choiceWords({ node, nodes }: Decision): string {
  const feasible = nodes.filter((verdict) => verdict.refusedBy === null);
  const chosen = feasible.find((verdict) => verdict.node === node);
  const others = feasible.filter((verdict) => verdict !== chosen && verdict.total !== null).sort((a, b) => (b.total ?? 0) - (a.total ?? 0));
  if (chosen && feasible.length === 1) return nodes.length === 1 ? ', the only node' : ', the only node that could take it';
  if (!chosen || chosen.total === null) return '';
  const [second] = others;
  const points = `${chosen.total} ${chosen.total === 1 ? 'point' : 'points'}`;
  if (!second) return `, ${points}`;
  return second.total === chosen.total ? `, ${points}; ${second.node} had as many, and chance decided` : `, ${points}; ${second.node} had ${second.total}`;
}

/** How the choices of nodes came out, by the cause of the binding. The scheduler works its record out at each look, over all nodes: one is enough. */
export interface Choices {
  wordsOf(cause: number, podUid: string, node: string): string;
}

const KEPT_CHOICES = 1_000;

export function createChoices({ decisionFor }: Pick<Simulation, 'decisionFor'>): Choices {
  const known = new Map<number, string>();
  return {
    wordsOf(cause, podUid, node) {
      let words = known.get(cause);
      if (words !== undefined) return words;
      const decision = decisionFor(podUid);
      words = decision?.node === node ? choiceWords(decision) : '';
      if (known.size >= KEPT_CHOICES) known.clear();
      known.set(cause, words);
      return words;
    },
  };
}
