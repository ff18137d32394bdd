import type { FieldError } from '../errors.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath, invalidValue } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';
import { ageColumn, nameColumn } from './columns.ts';

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');

/** Every node writes one every few seconds: nothing is filled in or copied. Source: pkg/apis/coordination/validation. */
export const leaseDefinition: KindDefinition<'Lease'> = {
  kind: 'Lease', group: 'coordination.k8s.io', version: 'v1', plural: 'leases', singular: 'lease', shortNames: [],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...validateSpec(next.spec)],
  columns: [
    nameColumn,
    { name: 'Holder', type: 'string', priority: 0, description: 'Who holds the lease.', value: ({ spec }) => spec.holderIdentity ?? '' },
    ageColumn,
  ],
};

function validateSpec({ leaseDurationSeconds, leaseTransitions }: KindMap['Lease']['spec']): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) {
    errors.push(invalidValue(SPEC.child('leaseDurationSeconds'), leaseDurationSeconds, 'must be greater than 0'));
  }
  errors.push(...validateNonNegative(leaseTransitions, SPEC.child('leaseTransitions')));
  return errors;
}
