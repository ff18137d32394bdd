/** What a scheduler plugin does: `filter` refuses nodes, `score` ranks those left. */
export interface PluginMeaning {
  readonly filter?: string;
  readonly score?: string;
}

/**
 * The default plugins in plain language (upstream: `pkg/scheduler/apis/config/v1/default_plugins.go` and
 * `pkg/scheduler/framework/plugins/`).
 */
const PLUGINS: Readonly<Record<string, PluginMeaning>> = {
  NodeUnschedulable: {
    filter: 'Refuses nodes that are cordoned, unless the pod tolerates it.',
  },
  NodeName: {
    filter: 'When the pod names its node itself, refuses every other one.',
  },
  TaintToleration: {
    filter: 'Refuses nodes with a NoSchedule or NoExecute taint that the pod does not tolerate.',
    score: 'Prefers nodes with fewer PreferNoSchedule taints that the pod does not tolerate.',
  },
  NodeAffinity: {
    filter: 'Refuses nodes whose labels do not match the pod’s nodeSelector and required node affinity.',
    score: 'Prefers nodes that match more of the pod’s preferred node affinity.',
  },
  NodePorts: {
    filter: 'Refuses nodes where a host port that the pod asks for is taken.',
  },
  NodeResourcesFit: {
    filter: 'Refuses nodes with too little CPU, memory or room for pods left for what the pod requests.',
    score: 'Prefers nodes that would have most CPU and memory left to request.',
  },
  NodeResourcesBalancedAllocation: {
    score: 'Prefers nodes where CPU and memory would be used up evenly, so that neither runs out long before the other.',
  },
  ImageLocality: {
    score: 'Prefers nodes that already have the pod’s images, the bigger the better, so that nothing has to be pulled.',
  },
  PodTopologySpread: {
    filter: 'Refuses nodes where the pod would break a required spread over nodes or zones.',
    score: 'Prefers nodes and zones that have fewer pods of the same kind, so that one failure does not take them all.',
  },
  InterPodAffinity: {
    filter: 'Refuses nodes that break the pod’s required closeness to, or distance from, other pods.',
    score: 'Prefers nodes near the pods it likes and away from those it does not.',
  },
  SchedulingGates: {
    filter: 'Holds the pod back until its scheduling gates are taken away.',
  },
  VolumeBinding: {
    filter: 'Refuses nodes that cannot reach the pod’s volumes.',
  },
  DefaultPreemption: {
    filter: 'Looks for pods of lower priority that could make room.',
  },
};

/** What the plugin `name` does in plain language, as a filter or as a score. Empty for a plugin not known here. */
export function explainPlugin(name: string, as: keyof PluginMeaning): string {
  const meaning = PLUGINS[name];
  return meaning?.[as] ?? meaning?.filter ?? meaning?.score ?? '';
}
