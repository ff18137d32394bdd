import { argsOf, expandPlugins, profilesOf, type SchedulerProfile } from '../../engine/scheduler/configuration.ts';
import type { Decision } from '../../engine/scheduler/decision.ts';
import type { Simulation } from '../../engine/simulation.ts';
import type { DecisionView } from '../protocol.ts';

/** The scheduler's record as the page shows it. */
export function decisionView({ podUid: _pod, ...view }: Decision, { schedulerConfiguration }: Pick<Simulation, 'schedulerConfiguration'>): DecisionView {
  const profile = profilesOf(schedulerConfiguration).find(({ schedulerName }) => schedulerName === view.profile);
  return {
    ...view,
    strategy: (profile && argsOf(profile, 'NodeResourcesFit').scoringStrategy?.type) ?? 'LeastAllocated',
    idle: profile && view.nodes.length > 0 ? idlePlugins(profile, view) : { filters: [], scores: [] },
  };
}

/** Upstream's plugins that filter, and that score, in its order (apis/config/v1/default_plugins.go). */
const FILTERS: ReadonlySet<string> = new Set([
  'NodeUnschedulable', 'NodeName', 'TaintToleration', 'NodeAffinity', 'NodePorts', 'NodeResourcesFit', 'VolumeRestrictions', 'NodeVolumeLimits', 'VolumeBinding', 'VolumeZone',
  'PodTopologySpread', 'InterPodAffinity', 'DynamicResources',
]);
const SCORES: ReadonlySet<string> = new Set([
  'TaintToleration', 'NodeAffinity', 'NodeResourcesFit', 'PodTopologySpread', 'InterPodAffinity', 'NodeResourcesBalancedAllocation', 'ImageLocality',
]);

function idlePlugins(profile: SchedulerProfile, { filterPlugins, scorePlugins }: Pick<Decision, 'filterPlugins' | 'scorePlugins'>): DecisionView['idle'] {
  const { filter, score } = expandPlugins(profile, (name, point) => (point === 'filter' ? FILTERS.has(name) : point === 'score' && SCORES.has(name)));
  const scored = new Set(scorePlugins.map(({ name }) => name));
  return {
    filters: filter.flatMap(({ name }) => (filterPlugins.includes(name) ? [] : [name])),
    scores: scored.size === 0 ? [] : score.flatMap(({ name }) => (scored.has(name) ? [] : [name])),
  };
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
