import type { FieldError, FieldErrorType } from '../errors.ts';
import { goQuote } from '../schema/go-quote.ts';

/**
 * Where a value stands in an object, and how upstream writes it: `spec.containers[0].image`, `metadata.labels[app]`
 * (apimachinery/pkg/util/validation/field/path.go).
 */
export interface FieldPath {
  readonly elements: readonly (string | number)[];
  readonly text: string;
  /** A field, or a field of a field. */
  child(...names: readonly string[]): FieldPath;
  /** An item of a list. */
  index(position: number): FieldPath;
  /** A key of a map. */
  key(name: string): FieldPath;
}

/** The path of a top-level field. */
export function fieldPath(...names: readonly string[]): FieldPath {
  return makePath(names, names.join('.'));
}

function makePath(elements: readonly (string | number)[], text: string): FieldPath {
  return {
    elements,
    text,
    child: (...names) => makePath([...elements, ...names], text === '' ? names.join('.') : `${text}.${names.join('.')}`),
    index: (position) => makePath([...elements, position], `${text}[${position}]`),
    key: (name) => makePath([...elements, name], `${text}[${name}]`),
  };
}

/** Upstream's words before the detail, where the value is not shown. */
const WORDS: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueTypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
};

/** A path that upstream calls by another name than the field has on the wire. */
export function calledPath(path: FieldPath, text: string): FieldPath {
  return makePath(path.elements, text);
}

/** A value as upstream's messages show it: text quoted, numbers and booleans plain, `null`, and all else as JSON. */
function shown(value: unknown): string {
  if (typeof value === 'string') return goQuote(value);
  if (value === undefined || value === null) return 'null';
  return typeof value === 'object' ? goJson(value) : String(value);
}

/** JSON as Go writes it, which is fit to stand in a page. */
export function goJson(value: object, indent = 0): string {
  return JSON.stringify(value, undefined, indent).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

function fieldError(type: FieldErrorType, path: FieldPath, value: string | undefined, detail: string): FieldError {
  const parts = [path.text, WORDS[type], ...(value === undefined ? [] : [value]), ...(detail === '' ? [] : [detail])];
  return { type, path: path.elements, message: parts.join(': ') };
}

export function required(path: FieldPath, detail = ''): FieldError {
  return fieldError('FieldValueRequired', path, undefined, detail);
}
export function invalidValue(path: FieldPath, value: unknown, detail: string): FieldError {
  return fieldError('FieldValueInvalid', path, shown(value), detail);
}
/** An invalid value that the message leaves out (field.OmitValueType). */
export function invalidWithoutValue(path: FieldPath, detail: string): FieldError {
  return fieldError('FieldValueInvalid', path, undefined, detail);
}
/** A repetition of what the message leaves out. */
export function duplicateWithoutValue(path: FieldPath): FieldError {
  return fieldError('FieldValueDuplicate', path, undefined, '');
}
/** The value is of another type than the field. */
export function typeInvalid(path: FieldPath, value: unknown, detail: string): FieldError {
  return fieldError('FieldValueTypeInvalid', path, shown(value), detail);
}
/** `Unsupported value: "x": supported values: "a", "b"`. */
export function notSupported(path: FieldPath, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length > 0 ? `supported values: ${supported.map(goQuote).join(', ')}` : '';
  return fieldError('FieldValueNotSupported', path, shown(value), detail);
}
export function forbiddenField(path: FieldPath, detail: string): FieldError {
  return fieldError('FieldValueForbidden', path, undefined, detail);
}
export function duplicateValue(path: FieldPath, value: unknown): FieldError {
  return fieldError('FieldValueDuplicate', path, shown(value), '');
}
export function notFoundValue(path: FieldPath, value: unknown): FieldError {
  return fieldError('FieldValueNotFound', path, shown(value), '');
}
/** `Too long: may not be more than 10 bytes`. */
export function tooLong(path: FieldPath, maxBytes: number): FieldError {
  return fieldError('FieldValueTooLong', path, undefined, `may not be more than ${maxBytes} bytes`);
}
export function tooMany(path: FieldPath, actual: number, most: number): FieldError {
  return fieldError('FieldValueTooMany', path, String(actual), `must have at most ${most} ${most === 1 ? 'item' : 'items'}`);
}
