import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import { invalidValue, type FieldPath } from './field-error.ts';

/** apimachinery/pkg/api/validation ValidateNonnegativeField; what is absent is fine. */
export function validateNonNegative(value: number | null | undefined, path: FieldPath): readonly FieldError[] {
  return value !== undefined && value !== null && value < 0 ? [invalidValue(path, value, 'must be greater than or equal to 0')] : [];
}

/** apimachinery/pkg/api/validation ValidateImmutableField. */
export function validateImmutable(next: unknown, previous: unknown, path: FieldPath): readonly FieldError[] {
  return isSame(next, previous) ? [] : [invalidValue(path, next, 'field is immutable')];
}
