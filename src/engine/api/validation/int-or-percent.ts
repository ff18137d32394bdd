import type { FieldError } from '../errors.ts';
import { validateNonNegative } from './field-checks.ts';
import { invalidValue, type FieldPath } from './field-error.ts';
import { percentProblems } from './names.ts';

/** A number that is not negative, or a percentage (pkg/apis/apps/validation ValidatePositiveIntOrPercent). */
export function validateIntOrPercent(value: string | number, path: FieldPath): readonly FieldError[] {
  if (typeof value === 'number') return validateNonNegative(value, path);
  return percentProblems(value).map((problem) => invalidValue(path, value, problem));
}

/** IsNotMoreThan100Percent. */
export function validateAtMostWhole(value: string | number, path: FieldPath): readonly FieldError[] {
  return typeof value === 'string' && amountOf(value) > 100 ? [invalidValue(path, value, 'must not be greater than 100%')] : [];
}

/** The number, or the number before `%`; 0 when the text is no percentage (getIntOrPercentValue). */
export function amountOf(value: string | number): number {
  if (typeof value === 'number') return value;
  return percentProblems(value).length === 0 ? Number.parseInt(value, 10) : 0;
}
