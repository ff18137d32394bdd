import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { ifPresent, withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate } from '../pod-spec/template.ts';
import { keepStatus } from './keep-status.ts';
import { memoizeDefaults, withDefaultedSpec } from './memoized-defaults.ts';

type ReplicationController = KindMap['ReplicationController'];
type Spec = ReplicationController['spec'];
type Labels = Readonly<Record<string, string>>;

/** Sources: pkg/apis/core/v1/defaults.go, pkg/registry/core/replicationcontroller/strategy.go. */
export const replicationControllerDefinition: KindDefinition<'ReplicationController'> = {
  kind: 'ReplicationController', group: '', version: 'v1', plural: 'replicationcontrollers', singular: 'replicationcontroller', shortNames: ['rc'],
  namespaced: true, hasStatus: true, hasGeneration: true,
  applyDefaults: (object) => withDefaultLabels(withDefaultedSpec(object, defaultSpec)),
  prepareForCreate: (object) => ({ ...object, status: { replicas: 0 } }),
  prepareForUpdate: keepStatus,
};

/** What it does not say itself, its template says: which pods are its own, and its labels. */
const defaultSpec = memoizeDefaults<Spec>((spec) =>
  withFields(spec, {
    selector: isEmpty(spec.selector) ? spec.template?.metadata?.labels : spec.selector,
    replicas: spec.replicas ?? 1,
    template: ifPresent(spec.template, defaultPodTemplate),
  }),
);

function withDefaultLabels(object: ReplicationController): ReplicationController {
  const labels = object.spec.template?.metadata?.labels;
  return labels && isEmpty(object.metadata.labels) ? { ...object, metadata: { ...object.metadata, labels } } : object;
}

function isEmpty(labels: Labels | undefined): boolean {
  for (const _ in labels) return false;
  return true;
}
