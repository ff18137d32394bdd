import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { fieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { validateGrant, validateSameRole } from './role-reference-validation.ts';
import { pathSegmentProblems } from './role-rule-validation.ts';

const METADATA = fieldPath('metadata');

/** Source: pkg/apis/rbac/validation ValidateRoleBinding, ValidateRoleBindingUpdate. */
export const roleBindingValidation: KindValidation<'RoleBinding'> = {
  validateCreate: validateRoleBinding,
  validateUpdate: (next, previous) => [
    ...validateRoleBinding(next), ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...validateSameRole(next, previous),
  ],
};

function validateRoleBinding(binding: KindMap['RoleBinding']): readonly FieldError[] {
  return [...validateMetadata(binding.metadata, METADATA, { namespaced: true, nameProblems: pathSegmentProblems }), ...validateGrant(binding, true)];
}
