import type { FieldError } from '../errors.ts';
import { duplicateValue, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';

type Validate<T> = (value: T, path: FieldPath) => readonly FieldError[];

/** One error for each problem of a value. */
export function invalidFor(path: FieldPath, value: unknown, problems: readonly string[]): readonly FieldError[] {
  return problems.map((problem) => invalidValue(path, value, problem));
}

/** A text that must be there and have one of some values. */
export function validateChoice(value: string | undefined, supported: readonly string[], path: FieldPath): readonly FieldError[] {
  return value ? validateOptionalChoice(value, supported, path) : [required(path)];
}

/** A text that, when it is there, must have one of some values. */
export function validateOptionalChoice(value: string | undefined, supported: readonly string[], path: FieldPath): readonly FieldError[] {
  return value === undefined || supported.includes(value) ? [] : [notSupported(path, value, supported)];
}

export function validatePresent(value: string | undefined, path: FieldPath): readonly FieldError[] {
  return value ? [] : [required(path)];
}

/** An error if the name is among those seen; else it is noted as seen. */
export function validateUnused(name: string, seen: Set<string>, path: FieldPath): readonly FieldError[] {
  if (seen.has(name)) return [duplicateValue(path, name)];
  seen.add(name);
  return [];
}

/** `validate` for each item at its place. */
export function validateEach<T>(items: readonly T[] | undefined, path: FieldPath, validate: Validate<T>): readonly FieldError[] {
  return (items ?? []).flatMap((item, position) => validate(item, path.index(position)));
}

/** `validate` of a value that is there. */
export function validateIfPresent<T>(value: T | undefined, path: FieldPath, validate: Validate<T>): readonly FieldError[] {
  return value === undefined ? [] : validate(value, path);
}
