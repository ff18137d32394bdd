import { MAX_NODE_SCORE, type Plugin } from '../plugin.ts';

const WEIGHT = 1;

/** Likes nodes whose CPU and memory would be requested to the same degree (plugins/noderesources: BalancedAllocation). */
export function createNodeResourcesBalancedAllocation(): Plugin {
  return {
    name: 'NodeResourcesBalancedAllocation',
    scoring: {
      weight: WEIGHT,
      // A pod that asks for nothing changes no balance; scored, all of its kind would go to one node.
      preScore: ({ demand }) => (demand.cpuMillis === 0 && demand.memoryBytes === 0 ? 'skip' : 'each'),
      score({ demand }, info) {
        if (info.cpuMillis === 0 || info.memoryBytes === 0) return MAX_NODE_SCORE;
        const cpu = Math.min(1, (info.usedCpuMillis + demand.cpuMillis) / info.cpuMillis);
        const memory = Math.min(1, (info.usedMemoryBytes + demand.memoryBytes) / info.memoryBytes);
        return Math.floor((1 - Math.abs((cpu - memory) / 2)) * MAX_NODE_SCORE);
      },
    },
    retryOn: {},
  };
}
