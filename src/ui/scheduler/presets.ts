/** Configurations to start from: each changes one thing, and says which. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const HEAD = 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n';

export const PRESETS: readonly Preset[] = [
  {
    id: 'usual', title: 'As it comes',
    text: `${HEAD}profiles:
- schedulerName: default-scheduler
  plugins:
    # Every plugin that scores, with its usual weight.
    # Change one and ask what would come of it.
    multiPoint:
      enabled:
      - { name: TaintToleration, weight: 3 }
      - { name: NodeAffinity, weight: 2 }
      - { name: PodTopologySpread, weight: 2 }
      - { name: InterPodAffinity, weight: 2 }
      - { name: NodeResourcesFit, weight: 1 }
      - { name: NodeResourcesBalancedAllocation, weight: 1 }
      - { name: ImageLocality, weight: 1 }
`,
  },
  {
    id: 'packing', title: 'Fill one node after the other',
    text: `${HEAD}profiles:
- schedulerName: default-scheduler
  plugins:
    multiPoint:
      # They would spread pods out.
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
        - { name: cpu, weight: 1 }
        - { name: memory, weight: 1 }
`,
  },
  {
    id: 'spreading', title: 'Spread above all',
    text: `${HEAD}profiles:
- schedulerName: default-scheduler
  plugins:
    score:
      disabled:
      - name: PodTopologySpread
      enabled:
      # Ten times its usual say.
      - { name: PodTopologySpread, weight: 20 }
`,
  },
  {
    id: 'no-preemption', title: 'Nobody is pushed out',
    text: `${HEAD}profiles:
- schedulerName: default-scheduler
  plugins:
    postFilter:
      # Whoever finds no place waits for one.
      disabled:
      - name: DefaultPreemption
`,
  },
  {
    id: 'two-profiles', title: 'A second scheduler by name',
    text: `${HEAD}profiles:
- schedulerName: default-scheduler
# Pods choose it with spec.schedulerName.
- schedulerName: packing-scheduler
  pluginConfig:
  - name: NodeResourcesFit
    args:
      scoringStrategy:
        type: MostAllocated
        resources:
        - { name: cpu, weight: 1 }
`,
  },
];
