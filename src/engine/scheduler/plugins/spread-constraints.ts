import { isSame } from '../../api/equality.ts';
import { matchesNode } from '../../api/node-affinity.ts';
import type { KindMap } from '../../api/object.ts';
import type { PluginArgs } from '../configuration.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodSelection } from '../pod-tallies.ts';
import { areTolerated } from '../../api/tolerations.ts';
import { isChoosy } from './node-affinity.ts';

type Pod = KindMap['Pod'];
type Written = NonNullable<Pod['spec']['topologySpreadConstraints']>[number];

export const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** A topology spread constraint with its defaults, ready to count with (plugins/podtopologyspread/common.go). */
export interface SpreadConstraint {
  readonly label: string;
  readonly hard: boolean;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** whether nodes that the pod's affinity excludes, or whose taints it does not tolerate, are left out of the count. */
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
  /** null matches no pod. */
  readonly selection: PodSelection | null;
}

interface Compiled {
  readonly namespace: string | undefined;
  readonly labels: Pod['metadata']['labels'];
  readonly constraints: readonly SpreadConstraint[];
}

const compiled = new WeakMap<readonly Written[], Compiled>();
const NONE: readonly SpreadConstraint[] = [];

/** The constraints that the pod itself has. */
export function constraintsOf(pod: Pod): readonly SpreadConstraint[] {
  const written = pod.spec.topologySpreadConstraints;
  if (!written || written.length === 0) return NONE;
  const { namespace, labels } = pod.metadata;
  const known = compiled.get(written);
  if (known && known.namespace === namespace && isSame(known.labels, labels)) return known.constraints;
  const constraints = written.map((one) => compile(one, pod));
  compiled.set(written, { namespace, labels, constraints });
  return constraints;
}

function compile(written: Written, pod: Pod): SpreadConstraint {
  const { namespace = '', labels } = pod.metadata;
  const selectors = written.labelSelector ? [written.labelSelector] : [];
  const keys = (written.matchLabelKeys ?? []).filter((key) => labels?.[key] !== undefined);
  if (keys.length > 0) selectors.push({ matchLabels: Object.fromEntries(keys.map((key) => [key, labels?.[key] ?? ''])) });
  return { ...withDefaults(written), selection: selectors.length > 0 ? { namespace, selectors } : null };
}

function withDefaults(written: Written): Omit<SpreadConstraint, 'selection'> {
  return {
    label: written.topologyKey,
    hard: written.whenUnsatisfiable === 'DoNotSchedule',
    maxSkew: written.maxSkew,
    minDomains: written.minDomains ?? 1,
    honorsAffinity: (written.nodeAffinityPolicy ?? 'Honor') === 'Honor',
    honorsTaints: written.nodeTaintsPolicy === 'Honor',
  };
}

/** What holds for pods that say nothing. */
export interface DefaultConstraints {
  of(selection: PodSelection): readonly SpreadConstraint[];
  /** whether they are the system's own: 3 apart over nodes, 5 over zones, as a preference (systemDefaultConstraints). */
  readonly areSystem: boolean;
  /** whether all of them are preferences. */
  readonly areSoft: boolean;
}

const SYSTEM: readonly Written[] = [
  { topologyKey: HOSTNAME, maxSkew: 3, whenUnsatisfiable: 'ScheduleAnyway' }, { topologyKey: ZONE, maxSkew: 5, whenUnsatisfiable: 'ScheduleAnyway' },
];

export function createDefaultConstraints({ defaultingType = 'System', defaultConstraints = [] }: PluginArgs['PodTopologySpread']): DefaultConstraints {
  const bySelection = new WeakMap<PodSelection, readonly SpreadConstraint[]>();
  const written = defaultingType === 'System' ? SYSTEM : defaultConstraints;
  return {
    areSystem: defaultingType === 'System',
    areSoft: written.every(({ whenUnsatisfiable }) => whenUnsatisfiable !== 'DoNotSchedule'),
    of(selection) {
      let constraints = bySelection.get(selection);
      if (!constraints) bySelection.set(selection, (constraints = written.map((one) => ({ ...withDefaults(one), selection }))));
      return constraints;
    },
  };
}

/** Whether the pod has constraints of its own. */
export function hasOwn({ spec }: Pod): boolean {
  return (spec.topologySpreadConstraints?.length ?? 0) > 0;
}

export function hasAllLabels(labels: NodeInfo['labels'], constraints: readonly SpreadConstraint[]): boolean {
  for (const { label } of constraints) if (labels[label] === undefined) return false;
  return true;
}

/** Whether the constraint's policies leave every node in for this pod. */
export function countsEveryNode({ honorsAffinity, honorsTaints }: SpreadConstraint, pod: Pod): boolean {
  return !honorsTaints && !(honorsAffinity && isChoosy(pod));
}

export function countsNode({ honorsAffinity, honorsTaints }: SpreadConstraint, pod: Pod, info: NodeInfo): boolean {
  if (honorsAffinity && isChoosy(pod) && !(info.node && matchesNode(pod, info.node))) return false;
  return !honorsTaints || areTolerated(pod.spec.tolerations, info.hardTaints);
}
