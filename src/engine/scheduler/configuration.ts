import type { LabelSelector } from '../api/selectors.ts';
import type { KindMap } from '../api/object.ts';

type NodeAffinity = NonNullable<NonNullable<KindMap['Pod']['spec']['affinity']>['nodeAffinity']>;
type SpreadConstraint = NonNullable<KindMap['Pod']['spec']['topologySpreadConstraints']>[number];

/** kubescheduler.config.k8s.io/v1 KubeSchedulerConfiguration, as plain JSON: what of it concerns where pods go. */
export interface SchedulerConfiguration {
  readonly apiVersion?: 'kubescheduler.config.k8s.io/v1';
  readonly kind?: 'KubeSchedulerConfiguration';
  readonly profiles?: readonly SchedulerProfile[];
  /** 0 for upstream's share that shrinks with the cluster. */
  readonly percentageOfNodesToScore?: number;
  readonly podInitialBackoffSeconds?: number;
  readonly podMaxBackoffSeconds?: number;
}

export interface SchedulerProfile {
  readonly schedulerName?: string;
  readonly percentageOfNodesToScore?: number;
  readonly plugins?: Readonly<Partial<Record<PluginPoint, PluginSet>>>;
  readonly pluginConfig?: readonly { readonly name: string; readonly args?: Readonly<Record<string, unknown>> }[];
}

export const EXTENSION_POINTS = [
  'preEnqueue', 'queueSort', 'preFilter', 'filter', 'postFilter', 'preScore', 'score', 'reserve', 'permit', 'preBind', 'bind', 'postBind',
] as const;
export type ExtensionPoint = (typeof EXTENSION_POINTS)[number];
export type PluginPoint = ExtensionPoint | 'multiPoint';

export interface PluginSet {
  readonly enabled?: readonly PluginEntry[];
  /** `*` for all that are enabled by default. */
  readonly disabled?: readonly { readonly name: string }[];
}
export interface PluginEntry {
  readonly name: string;
  /** of its scores; as good as 1 when 0 or absent. */
  readonly weight?: number;
}

/** A resource with what it weighs in a score. */
export interface ResourceSpec {
  readonly name: string;
  readonly weight?: number;
}
export interface ShapePoint {
  /** per cent. */
  readonly utilization: number;
  /** 0 to 10. */
  readonly score: number;
}

/** Arguments of each plugin that has some. */
export interface PluginArgs {
  readonly NodeResourcesFit: {
    readonly ignoredResources?: readonly string[];
    readonly ignoredResourceGroups?: readonly string[];
    readonly scoringStrategy?: {
      readonly type?: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio';
      readonly resources?: readonly ResourceSpec[];
      readonly requestedToCapacityRatio?: { readonly shape?: readonly ShapePoint[] };
    };
  };
  readonly NodeResourcesBalancedAllocation: { readonly resources?: readonly ResourceSpec[] };
  readonly PodTopologySpread: {
    readonly defaultConstraints?: readonly (Omit<SpreadConstraint, 'labelSelector'> & { readonly labelSelector?: LabelSelector })[];
    readonly defaultingType?: 'System' | 'List';
  };
  readonly InterPodAffinity: { readonly hardPodAffinityWeight?: number; readonly ignorePreferredTermsOfExistingPods?: boolean };
  readonly NodeAffinity: { readonly addedAffinity?: NodeAffinity };
  readonly DefaultPreemption: { readonly minCandidateNodesPercentage?: number; readonly minCandidateNodesAbsolute?: number };
  readonly VolumeBinding: { readonly bindTimeoutSeconds?: number };
}
export type ConfigurablePlugin = keyof PluginArgs;

export const DEFAULT_SCHEDULER_NAME = 'default-scheduler';

/** What kube-scheduler runs with when it is given no file. */
export const DEFAULT_CONFIGURATION: SchedulerConfiguration = {
  apiVersion: 'kubescheduler.config.k8s.io/v1',
  kind: 'KubeSchedulerConfiguration',
  profiles: [{ schedulerName: DEFAULT_SCHEDULER_NAME }],
  percentageOfNodesToScore: 0,
};

