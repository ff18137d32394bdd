import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { fieldPath, required } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { pathSegmentProblems, validatePolicyRules } from './role-rule-validation.ts';

type ClusterRole = KindMap['ClusterRole'];

const METADATA = fieldPath('metadata');
const SELECTORS = fieldPath('aggregationRule', 'clusterRoleSelectors');

/** Source: pkg/apis/rbac/validation ValidateClusterRole, ValidateClusterRoleUpdate. */
export const clusterRoleValidation: KindValidation<'ClusterRole'> = {
  validateCreate: validateClusterRole,
  validateUpdate: (next, previous) => [...validateClusterRole(next), ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA)],
};

function validateClusterRole({ metadata, rules, aggregationRule }: ClusterRole): readonly FieldError[] {
  return [
    ...validateMetadata(metadata, METADATA, { namespaced: false, nameProblems: pathSegmentProblems }),
    ...validatePolicyRules(rules, false),
    ...validateAggregation(aggregationRule),
  ];
}

function validateAggregation(rule: ClusterRole['aggregationRule']): readonly FieldError[] {
  if (!rule) return [];
  const selectors = rule.clusterRoleSelectors ?? [];
  if (selectors.length === 0) return [required(SELECTORS, 'at least one clusterRoleSelector required if aggregationRule is non-nil')];
  return selectors.flatMap((selector, position) => validateLabelSelector(selector, SELECTORS.index(position)));
}
