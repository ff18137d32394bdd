import type { FieldError } from '../errors.ts';
import { duplicateValue, forbiddenField, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateLabelKey } from '../validation/metadata.ts';
import { labelValueProblems, qualifiedNameProblems } from '../validation/names.ts';
import { invalidFor, validateEach, validateOptionalChoice, validateUnused } from './checks.ts';
import type { PodSpec, SpreadConstraint, Toleration } from './pod-types.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const UNSATISFIABLE_ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const INCLUSION_POLICIES = ['Honor', 'Ignore'];

export function validateTolerations(tolerations: readonly Toleration[] | undefined, path: FieldPath): readonly FieldError[] {
  return validateEach(tolerations, path, (toleration, at) => {
    const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration;
    const errors: FieldError[] = [];
    if (key !== '') errors.push(...validateLabelKey(key, at.child('key')));
    if (key === '' && operator !== 'Exists') {
      errors.push(invalidValue(at.child('operator'), operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"'));
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(invalidValue(at.child('effect'), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    errors.push(...validateTolerationOperator(operator, value, at.child('operator')));
    if (effect !== '') errors.push(...validateOptionalChoice(effect, EFFECTS, at.child('effect')));
    return errors;
  });
}

function validateTolerationOperator(operator: string, value: string, path: FieldPath): readonly FieldError[] {
  if (operator === 'Exists') return value === '' ? [] : [invalidValue(path, value, "value must be empty when `operator` is 'Exists'")];
  // Numbers are compared behind a feature gate that is off, and named all the same to those who try.
  const isComparison = operator === 'Lt' || operator === 'Gt';
  if (operator !== '' && operator !== 'Equal') return [notSupported(path, operator, isComparison ? ['Equal', 'Exists', 'Lt', 'Gt'] : ['Equal', 'Exists'])];
  const problems = labelValueProblems(value);
  return problems.length === 0 ? [] : [invalidValue(path, value, problems.join(';'))];
}

/** Source: validateTopologySpreadConstraints. */
export function validateSpreadConstraints(constraints: readonly SpreadConstraint[] | undefined, path: FieldPath): readonly FieldError[] {
  return (constraints ?? []).flatMap((constraint, position) => {
    const at = path.index(position);
    const { maxSkew, topologyKey, whenUnsatisfiable: action } = constraint;
    const errors: FieldError[] = [];
    if (maxSkew <= 0) errors.push(invalidValue(at.child('maxSkew'), maxSkew, 'must be greater than zero'));
    if (topologyKey === '') errors.push(required(at.child('topologyKey'), 'can not be empty'));
    errors.push(...validateOptionalChoice(action, UNSATISFIABLE_ACTIONS, at.child('whenUnsatisfiable')));
    if (constraints?.slice(position + 1).some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === action)) {
      errors.push(duplicateValue(at.child('{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${action}}`));
    }
    return [
      ...errors,
      ...validateMinDomains(constraint, at.child('minDomains')),
      ...validateOptionalChoice(constraint.nodeAffinityPolicy, INCLUSION_POLICIES, at.child('nodeAffinityPolicy')),
      ...validateOptionalChoice(constraint.nodeTaintsPolicy, INCLUSION_POLICIES, at.child('nodeTaintsPolicy')),
      ...validateSpreadLabelKeys(constraint, at.child('matchLabelKeys')),
      ...validateLabelSelector(constraint.labelSelector, at.child('labelSelector')),
    ];
  });
}

function validateMinDomains({ minDomains, whenUnsatisfiable: action }: SpreadConstraint, path: FieldPath): readonly FieldError[] {
  if (minDomains === undefined) return [];
  return [
    ...(minDomains > 0 ? [] : [invalidValue(path, minDomains, 'must be greater than zero')]),
    ...(action === 'DoNotSchedule' ? [] : [invalidValue(path, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`)]),
  ];
}

function validateSpreadLabelKeys({ matchLabelKeys = [], labelSelector }: SpreadConstraint, path: FieldPath): readonly FieldError[] {
  if (matchLabelKeys.length === 0) return [];
  return [
    ...(labelSelector ? [] : [forbiddenField(path, 'must not be specified when labelSelector is not set')]),
    ...validateEach(matchLabelKeys, path, validateLabelKey),
  ];
}

export function validateSchedulingGates(gates: PodSpec['schedulingGates'], path: FieldPath): readonly FieldError[] {
  const names = new Set<string>();
  return validateEach(gates, path, ({ name }, at) => [...invalidFor(at, name, qualifiedNameProblems(name)), ...validateUnused(name, names, at)]);
}

export function validateReadinessGates(gates: PodSpec['readinessGates'], path: FieldPath): readonly FieldError[] {
  return validateEach(gates, path, ({ conditionType }, at) => invalidFor(at.child('conditionType'), conditionType, qualifiedNameProblems(conditionType)));
}
