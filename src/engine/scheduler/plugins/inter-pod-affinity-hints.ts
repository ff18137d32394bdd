import type { KindMap } from '../../api/object.ts';
import type { RetryHints } from '../cluster-events.ts';
import { affinityTermsOf, isInScope, matchesAllTerms, type AffinityTerm, type NamespaceLabels } from './inter-pod-affinity-terms.ts';

type Pod = KindMap['Pod'];
type Node = KindMap['Node'];

/** Which changes may help a pod that InterPodAffinity refused (plugins/interpodaffinity/plugin.go isSchedulableAfter…Change). */
export function affinityHints(labelsOf: NamespaceLabels): RetryHints {
  const isNear = (pod: Pod, other: Pod): boolean => matchesAllTerms(affinityTermsOf(pod).required, other, labelsOf);
  const isExcluded = (pod: Pod, other: Pod): boolean => matchesAllTerms(affinityTermsOf(pod).excluded, other, labelsOf);
  const excludes = (other: Pod, pod: Pod): boolean => affinityTermsOf(other).excluded.some(({ scope }) => isInScope(scope, pod, labelsOf));

  function mayHelp(pod: Pod, before: Node | undefined, after: Node | undefined): boolean {
    const { required, excluded } = affinityTermsOf(pod);
    if (!before) return excluded.length > 0 || required.some((term) => valueOf(term, after) !== undefined);
    return required.some((term) => valueOf(term, after) !== undefined && valueOf(term, before) !== valueOf(term, after))
      || excluded.some((term) => valueOf(term, before) !== undefined && valueOf(term, before) !== valueOf(term, after));
  }

  return {
    NodeAdd: mayHelp,
    UpdateNodeLabel: mayHelp,
    AssignedPodAdd: (pod, _, after) => after !== undefined && isNear(pod, after),
    AssignedPodDelete: (pod, before) => before !== undefined && (isExcluded(pod, before) || excludes(before, pod)),
    AssignedPodLabel(pod, before, after) {
      if (!before || !after) return false;
      if (isNear(pod, after)) return !isNear(pod, before);
      return isExcluded(pod, before) && !isExcluded(pod, after);
    },
  };
}

function valueOf({ topologyKey }: AffinityTerm, node: Node | undefined): string | undefined {
  return node?.metadata.labels?.[topologyKey];
}
