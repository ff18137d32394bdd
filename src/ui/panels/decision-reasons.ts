import type { DecisionView, NodeVerdictView } from '../../worker/protocol.ts';

/** At most this many reasons are told; a sentence is no table. */
const MOST_REASONS = 2;

interface Lead {
  readonly plugin: string;
  /** points by which the plugin put one node before the other; negative for the other way round. */
  readonly by: number;
}

/** By how much each plugin put `a` before `b`, the most telling first. */
export function leads({ scorePlugins }: Pick<DecisionView, 'scorePlugins'>, a: NodeVerdictView, b: NodeVerdictView): readonly Lead[] {
  return scorePlugins
    .map(({ name }, index): Lead => ({ plugin: name, by: (a.scores?.[index]?.weighted ?? 0) - (b.scores?.[index]?.weighted ?? 0) }))
    .filter(({ by }) => by !== 0)
    .sort((x, y) => Math.abs(y.by) - Math.abs(x.by));
}

/** ": more CPU and memory left, and fewer pods of web there, though …": why the winner came before the next best. Empty when nothing set them apart. */
export function reasonsFor(decision: DecisionView, winner: NodeVerdictView, next: NodeVerdictView, workload: string): string {
  const told = leads(decision, winner, next);
  const words = ({ plugin }: Lead): string => meritOf(plugin, decision.strategy, workload);
  const for_ = told.filter(({ by }) => by > 0).slice(0, MOST_REASONS).map(words);
  const [against] = told.filter(({ by }) => by < 0).map(words);
  if (for_.length === 0) return '';
  return `: ${for_.join(', and ')}${against ? `, though ${next.node} has ${against}` : ''}`;
}

/** What a node has that a plugin likes, to follow "it has". */
export function meritOf(plugin: string, strategy: DecisionView['strategy'], workload: string): string {
  switch (plugin) {
    case 'TaintToleration': return 'fewer taints to put up with';
    case 'NodeAffinity': return 'more of the labels the pod prefers';
    case 'NodeResourcesFit': return FIT_MERITS[strategy];
    case 'NodeResourcesBalancedAllocation': return 'CPU and memory in better balance';
    case 'PodTopologySpread': return `fewer pods of ${workload} on it or around it`;
    case 'InterPodAffinity': return 'the better company for the pod';
    case 'ImageLocality': return 'more of its images already';
    default: return `more points from ${plugin}`;
  }
}

const FIT_MERITS: Readonly<Record<DecisionView['strategy'], string>> = {
  LeastAllocated: 'more CPU and memory left',
  MostAllocated: 'less CPU and memory left, which is what is wanted',
  RequestedToCapacityRatio: 'a fill level nearer to what is wanted',
};
