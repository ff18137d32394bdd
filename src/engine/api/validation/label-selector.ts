import type { FieldError } from '../errors.ts';
import type { LabelSelector } from '../selectors.ts';
import { fieldPath, forbiddenField, invalidValue, required, type FieldPath } from './field-error.ts';
import { labelValueProblems } from './names.ts';
import { validateLabelKey, validateLabels } from './metadata.ts';

/** What is wrong with a selector; an absent one is fine (apimachinery/pkg/apis/meta/v1/validation ValidateLabelSelector). */
export function validateLabelSelector(selector: LabelSelector | undefined, path: FieldPath): readonly FieldError[] {
  const errors = [...validateLabels(selector?.matchLabels, path.child('matchLabels'))];
  for (const [position, requirement] of (selector?.matchExpressions ?? []).entries()) {
    errors.push(...validateRequirement(requirement, path.child('matchExpressions').index(position)));
  }
  return errors;
}

/** Whether a selector can be compared with labels at all (LabelSelectorAsSelector). */
export function isReadableSelector(selector: LabelSelector | undefined): boolean {
  return validateLabelSelector(selector, fieldPath()).length === 0;
}

/** A selector as messages show it: labels in the order of their keys, as Go writes maps. */
export function selectorForm({ matchLabels, matchExpressions }: LabelSelector): object {
  return {
    ...(matchLabels === undefined ? {} : { matchLabels: labelsForm(matchLabels) }),
    ...(matchExpressions === undefined ? {} : { matchExpressions: matchExpressions.map(({ key, operator, values }) => ({ key, operator, values })) }),
  };
}

export function labelsForm(labels: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

function validateRequirement({ key, operator, values = [] }: Requirement, path: FieldPath): readonly FieldError[] {
  return [...validateOperator(operator, values, path), ...validateLabelKey(key, path.child('key')), ...validateValues(values, path.child('values'))];
}

function validateOperator(operator: string, values: readonly string[], path: FieldPath): readonly FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 ? [] : [required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0 ? [] : [forbiddenField(path.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return [invalidValue(path.child('operator'), operator, 'not a valid selector operator')];
  }
}

function validateValues(values: readonly string[], path: FieldPath): readonly FieldError[] {
  return values.flatMap((value, position) => labelValueProblems(value).map((problem) => invalidValue(path.index(position), value, problem)));
}
