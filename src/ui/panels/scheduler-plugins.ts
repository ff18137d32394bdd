/** What a plugin of the scheduler does. */
export interface PluginMeaning {
  /** how it refuses nodes. */
  readonly filter?: string;
  /** how it ranks the nodes that are left. */
  readonly score?: string;
  /** how the score is worked out: the raw one, then what makes 0 to 100 of it. */
  readonly formula?: string;
  /** what else it does, before or after nodes are looked at. */
  readonly besides?: string;
}

/**
 * The default plugins in plain language, in upstream's order (`pkg/scheduler/apis/config/v1/default_plugins.go` and
 * `pkg/scheduler/framework/plugins/`).
 */
export const PLUGINS: Readonly<Record<string, PluginMeaning>> = {
  SchedulingGates: {
    besides: 'Holds the pod back until its scheduling gates are taken away: before that, nobody looks for a node.',
  },
  PrioritySort: {
    besides: 'Puts the queue in order: higher priority first, of equals the one that has waited longest.',
  },
  NodeUnschedulable: {
    filter: 'Refuses nodes that are cordoned, unless the pod tolerates it.',
  },
  NodeName: {
    filter: 'When the pod names its node itself, refuses every other one.',
  },
  TaintToleration: {
    filter: 'Refuses nodes with a NoSchedule or NoExecute taint that the pod does not tolerate.',
    score: 'Prefers nodes with fewer PreferNoSchedule taints that the pod does not tolerate.',
    formula: 'Raw: the number of such taints. Then 100 − 100 × raw ÷ the highest raw.',
  },
  NodeAffinity: {
    filter: 'Refuses nodes whose labels do not match the pod’s nodeSelector and required node affinity.',
    score: 'Prefers nodes that match more of the pod’s preferred node affinity.',
    formula: 'Raw: the weights of the preferences that match, added up. Then 100 × raw ÷ the highest raw.',
  },
  NodePorts: {
    filter: 'Refuses nodes where a host port that the pod asks for is taken.',
  },
  NodeResourcesFit: {
    filter: 'Refuses nodes with too little CPU, memory or room for pods left for what the pod requests.',
    score: 'Prefers nodes that would have most CPU and memory left to request (LeastAllocated), or least with MostAllocated.',
    formula: 'For each resource 100 × (capacity − requested) ÷ capacity, or 100 × requested ÷ capacity with MostAllocated, the pod counted in; then their mean by weight.',
  },
  VolumeRestrictions: {
    filter: 'Refuses nodes where a volume of the pod is in use by another and cannot be shared.',
  },
  NodeVolumeLimits: {
    filter: 'Refuses nodes that have as many volumes of a driver attached as they can.',
  },
  VolumeBinding: {
    filter: 'Refuses nodes that cannot reach the pod’s volumes.',
    besides: 'Keeps a pod waiting whose claims are not there. Before binding, ties them to volumes.',
  },
  VolumeZone: {
    filter: 'Refuses nodes in another zone than the pod’s volumes.',
  },
  PodTopologySpread: {
    filter: 'Refuses nodes where the pod would break a required spread over nodes or zones.',
    score: 'Prefers nodes and zones that have fewer pods of the same kind, so that one failure does not take them all.',
    formula: 'Raw: for each constraint, pods of its kind in the node’s domain × ln(domains + 2) + maxSkew − 1. Then 100 × (highest + lowest − raw) ÷ highest.',
  },
  InterPodAffinity: {
    filter: 'Refuses nodes that break the pod’s required closeness to, or distance from, other pods, or theirs from it.',
    score: 'Prefers nodes near the pods it likes and away from those it does not.',
    formula: 'Raw: the weights of the preferences that pods there fulfil, less those of the anti-affinity. Then 100 × (raw − lowest) ÷ (highest − lowest).',
  },
  DynamicResources: {
    filter: 'Refuses nodes that do not have the devices that the pod’s resource claims ask for.',
  },
  DefaultPreemption: {
    besides: 'When no node will do, looks for one where pods of lower priority could make room, and asks as few and as unimportant ones as it can to leave.',
  },
  NodeResourcesBalancedAllocation: {
    score: 'Prefers nodes where CPU and memory would be used up evenly, so that neither runs out long before the other.',
    formula: '(1 − the standard deviation of requested ÷ capacity over the resources, the pod counted in) × 100.',
  },
  ImageLocality: {
    score: 'Prefers nodes that already have the pod’s images, the bigger the better, so that nothing has to be pulled.',
    formula: 'Sum: the size of each image that is there × the share of nodes that have it. Then 100 × (sum − 23 MiB) ÷ (1000 MiB × containers − 23 MiB), at least 0 and at most 100.',
  },
  DefaultBinder: {
    besides: 'Writes the chosen node into the pod.',
  },
};

/** What the plugin `name` does in plain language, as a filter or as a score. Empty for a plugin not known here. */
export function explainPlugin(name: string, as: 'filter' | 'score'): string {
  const { filter, score, formula, besides } = PLUGINS[name] ?? {};
  if (as === 'score' && score) return formula ? `${score} ${formula}` : score;
  return filter ?? besides ?? score ?? '';
}
