import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { fieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { validateGrant, validateSameRole } from './role-reference-validation.ts';
import { pathSegmentProblems } from './role-rule-validation.ts';

const METADATA = fieldPath('metadata');

/** Source: pkg/apis/rbac/validation ValidateClusterRoleBinding, ValidateClusterRoleBindingUpdate. */
export const clusterRoleBindingValidation: KindValidation<'ClusterRoleBinding'> = {
  validateCreate: validateClusterRoleBinding,
  validateUpdate: (next, previous) => [
    ...validateClusterRoleBinding(next), ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA), ...validateSameRole(next, previous),
  ],
};

function validateClusterRoleBinding(binding: KindMap['ClusterRoleBinding']): readonly FieldError[] {
  return [...validateMetadata(binding.metadata, METADATA, { namespaced: false, nameProblems: pathSegmentProblems }), ...validateGrant(binding, false)];
}
