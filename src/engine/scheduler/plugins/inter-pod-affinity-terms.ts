import { isSame } from '../../api/equality.ts';
import type { KindMap } from '../../api/object.ts';
import { matchesSelector, type LabelSelector } from '../../api/selectors.ts';

type Pod = KindMap['Pod'];
type Affinity = NonNullable<Pod['spec']['affinity']>;
type WrittenTerm = NonNullable<NonNullable<Affinity['podAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']>[number];
type Labels = Readonly<Record<string, string>>;

/** Labels of a namespace; undefined when it has none. */
export type NamespaceLabels = (namespace: string) => Labels | undefined;

/** The pods that a term speaks of. */
export interface PodScope {
  /** the same for scopes that say the same. */
  readonly key: string;
  readonly namespaces: readonly string[];
  /** namespaces besides, by their labels. */
  readonly namespaceSelector: LabelSelector | undefined;
  /** all of them must match; null matches no pod. */
  readonly selectors: readonly LabelSelector[] | null;
  /** a label that every pod of the scope has; undefined when none is certain. */
  readonly anchor: readonly [label: string, value: string] | undefined;
}

/** What a term is to its pod; a preference against others has a negative weight. */
export type TermKind = 'required' | 'excluded' | 'preferred';

/** A term of inter-pod affinity or anti-affinity with its defaults, ready to count with. */
export interface AffinityTerm {
  /** the same for terms that say the same. */
  readonly key: string;
  readonly kind: TermKind;
  readonly topologyKey: string;
  readonly scope: PodScope;
  /** of preferences; 0 for what is required. */
  readonly weight: number;
}

/** The terms of a pod, each kind in the order it is written. */
export type AffinityTerms = Readonly<Record<TermKind, readonly AffinityTerm[]>>;

interface Compiled {
  readonly namespace: string | undefined;
  readonly labels: Labels | undefined;
  readonly terms: AffinityTerms;
}

const compiled = new WeakMap<Affinity, Compiled>();
const NONE: AffinityTerms = { required: [], excluded: [], preferred: [] };

/** The inter-pod affinity terms that the pod itself has. */
export function affinityTermsOf({ spec, metadata }: Pod): AffinityTerms {
  const { affinity } = spec;
  if (!affinity?.podAffinity && !affinity?.podAntiAffinity) return NONE;
  const { namespace, labels } = metadata;
  const known = compiled.get(affinity);
  if (known && known.namespace === namespace && isSame(known.labels, labels)) return known.terms;
  const terms = compile(affinity, namespace ?? '', labels ?? {});
  compiled.set(affinity, { namespace, labels, terms });
  return terms;
}

function compile({ podAffinity, podAntiAffinity }: Affinity, namespace: string, labels: Labels): AffinityTerms {
  const term = (kind: TermKind, written: WrittenTerm, weight = 0): AffinityTerm => {
    const scope = scopeOf(written, namespace, labels);
    const { topologyKey } = written;
    return { key: JSON.stringify([kind, topologyKey, weight, scope.key]), kind, topologyKey, scope, weight };
  };
  return {
    required: podAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.map((written) => term('required', written)) ?? [],
    excluded: podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.map((written) => term('excluded', written)) ?? [],
    preferred: [[podAffinity, 1] as const, [podAntiAffinity, -1] as const].flatMap(([preferences, sign]) => (
      preferences?.preferredDuringSchedulingIgnoredDuringExecution?.map(({ podAffinityTerm, weight }) => term('preferred', podAffinityTerm, sign * weight)) ?? []
    )),
  };
}

/**
 * Without any namespace the pod's own is meant. Upstream's API server writes matchLabelKeys and mismatchLabelKeys into the selector when
 * the pod is made; here they are read with it.
 */
function scopeOf({ labelSelector, namespaceSelector, namespaces = [], matchLabelKeys, mismatchLabelKeys }: WrittenTerm, own: string, labels: Labels): PodScope {
  const inNamespaces = namespaces.length > 0 || namespaceSelector ? [...namespaces].sort() : [own];
  const byKeys = [...requirements(matchLabelKeys, 'In', labels), ...requirements(mismatchLabelKeys, 'NotIn', labels)];
  const selectors = labelSelector ? [labelSelector, ...(byKeys.length > 0 ? [{ matchExpressions: byKeys }] : [])] : null;
  return keyed({ namespaces: inNamespaces, namespaceSelector, selectors, anchor: anchorOf(selectors ?? []) });
}

function keyed(scope: Omit<PodScope, 'key'>): PodScope {
  return { key: JSON.stringify([scope.namespaces, scope.namespaceSelector, scope.selectors]), ...scope };
}

/** The scope with the namespaces that it names by their labels named one by one. */
export function inNamedNamespaces(scope: PodScope, all: () => readonly KindMap['Namespace'][]): PodScope {
  const { namespaceSelector, namespaces } = scope;
  if (!namespaceSelector) return scope;
  const named = new Set(namespaces);
  for (const { metadata } of all()) if (matchesSelector(namespaceSelector, metadata.labels)) named.add(metadata.name ?? '');
  return keyed({ ...scope, namespaces: [...named].sort(), namespaceSelector: undefined });
}

function requirements(keys: readonly string[] = [], operator: 'In' | 'NotIn', labels: Labels): { key: string; operator: string; values: string[] }[] {
  return keys.flatMap((key) => (labels[key] === undefined ? [] : [{ key, operator, values: [labels[key]] }]));
}

/** The most telling label comes first: a ReplicaSet's hash names its pods alone. */
function anchorOf(selectors: readonly LabelSelector[]): PodScope['anchor'] {
  const pairs = selectors.flatMap(({ matchLabels, matchExpressions = [] }) => [
    ...Object.entries(matchLabels ?? {}),
    ...matchExpressions.filter(({ operator, values }) => operator === 'In' && values?.length === 1).map(({ key, values }): [string, string] => [key, values?.[0] ?? '']),
  ]);
  return pairs.find(([label]) => label === 'pod-template-hash') ?? pairs[0];
}

/** Whether the term speaks of the pod (framework AffinityTerm.Matches). */
export function isInScope({ namespaces, namespaceSelector, selectors }: PodScope, { metadata }: Pod, labelsOf: NamespaceLabels): boolean {
  if (!selectors) return false;
  const { namespace = '', labels } = metadata;
  if (!namespaces.includes(namespace) && !(namespaceSelector && matchesSelector(namespaceSelector, labelsOf(namespace)))) return false;
  for (const selector of selectors) if (!matchesSelector(selector, labels)) return false;
  return true;
}

/** Whether all of the terms speak of the pod; never when there is none. */
export function matchesAllTerms(terms: readonly AffinityTerm[], pod: Pod, labelsOf: NamespaceLabels): boolean {
  for (const { scope } of terms) if (!isInScope(scope, pod, labelsOf)) return false;
  return terms.length > 0;
}
