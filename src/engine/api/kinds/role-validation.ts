import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { fieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { pathSegmentProblems, validatePolicyRules } from './role-rule-validation.ts';

const METADATA = fieldPath('metadata');

/** Source: pkg/apis/rbac/validation ValidateRole, ValidateRoleUpdate. */
export const roleValidation: KindValidation<'Role'> = {
  validateCreate: validateRole,
  validateUpdate: (next, previous) => [...validateRole(next), ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA)],
};

function validateRole({ metadata, rules }: KindMap['Role']): readonly FieldError[] {
  return [...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: pathSegmentProblems }), ...validatePolicyRules(rules, true)];
}
