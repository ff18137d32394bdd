import { createRig, node, pod, type NodeTraits, type Pod, type PodTraits, type Rig } from './rig.ts';

export const HOST = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';

/** A pod on a node; `namespace` is `default` unless it says so. */
export type There = readonly [on: string, traits: PodTraits & { readonly namespace?: string }];
type Term = Readonly<Record<string, unknown>>;

export function term(app: string, topologyKey: string, more: Term = {}): Term {
  return { labelSelector: { matchLabels: { app } }, topologyKey, ...more };
}

export function affinity(terms: { readonly near?: readonly Term[]; readonly apart?: readonly Term[]; readonly like?: readonly (readonly [number, Term])[]; readonly dislike?: readonly (readonly [number, Term])[] }): PodTraits {
  const preferred = (list: readonly (readonly [number, Term])[] = []): unknown => list.map(([weight, podAffinityTerm]) => ({ weight, podAffinityTerm }));
  return {
    affinity: {
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms.near ?? [], preferredDuringSchedulingIgnoredDuringExecution: preferred(terms.like) },
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms.apart ?? [], preferredDuringSchedulingIgnoredDuringExecution: preferred(terms.dislike) },
    },
  } as unknown as PodTraits;
}

export function inNamespace(made: Pod, namespace = 'default'): Pod {
  return { ...made, metadata: { ...made.metadata, namespace } };
}

export function cluster(nodes: Readonly<Record<string, NodeTraits>>, there: readonly There[] = [], namespaces: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): Rig {
  const rig = createRig();
  for (const [name, labels] of Object.entries(namespaces)) rig.you.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  for (const [name, traits] of Object.entries(nodes)) rig.you.create(node(name, traits));
  there.forEach(([on, { namespace, ...traits }], index) => rig.you.create(inNamespace(pod(`there-${index}`, { ...traits, nodeName: on }), namespace)));
  return rig;
}
