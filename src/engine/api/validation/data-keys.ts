import type { FieldError } from '../errors.ts';
import { isSame } from '../equality.ts';
import { fieldPath, forbiddenField, invalidValue } from './field-error.ts';
import { configMapKeyProblems } from './names.ts';

/** The most that the values of a ConfigMap or Secret may take together (core.MaxSecretSize). */
export const MOST_DATA_BYTES = 1024 * 1024;

type Data = Readonly<Record<string, string>> | undefined;
interface Sealable {
  readonly immutable?: boolean;
}

/** Keys of one of the maps of a ConfigMap or Secret; none may be in the map beside it as well. */
export function validateDataKeys(data: Data, field: string, beside?: { readonly data: Data; readonly field: string }): readonly FieldError[] {
  const path = fieldPath(field);
  return Object.keys(data ?? {}).flatMap((key) => {
    const errors = configMapKeyProblems(key).map((problem) => invalidValue(path.key(key), key, problem));
    const isDouble = beside?.data?.[key] !== undefined;
    return isDouble ? [...errors, invalidValue(path.key(key), key, `duplicate of key present in ${beside.field}`)] : errors;
  });
}

/** Once `immutable` is set neither it nor these fields change. */
export function validateSealed<T extends Sealable>(next: T, previous: T, fields: readonly (keyof T & string)[]): readonly FieldError[] {
  if (previous.immutable !== true) return [];
  const detail = 'field is immutable when `immutable` is set';
  const changed = fields.filter((field) => !isSame(next[field] ?? {}, previous[field] ?? {}));
  return [...(next.immutable === true ? [] : ['immutable']), ...changed].map((field) => forbiddenField(fieldPath(field), detail));
}
