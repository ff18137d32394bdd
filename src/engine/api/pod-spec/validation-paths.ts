import type { FieldError } from '../errors.ts';
import { invalidValue, type FieldPath } from '../validation/field-error.ts';

/** The most a file's permissions can be. */
const MAX_MODE = 0o777;

/** A file's permissions; absent ones are fine. */
export function validateFileMode(mode: number | undefined, path: FieldPath): readonly FieldError[] {
  if (mode === undefined || (mode >= 0 && mode <= MAX_MODE)) return [];
  return [invalidValue(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}

/** A path below some directory that does not lead out of it. */
export function validateDescendingPath(target: string, path: FieldPath): readonly FieldError[] {
  const errors = target.startsWith('/') ? [invalidValue(path, target, 'must be a relative path')] : [];
  return [...errors, ...validateNoBacksteps(target, path)];
}

export function validateNoBacksteps(target: string, path: FieldPath): readonly FieldError[] {
  return hasBacksteps(target) ? [invalidValue(path, target, "must not contain '..'")] : [];
}

export function hasBacksteps(target: string): boolean {
  return target.split('/').includes('..');
}

/** As {@link validateDescendingPath}, for files the kubelet writes: names that start with two dots are its own. */
export function validateProjectedPath(target: string, path: FieldPath): readonly FieldError[] {
  const errors = validateDescendingPath(target, path);
  if (!target.startsWith('..') || target.startsWith('../')) return errors;
  return [...errors, invalidValue(path, target, "must not start with '..'")];
}
