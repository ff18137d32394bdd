import { TEMPLATE_GENERATION } from '../../api/kinds/daemon-set.ts';
import type { KindMap } from '../../api/object.ts';
import type { Affinity, PodSpec, Toleration } from '../../api/pod-spec/pod-types.ts';
import { podFromTemplate } from '../replicaset/pod-control.ts';

type Pod = KindMap['Pod'];
type DaemonSet = KindMap['DaemonSet'];

/** The label that tells pods of one template from those of another; its value is that of the ControllerRevision. */
export const HASH_LABEL = 'controller-revision-hash';
/** The same as a number, which it was before there were revisions. */
const GENERATION_LABEL = 'pod-template-generation';

/** Which pods are of the newest template. */
export interface NewestTemplate {
  readonly hash: string;
  readonly generation: string | undefined;
}

/** Source: pkg/controller/daemon/util GetTemplateGeneration. */
export function newestTemplate({ metadata }: DaemonSet, hash: string): NewestTemplate {
  const generation = metadata.annotations?.[TEMPLATE_GENERATION];
  return { hash, generation: generation !== undefined && /^\d+$/.test(generation) ? generation : undefined };
}

/** Source: pkg/controller/daemon/util IsPodUpdated. */
export function isUpdated({ metadata: { labels } }: Pod, { hash, generation }: NewestTemplate): boolean {
  return labels?.[HASH_LABEL] === hash || (generation !== undefined && labels?.[GENERATION_LABEL] === generation);
}

/** What the pods of every DaemonSet tolerate, so that they stay on a node that is in trouble (AddOrUpdateDaemonPodTolerations). */
const TOLERATIONS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const NETWORK_TOLERATION: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

/** The template's spec with the tolerations that its pods get, which take the place of those for a limited time. */
export function toleratingSpec(spec: PodSpec): PodSpec {
  const tolerations: Toleration[] = [...(spec.tolerations ?? [])];
  for (const added of spec.hostNetwork ? [...TOLERATIONS, NETWORK_TOLERATION] : TOLERATIONS) {
    const at = tolerations.findIndex((known) => known.key === added.key && known.effect === added.effect && known.operator === added.operator && !known.value);
    if (at < 0) tolerations.push(added);
    else tolerations[at] = added;
  }
  return { ...spec, tolerations };
}

/** How to make a DaemonSet's pods: the scheduler puts each on its node, which is the only one that its affinity allows. They share the rest. */
export function podMaker(daemonSet: DaemonSet, { hash, generation }: NewestTemplate): (node: string) => Pod {
  const { metadata = {}, spec } = daemonSet.spec.template;
  const labels = { ...metadata.labels, ...(generation === undefined ? {} : { [GENERATION_LABEL]: generation }), [HASH_LABEL]: hash };
  const pod = podFromTemplate(daemonSet, { metadata: { ...metadata, labels }, spec: toleratingSpec(spec) });
  return (node) => ({ ...pod, spec: { ...pod.spec, affinity: onlyOn(node, spec.affinity) } });
}

function onlyOn(node: string, affinity: Affinity | undefined): Affinity {
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const nodeSelectorTerms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }];
  return { ...affinity, nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { ...required, nodeSelectorTerms } } };
}

/** The node a pod is on or meant for; `undefined` when it is meant for none in particular (GetTargetNodeName). */
export function targetNode({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName;
  for (const { matchFields = [] } of spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []) {
    const named = matchFields.find(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    if (named) return named.values?.length === 1 ? named.values[0] : undefined;
  }
  return undefined;
}

/** Sorts those with a node first, then the older ones (podByCreationTimestampAndPhase). */
export function oldestFirst(pods: Pod[]): Pod[] {
  return pods.sort((a, b) => {
    if (Boolean(a.spec.nodeName) !== Boolean(b.spec.nodeName)) return a.spec.nodeName ? -1 : 1;
    const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
    if (left !== right) return left < right ? -1 : 1;
    return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
  });
}

export function isTerminating({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** Finished, with nothing left to do for anybody but who holds it. */
export function isGoneButForName(pod: Pod): boolean {
  return isTerminating(pod) && (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded');
}
