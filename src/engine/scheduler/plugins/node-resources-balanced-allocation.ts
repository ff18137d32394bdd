import type { PluginArgs } from '../configuration.ts';
import { MAX_NODE_SCORE, type Plugin, type PluginHandle } from '../plugin.ts';
import type { Demand } from '../pod-demand.ts';
import type { NodeInfo } from '../node-info.ts';
import { scoredResources } from './node-resources-scoring.ts';

/** Likes nodes whose resources would be requested to the same degree (plugins/noderesources: BalancedAllocation). */
export function createNodeResourcesBalancedAllocation(_: PluginHandle, { resources }: PluginArgs['NodeResourcesBalancedAllocation'] = {}): Plugin {
  const scored = scoredResources(resources, false);
  const names = resources?.map(({ name }) => name) ?? ['cpu', 'memory'];
  const shares: number[] = [];

  function deviation(demand: Demand, info: NodeInfo): number {
    shares.length = 0;
    let sum = 0;
    for (const { capacity, requested } of scored) {
      const all = capacity(demand, info);
      if (all === 0) continue;
      const share = Math.min(1, requested(demand, info) / all);
      shares.push(share);
      sum += share;
    }
    const [first = 0, second = 0] = shares;
    if (shares.length <= 2) return shares.length < 2 ? 0 : Math.abs((first - second) / 2);
    const mean = sum / shares.length;
    let squares = 0;
    for (const share of shares) squares += (share - mean) * (share - mean);
    return Math.sqrt(squares / shares.length);
  }

  return {
    name: 'NodeResourcesBalancedAllocation',
    local: true,
    scoring: {
      // A pod that asks for nothing changes no balance; scored, all of its kind would go to one node.
      preScore: ({ demand }) => (names.every((name) => amountOf(demand, name) === 0) ? 'skip' : 'each'),
      score: ({ demand }, info) => Math.floor((1 - deviation(demand, info)) * MAX_NODE_SCORE),
    },
    retryOn: {},
  };
}

function amountOf({ cpuMillis, memoryBytes, storageBytes, extended }: Demand, name: string): number {
  if (name === 'cpu') return cpuMillis;
  if (name === 'memory') return memoryBytes;
  return name === 'ephemeral-storage' ? storageBytes : (extended?.find(([resource]) => resource === name)?.[1] ?? 0);
}
