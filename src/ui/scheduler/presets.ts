/** Configurations to start from: each changes one thing, and says which. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const HEAD = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';

/** All that concerns where pods go, as kube-scheduler has it without a file. */
const USUAL = `${HEAD}# How many per cent of the nodes have to fit before it stops looking for more.
# 0: half of a hundred nodes, fewer per cent the more nodes there are.
percentageOfNodesToScore: 0
# How long a pod that fits nowhere waits to be tried again: at first, and at most.
podInitialBackoffSeconds: 1
podMaxBackoffSeconds: 10
profiles:
# A pod chooses a profile with spec.schedulerName.
- schedulerName: default-scheduler
  plugins:
    # A plugin takes part in every step it has something to do in.
    # The weight is what its points are multiplied by: change one, and ask what if.
    multiPoint:
      enabled:
      - name: SchedulingGates
      - name: PrioritySort
      - name: NodeUnschedulable
      - name: NodeName
      - name: TaintToleration
        weight: 3
      - name: NodeAffinity
        weight: 2
      - name: NodePorts
      - name: NodeResourcesFit
        weight: 1
      - name: VolumeRestrictions
      - name: NodeVolumeLimits
      - name: VolumeBinding
      - name: VolumeZone
      - name: PodTopologySpread
        weight: 2
      - name: InterPodAffinity
        weight: 2
      - name: DynamicResources
      - name: DefaultPreemption
      - name: NodeResourcesBalancedAllocation
        weight: 1
      - name: ImageLocality
        weight: 1
      - name: DefaultBinder
    # To leave one out of a single step:
    # score:
    #   disabled:
    #   - name: ImageLocality
  pluginConfig:
  - name: NodeResourcesFit
    args:
      scoringStrategy:
        # LeastAllocated, MostAllocated or RequestedToCapacityRatio.
        type: LeastAllocated
        resources:
        - name: cpu
          weight: 1
        - name: memory
          weight: 1
  - name: NodeResourcesBalancedAllocation
    args:
      resources:
      - name: cpu
        weight: 1
      - name: memory
        weight: 1
  - name: PodTopologySpread
    args:
      # System: pods of a workload are spread over nodes and zones, without being asked to.
      defaultingType: System
  - name: InterPodAffinity
    args:
      # What another pod's required affinity for this one is worth in points.
      hardPodAffinityWeight: 1
  - name: DefaultPreemption
    args:
      # How many nodes are looked at for pods that could make room.
      minCandidateNodesPercentage: 10
      minCandidateNodesAbsolute: 100
  - name: VolumeBinding
    args:
      bindTimeoutSeconds: 600
`;

export const PRESETS: readonly Preset[] = [
  { id: 'usual', title: 'The default, in full', text: USUAL },
  {
    id: 'packing', title: 'Bin packing: one node after the other',
    text: `${HEAD}profiles:
- schedulerName: default-scheduler
  plugins:
    score:
      # These would spread pods out.
      disabled:
      - name: PodTopologySpread
      - name: NodeResourcesBalancedAllocation
  pluginConfig:
  - name: NodeResourcesFit
    args:
      scoringStrategy:
        # The fuller a node, the better.
        type: MostAllocated
        resources:
        - name: cpu
          weight: 1
        - name: memory
          weight: 1
`,
  },
  {
    id: 'spreading', title: 'Spread wide, above all else',
    text: `${HEAD}profiles:
- schedulerName: default-scheduler
  plugins:
    score:
      enabled:
      # Ten times its usual say.
      - name: PodTopologySpread
        weight: 20
  pluginConfig:
  - name: PodTopologySpread
    args:
      defaultingType: List
      defaultConstraints:
      # As many on every zone, then on every node. DoNotSchedule would make pods wait instead.
      - maxSkew: 1
        topologyKey: topology.kubernetes.io/zone
        whenUnsatisfiable: ScheduleAnyway
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: ScheduleAnyway
`,
  },
  {
    id: 'ignore-images', title: 'Ignore where images are',
    text: `${HEAD}profiles:
- schedulerName: default-scheduler
  plugins:
    score:
      # Nodes that have the image already are no better than others.
      disabled:
      - name: ImageLocality
`,
  },
  {
    id: 'batch', title: 'A second profile: batch-scheduler',
    text: `${HEAD}profiles:
- schedulerName: default-scheduler
# For pods with spec.schedulerName: batch-scheduler. They fill node after node,
# so that others can be switched off.
- schedulerName: batch-scheduler
  plugins:
    score:
      disabled:
      - name: PodTopologySpread
      - name: NodeResourcesBalancedAllocation
  pluginConfig:
  - name: NodeResourcesFit
    args:
      scoringStrategy:
        type: MostAllocated
        resources:
        - name: cpu
          weight: 1
`,
  },
  {
    id: 'ten-per-cent', title: 'Look at 10 % of the nodes',
    text: `${HEAD}# It stops looking once so many per cent of the nodes fit: quicker, but not always
# the best. A hundred are always looked for, so small clusters see no difference.
percentageOfNodesToScore: 10
profiles:
- schedulerName: default-scheduler
`,
  },
  {
    id: 'no-preemption', title: 'Nobody is pushed out',
    text: `${HEAD}profiles:
- schedulerName: default-scheduler
  plugins:
    postFilter:
      # Whoever finds no place waits for one, whatever its priority.
      disabled:
      - name: DefaultPreemption
`,
  },
];
