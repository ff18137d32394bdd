import type { KindMap } from '../../api/object.ts';
import type { PodTemplate } from '../../api/pod-spec/pod-types.ts';
import type { LabelSelector } from '../../api/selectors.ts';

/** The kinds whose objects keep a number of pods of one template. */
export type ReplicatedKind = 'ReplicaSet' | 'ReplicationController';
export type Replicated = KindMap[ReplicatedKind];

/** A ReplicationController selects by labels alone (pkg/controller/replication/conversion.go). */
export function selectorOf(object: Replicated): LabelSelector {
  return object.kind === 'ReplicaSet' ? object.spec.selector : { matchLabels: object.spec.selector ?? {} };
}

const NO_TEMPLATE: PodTemplate = { spec: { containers: [] } };

/** Validation lets no ReplicationController be without one. */
export function templateOf({ spec }: Replicated): PodTemplate {
  return spec.template ?? NO_TEMPLATE;
}
