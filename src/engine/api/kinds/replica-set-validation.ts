import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateImmutable, validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';
import { validateReplicatedTemplate, validateReplicaSelector } from '../validation/replicated-template.ts';

type Spec = KindMap['ReplicaSet']['spec'];

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');

/** Source: pkg/apis/apps/validation ValidateReplicaSet, ValidateReplicaSetUpdate. */
export const replicaSetValidation: KindValidation<'ReplicaSet'> = {
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateSpec(next.spec),
    ...validateImmutable(next.spec.selector, previous.spec.selector, SPEC.child('selector')),
  ],
};

function validateSpec(spec: Spec): readonly FieldError[] {
  return [
    ...validateNonNegative(spec.replicas, SPEC.child('replicas')),
    ...validateNonNegative(spec.minReadySeconds, SPEC.child('minReadySeconds')),
    ...validateReplicaSelector(spec.selector, SPEC.child('selector')),
    ...validateReplicatedTemplate(spec, SPEC),
  ];
}
