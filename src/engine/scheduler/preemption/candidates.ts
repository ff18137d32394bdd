import type { PluginArgs } from '../configuration.ts';
import type { NodeInfo } from '../node-info.ts';
import type { VictimSearch } from './known-victims.ts';
import type { PreemptionCandidate } from './pick-node.ts';

/** What a search for nodes to preempt on came to: candidates, or why none of the nodes is one. */
export interface CandidateSearch {
  /** those that break no budget first. */
  readonly candidates: readonly PreemptionCandidate[];
  /** how many nodes each refusal was given for, by its code; `PASS` where no pod has a lower priority. */
  readonly nodesByRefusal: ReadonlyMap<number, number>;
}

/** How many candidates are enough among so many nodes (GetOffsetAndNumCandidates). */
export function candidatesToFind(
  nodeCount: number, { minCandidateNodesPercentage = 10, minCandidateNodesAbsolute = 100 }: PluginArgs['DefaultPreemption'],
): number {
  return Math.min(nodeCount, Math.max(minCandidateNodesAbsolute, Math.floor((nodeCount * minCandidateNodesPercentage) / 100)));
}

/**
 * Looks at nodes from `offset` on until there are as many candidates as `wanted`, one of them without a broken budget (framework/preemption
 * DryRunPreemption).
 */
export function findCandidates(
  nodes: readonly NodeInfo[], offset: number, wanted: number, search: VictimSearch,
): CandidateSearch {
  const clean: PreemptionCandidate[] = [];
  const violating: PreemptionCandidate[] = [];
  const nodesByRefusal = new Map<number, number>();
  for (let i = 0; i < nodes.length && !(clean.length > 0 && clean.length + violating.length >= wanted); i++) {
    const info = nodes[(offset + i) % nodes.length];
    if (!info) break;
    const selected = search(info);
    if (typeof selected === 'number') nodesByRefusal.set(selected, (nodesByRefusal.get(selected) ?? 0) + 1);
    else if (selected.victims.violations === 0) clean.push(selected);
    else if (violating.length < wanted) violating.push(selected);
  }
  return { candidates: violating.length === 0 ? clean : [...clean, ...violating], nodesByRefusal };
}
