import type { KindMap } from './object.ts';
import { meetsRequirement } from './selectors.ts';

type Pod = KindMap['Pod'];
type Affinity = NonNullable<NonNullable<Pod['spec']>['affinity']>;
export type NodeSelectorTerm = NonNullable<NonNullable<Affinity['nodeAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']>['nodeSelectorTerms'][number];

/** Whether the node is one that the pod's nodeSelector and required node affinity allow. */
export function matchesNode(pod: Pod, node: KindMap['Node']): boolean {
  const labels = node.metadata.labels ?? {};
  for (const [key, value] of Object.entries(pod.spec.nodeSelector ?? {})) if (labels[key] !== value) return false;
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return !required || required.nodeSelectorTerms.some((term) => matchesTerm(term, labels, node.metadata.name ?? ''));
}

/** All requirements of a term; a term without any matches nothing. */
export function matchesTerm(term: NodeSelectorTerm, labels: Readonly<Record<string, string>>, name: string): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  return expressions.every((requirement) => meetsRequirement(requirement, labels[requirement.key])) && fields.every((requirement) => requirement.key === 'metadata.name' && meetsRequirement(requirement, name));
}
