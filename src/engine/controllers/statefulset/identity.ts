import type { KindMap, ObjectMeta } from '../../api/object.ts';
import { controllerReference } from '../controller-reference.ts';
import type { PodTemplate } from '../../api/pod-spec/pod-types.ts';

type Pod = KindMap['Pod'];
type StatefulSet = KindMap['StatefulSet'];

/** The label that says of which revision of its template a pod is. */
export const REVISION_LABEL = 'controller-revision-hash';
const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';
const HIGHEST_ORDINAL = 2 ** 31 - 1;

/** What the name of a pod says: `web-3` is number 3 of `web`. `undefined` when no StatefulSet gives such a name. */
export function memberOf(podName: string): { readonly set: string; readonly ordinal: number } | undefined {
  const [, set, digits = ''] = /^(.+)-(0|[1-9][0-9]*)$/.exec(podName) ?? [];
  const ordinal = Number(digits);
  return set === undefined || ordinal > HIGHEST_ORDINAL ? undefined : { set, ordinal };
}

/** Of a pod of a StatefulSet. */
export function ordinalOf({ metadata }: Pod): number {
  return memberOf(metadata.name ?? '')?.ordinal ?? -1;
}

export function startOrdinal({ spec }: StatefulSet): number {
  return spec.ordinals?.start ?? 0;
}

export function replicasOf({ spec }: StatefulSet): number {
  return spec.replicas ?? 1;
}

/** The name of the revision a pod is of; `''` when it says none. */
export function revisionOfPod({ metadata }: Pod): string {
  return metadata.labels?.[REVISION_LABEL] ?? '';
}

/** Whether the pod carries the label with its own name (identityMatches). */
export function hasIdentity({ metadata }: Pod): boolean {
  return metadata.labels?.[POD_NAME_LABEL] === metadata.name;
}

/** The same metadata with the labels of its identity (updateIdentity). */
export function withIdentity(metadata: ObjectMeta, ordinal: number): ObjectMeta {
  return { ...metadata, labels: { ...metadata.labels, [POD_NAME_LABEL]: metadata.name ?? '', [POD_INDEX_LABEL]: String(ordinal) } };
}

/** The pod of an ordinal, as it is created (newStatefulSetPod). */
export function newPod(set: StatefulSet, template: PodTemplate, revision: string, ordinal: number): Pod {
  const { namespace = '', name: setName = '' } = set.metadata;
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const name = `${setName}-${ordinal}`;
  const metadata: ObjectMeta = {
    generateName: `${setName}-`,
    name,
    namespace,
    labels: { ...labels, [REVISION_LABEL]: revision },
    ...(annotations ? { annotations } : {}),
    ...(finalizers ? { finalizers } : {}),
    ownerReferences: [controllerReference(set)],
  };
  const { serviceName } = set.spec;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: withIdentity(metadata, ordinal),
    spec: { ...template.spec, hostname: name, ...(serviceName ? { subdomain: serviceName } : {}) },
  };
}
