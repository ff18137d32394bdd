import type { FieldError } from '../errors.ts';
import type { KindMap } from '../object.ts';
import { fieldPath, invalidValue, required, type FieldPath } from '../validation/field-error.ts';

type PolicyRule = NonNullable<KindMap['Role']['rules']>[number];

const RULES = fieldPath('rules');

/**
 * What is wrong with the name of a role or a binding: it need only be fit for a path (apimachinery/pkg/api/validation/path
 * IsValidPathSegmentName).
 */
export function pathSegmentProblems(name: string): readonly string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}

/** pkg/apis/rbac/validation validatePolicyRule, of every rule. */
export function validatePolicyRules(rules: readonly PolicyRule[] | undefined, namespaced: boolean): readonly FieldError[] {
  return (rules ?? []).flatMap((rule, position) => validatePolicyRule(rule, namespaced, RULES.index(position)));
}

function validatePolicyRule(rule: PolicyRule, namespaced: boolean, path: FieldPath): readonly FieldError[] {
  const { apiGroups = [], nonResourceURLs = [], resourceNames = [], resources = [], verbs } = rule;
  const errors: FieldError[] = [];
  if (verbs.length === 0) errors.push(required(path.child('verbs'), 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    const refuse = (detail: string): FieldError => invalidValue(path.child('nonResourceURLs'), nonResourceURLs, detail);
    if (namespaced) errors.push(refuse('namespaced rules cannot apply to non-resource URLs'));
    if (apiGroups.length > 0 || resources.length > 0 || resourceNames.length > 0) errors.push(refuse('rules cannot apply to both regular resources and non-resource URLs'));
    return errors;
  }
  if (apiGroups.length === 0) errors.push(required(path.child('apiGroups'), 'resource rules must supply at least one api group'));
  if (resources.length === 0) errors.push(required(path.child('resources'), 'resource rules must supply at least one resource'));
  return errors;
}
