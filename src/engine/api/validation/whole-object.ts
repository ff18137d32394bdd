import type { FieldError } from '../errors.ts';
import { fieldPath, forbiddenField, tooLong } from './field-error.ts';

/** Upstream's empty path prints as `[]`; the problem is the object's as a whole. */
const WHOLE = fieldPath('[]');

export function forbiddenChange(detail: string): FieldError {
  return { ...forbiddenField(WHOLE, detail), path: [] };
}

export function objectTooLong(mostBytes: number): FieldError {
  return { ...tooLong(WHOLE, mostBytes), path: [] };
}
