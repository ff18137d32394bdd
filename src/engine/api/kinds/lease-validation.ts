import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath, invalidValue } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';

const METADATA = fieldPath('metadata');
const SPEC = fieldPath('spec');

/** Source: pkg/apis/coordination/validation. */
export const leaseValidation: KindValidation<'Lease'> = {
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }), ...validateSpec(spec)],
  validateUpdate: (next, previous) => [...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...validateSpec(next.spec)],
};

function validateSpec({ leaseDurationSeconds, leaseTransitions }: KindMap['Lease']['spec']): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) {
    errors.push(invalidValue(SPEC.child('leaseDurationSeconds'), leaseDurationSeconds, 'must be greater than 0'));
  }
  errors.push(...validateNonNegative(leaseTransitions, SPEC.child('leaseTransitions')));
  return errors;
}
