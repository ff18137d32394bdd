import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate } from '../pod-spec/template.ts';
import { ageColumn, nameColumn, templateColumns } from './columns.ts';
import { keepStatus } from './keep-status.ts';
import { memoizeDefaults, withDefaultedSpec } from './memoized-defaults.ts';

type Spec = KindMap['ReplicaSet']['spec'];

const defaultSpec = memoizeDefaults<Spec>((spec) => withFields(spec, { replicas: spec.replicas ?? 1, template: defaultPodTemplate(spec.template) }));

/** Sources: pkg/apis/apps/v1/defaults.go, pkg/registry/apps/replicaset/strategy.go. */
export const replicaSetDefinition: KindDefinition<'ReplicaSet'> = {
  kind: 'ReplicaSet', group: 'apps', version: 'v1', plural: 'replicasets', singular: 'replicaset', shortNames: ['rs'],
  namespaced: true, hasStatus: true, hasGeneration: true,
  applyDefaults: (object) => withDefaultedSpec(object, defaultSpec),
  prepareForCreate: (object) => ({ ...object, status: { replicas: 0 } }),
  prepareForUpdate: keepStatus,
  columns: [
    nameColumn,
    { name: 'Desired', type: 'integer', priority: 0, description: 'How many pods are wanted.', value: ({ spec }) => spec.replicas ?? 1 },
    { name: 'Current', type: 'integer', priority: 0, description: 'How many pods there are.', value: ({ status }) => status?.replicas ?? 0 },
    { name: 'Ready', type: 'integer', priority: 0, description: 'How many of the pods are ready.', value: ({ status }) => status?.readyReplicas ?? 0 },
    ageColumn,
    ...templateColumns,
  ],
};
