import type { KindMap, KubeObject } from '../../api/object.ts';
import { qosClassOf } from '../../api/pod-resources.ts';
import { meetsRequirement } from '../../api/selectors.ts';
import { isPod } from './usage.ts';

type Pod = KindMap['Pod'];
type ResourceQuota = KindMap['ResourceQuota'];
type Requirement = NonNullable<NonNullable<ResourceQuota['spec']['scopeSelector']>['matchExpressions']>[number];

/** Whether a quota is about an object by its scopes: without any it is about all, with some about pods alone (pkg/quota/v1/evaluator/core/pods.go). */
export function isInScope({ spec }: ResourceQuota, object: KubeObject): boolean {
  const { scopes, scopeSelector } = spec;
  if (!scopes?.length && !scopeSelector?.matchExpressions?.length) return true;
  if (!isPod(object)) return false;
  const requirements = [...(scopes ?? []).map((scopeName): Requirement => ({ scopeName, operator: 'Exists' })), ...(scopeSelector?.matchExpressions ?? [])];
  return requirements.every((requirement) => meetsScope(object, requirement));
}

function meetsScope(pod: Pod, { scopeName, operator, values = [] }: Requirement): boolean {
  switch (scopeName) {
    case 'Terminating':
      return hasDeadline(pod);
    case 'NotTerminating':
      return !hasDeadline(pod);
    case 'BestEffort':
      return qosClassOf(pod.spec) === 'BestEffort';
    case 'NotBestEffort':
      return qosClassOf(pod.spec) !== 'BestEffort';
    case 'PriorityClass':
      return meetsRequirement({ operator, values }, pod.spec.priorityClassName || undefined);
    case 'CrossNamespacePodAffinity':
      return reachesAcrossNamespaces(pod);
    default:
      return false;
  }
}

function hasDeadline({ spec }: Pod): boolean {
  return spec.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds >= 0;
}

function reachesAcrossNamespaces({ spec }: Pod): boolean {
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
  return [podAffinity, podAntiAffinity].some((affinity) => {
    const preferred = (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm);
    const terms = [...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []), ...preferred];
    return terms.some(({ namespaces, namespaceSelector }) => (namespaces?.length ?? 0) > 0 || namespaceSelector !== undefined);
  });
}