/** pkg/scheduler/apis/config/v1/default_plugins.go, with the weights of those that score. */
export const DEFAULT_PLUGINS: readonly PluginEntry[] = [
  { name: 'SchedulingGates' }, { name: 'PrioritySort' }, { name: 'NodeUnschedulable' }, { name: 'NodeName' },
  { name: 'TaintToleration', weight: 3 }, { name: 'NodeAffinity', weight: 2 }, { name: 'NodePorts' }, { name: 'NodeResourcesFit', weight: 1 },
  { name: 'VolumeRestrictions' }, { name: 'NodeVolumeLimits' }, { name: 'VolumeBinding' }, { name: 'VolumeZone' },
  { name: 'PodTopologySpread', weight: 2 }, { name: 'InterPodAffinity', weight: 2 }, { name: 'DynamicResources' }, { name: 'DefaultPreemption' },
  { name: 'NodeResourcesBalancedAllocation', weight: 1 }, { name: 'ImageLocality', weight: 1 }, { name: 'DefaultBinder' },
];

/** The default profile stands where none is given; a single profile needs no name (apis/config/v1/defaults.go). */
export function profilesOf({ profiles }: SchedulerConfiguration): readonly (SchedulerProfile & { readonly schedulerName: string })[] {
  const given = profiles && profiles.length > 0 ? profiles : [{}];
  return given.map((profile) => ({ ...profile, schedulerName: profile.schedulerName ?? (given.length === 1 ? DEFAULT_SCHEDULER_NAME : '') }));
}

/** The arguments a profile gives a plugin. */
export function argsOf<N extends ConfigurablePlugin>({ pluginConfig = [] }: SchedulerProfile, name: N): PluginArgs[N] {
  return (pluginConfig.find((config) => config.name === name)?.args ?? {}) as PluginArgs[N];
}

/**
 * The plugins of each extension point in the order in which they run: those that the point names and multiPoint has too, the rest of multiPoint,
 * what only the point names (framework/runtime/framework.go expandMultiPointPlugins). `extendsPoint` says where a plugin has anything to do.
 */
export function expandPlugins(
  { plugins = {} }: SchedulerProfile, extendsPoint: (name: string, point: ExtensionPoint) => boolean,
): Record<ExtensionPoint, readonly PluginEntry[]> {
  const everywhere = mergePlugins(plugins.multiPoint);
  const expanded = {} as Record<ExtensionPoint, readonly PluginEntry[]>;
  for (const point of EXTENSION_POINTS) {
    const { enabled = [], disabled = [] } = plugins[point] ?? {};
    const named = new Set(enabled.map(({ name }) => name));
    const off = new Set(disabled.map(({ name }) => name));
    const common = off.has('*') ? [] : everywhere.filter(({ name }) => extendsPoint(name, point) && !off.has(name));
    const overridden = new Set(common.filter(({ name }) => named.has(name)).map(({ name }) => name));
    const entries = [
      ...enabled.filter(({ name }) => overridden.has(name)),
      ...common.filter(({ name }) => !named.has(name)),
      ...enabled.filter(({ name }) => !overridden.has(name)),
    ];
    expanded[point] = entries.filter(({ name }) => extendsPoint(name, point)).map(({ name, weight }) => ({ name, weight: weight || weightIn(everywhere, name) }));
  }
  return expanded;
}

/** The default plugins with a profile's own in their place or behind them (default_plugins.go mergePluginSet). */
function mergePlugins({ enabled = [], disabled = [] }: PluginSet = {}): readonly PluginEntry[] {
  const off = new Set(disabled.map(({ name }) => name));
  const kept = off.has('*') ? [] : DEFAULT_PLUGINS.filter(({ name }) => !off.has(name));
  const replaced = kept.map((entry) => enabled.find(({ name }) => name === entry.name) ?? entry);
  return [...replaced, ...enabled.filter(({ name }) => !kept.some((entry) => entry.name === name))];
}

function weightIn(entries: readonly PluginEntry[], name: string): number {
  return entries.find((entry) => entry.name === name)?.weight || 1;
}
