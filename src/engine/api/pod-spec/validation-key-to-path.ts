import type { FieldError } from '../errors.ts';
import type { FieldPath } from '../validation/field-error.ts';
import { validatePresent } from './checks.ts';
import type { KeyToPath } from './pod-types.ts';
import { validateFileMode, validateProjectedPath } from './validation-paths.ts';

/** A key of a ConfigMap or Secret, and the file it becomes. */
export function validateKeyToPath({ key, path: target, mode }: KeyToPath, path: FieldPath): readonly FieldError[] {
  return [
    ...validatePresent(key, path.child('key')),
    ...validatePresent(target, path.child('path')),
    ...validateProjectedPath(target, path.child('path')),
    ...validateFileMode(mode, path.child('mode')),
  ];
}
