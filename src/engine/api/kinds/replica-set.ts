import type { FieldError } from '../errors.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { withFields } from '../pod-spec/sharing.ts';
import { defaultPodTemplate } from '../pod-spec/template.ts';
import { validateImmutable, validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';
import { validateReplicatedTemplate, validateReplicaSelector } from '../validation/replicated-template.ts';
import { ageColumn, nameColumn, templateColumns } from './columns.ts';
import { keepStatus } from './keep-status.ts';
import { memoizeDefaults, withDefaultedSpec } from './memoized-defaults.ts';

type Spec = KindMap['ReplicaSet']['spec'];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');

const defaultSpec = memoizeDefaults<Spec>((spec) => withFields(spec, { replicas: spec.replicas ?? 1, template: defaultPodTemplate(spec.template) }));

/** Sources: pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation, pkg/registry/apps/replicaset/strategy.go. */
export const replicaSetDefinition: KindDefinition<'ReplicaSet'> = {
  kind: 'ReplicaSet', group: 'apps', version: 'v1', plural: 'replicasets', singular: 'replicaset', shortNames: ['rs'],
  namespaced: true, hasStatus: true, hasGeneration: true,
  applyDefaults: (object) => withDefaultedSpec(object, defaultSpec),
  prepareForCreate: (object) => ({ ...object, status: { replicas: 0 } }),
  prepareForUpdate: keepStatus,
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateSpec(next.spec),
    ...validateImmutable(next.spec.selector, previous.spec.selector, SPEC.child('selector')),
  ],
  columns: [
    nameColumn,
    { name: 'Desired', type: 'integer', priority: 0, description: 'How many pods are wanted.', value: ({ spec }) => spec.replicas ?? 1 },
    { name: 'Current', type: 'integer', priority: 0, description: 'How many pods there are.', value: ({ status }) => status?.replicas ?? 0 },
    { name: 'Ready', type: 'integer', priority: 0, description: 'How many of the pods are ready.', value: ({ status }) => status?.readyReplicas ?? 0 },
    ageColumn,
    ...templateColumns,
  ],
};

function validateSpec(spec: Spec): readonly FieldError[] {
  return [
    ...validateNonNegative(spec.replicas, SPEC.child('replicas')),
    ...validateNonNegative(spec.minReadySeconds, SPEC.child('minReadySeconds')),
    ...validateReplicaSelector(spec.selector, SPEC.child('selector')),
    ...validateReplicatedTemplate(spec.template, spec.selector, SPEC.child('template')),
  ];
}
