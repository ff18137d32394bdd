import { isSame } from '../equality.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { qosClassOf } from '../pod-resources.ts';
import { defaultPodSpec } from '../pod-spec/defaults.ts';
import type { PodSpec, Toleration } from '../pod-spec/pod-types.ts';
import { keepStatus } from './keep-status.ts';
import { withDefaultedSpec } from './memoized-defaults.ts';

type Pod = KindMap['Pod'];

/** Sources: pkg/registry/core/pod/strategy.go, pkg/apis/core/v1/defaults.go. */
export const podDefinition: KindDefinition<'Pod'> = {
  kind: 'Pod',
  group: '',
  version: 'v1',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  namespaced: true,
  hasStatus: true,
  hasGeneration: true,
  applyDefaults: (pod) => withDefaultedSpec(pod, defaultPodSpec),
  prepareForCreate: (pod) => ({ ...pod, status: firstStatus(pod.spec) }),
  prepareForUpdate(next, previous) {
    const spec = keepDefaultTolerations(next.spec, previous.spec);
    return keepStatus(spec === next.spec ? next : { ...next, spec }, previous);
  },
};

function firstStatus(spec: PodSpec): Pod['status'] {
  const status = { phase: 'Pending', qosClass: qosClassOf(spec) };
  return spec.schedulingGates?.length ? { ...status, conditions: [SCHEDULING_GATED] } : status;
}

/** The scheduler leaves gated pods alone, so that the API server says why they wait (applySchedulingGatedCondition). */
const SCHEDULING_GATED = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'Scheduling is blocked due to non-empty scheduling gates' };

const DEFAULT_TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/**
 * DefaultTolerationSeconds admits updates too: a manifest that lists its own tolerations and is applied again does not take away those
 * that the pod was given at its birth.
 */
function keepDefaultTolerations(next: PodSpec, previous: PodSpec): PodSpec {
  if (isSame(next.tolerations, previous.tolerations)) return next;
  const tolerations = next.tolerations ?? [];
  const missing = DEFAULT_TAINTS.filter((key) => !tolerations.some((toleration) => tolerates(toleration, key)));
  const kept = previous.tolerations?.filter((toleration) => missing.some((key) => toleration.key === key && tolerates(toleration, key))) ?? [];
  return kept.length === 0 ? next : { ...next, tolerations: [...tolerations, ...kept] };
}

function tolerates({ key, effect }: Toleration, taint: string): boolean {
  return (!key || key === taint) && (!effect || effect === 'NoExecute');
}
