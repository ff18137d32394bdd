import type { KindMap } from '../api/object.ts';

/** Names of classes that nobody but the system may make (pkg/apis/scheduling/types.go). */
export const SYSTEM_PREFIX = 'system-';
export const HIGHEST_USER_PRIORITY = 1_000_000_000;

/** The system's own classes with their priorities. */
export const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2 * HIGHEST_USER_PRIORITY,
  'system-node-critical': 2 * HIGHEST_USER_PRIORITY + 1_000,
};

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'system-cluster-critical': 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  'system-node-critical': 'Used for system critical pods that must not be moved from their current node.',
};

/** The classes that every cluster has (pkg/apis/scheduling/v1/helpers.go). */
export function systemPriorityClasses(): readonly KindMap['PriorityClass'][] {
  return Object.entries(SYSTEM_PRIORITIES).map(([name, value]) => ({
    apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name, generation: 1 },
    value, preemptionPolicy: 'PreemptLowerPriority', description: DESCRIPTIONS[name] ?? '',
  }));
}
