import type { FieldError } from '../errors.ts';
import { forbiddenField, invalidValue, required, type FieldPath } from '../validation/field-error.ts';
import { validateEach, validatePresent } from './checks.ts';
import type { DownwardFile, KeyToPath, Projection, Volume } from './pod-types.ts';
import { validateFieldSelector, validateResourceFieldSelector } from './validation-field-selectors.ts';
import { validateKeyToPath } from './validation-key-to-path.ts';
import { validateFileMode, validateProjectedPath } from './validation-paths.ts';

const FILE_FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];
const LEAST_TOKEN_SECONDS = 600;
const MOST_TOKEN_SECONDS = 2 ** 32;

/** One file of the downward API (validateDownwardAPIVolumeFile). Upstream gives all files the path of their volume. */
export function validateDownwardFile(file: DownwardFile, path: FieldPath): readonly FieldError[] {
  const { fieldRef, resourceFieldRef } = file;
  const errors = [...validatePresent(file.path, path.child('path')), ...validateProjectedPath(file.path, path.child('path'))];
  if (fieldRef) errors.push(...validateFieldSelector(fieldRef, FILE_FIELDS, path.child('fieldRef')));
  if (fieldRef && resourceFieldRef) errors.push(invalidValue(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
  else if (resourceFieldRef) errors.push(...validateResourceFieldSelector(resourceFieldRef, true, path.child('resourceFieldRef')));
  else if (!fieldRef) errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'));
  errors.push(...validateFileMode(file.mode, path.child('mode')));
  return errors;
}

/** Several sources in one directory (validateProjectedVolumeSource). */
export function validateProjected(projected: NonNullable<Volume['projected']>, path: FieldPath): readonly FieldError[] {
  const taken = new Set<string>();
  return [
    ...validateFileMode(projected.defaultMode, path.child('defaultMode')),
    ...validateEach(projected.sources, path.child('sources'), (source, at) => validateProjection(source, taken, path, at)),
  ];
}

function validateProjection(source: Projection, taken: Set<string>, volume: FieldPath, path: FieldPath): readonly FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken: token } = source;
  const errors: FieldError[] = [];
  if (secret) errors.push(...validateNamedFiles(secret, taken, volume, path.child('secret')));
  if (configMap) errors.push(...validateNamedFiles(configMap, taken, volume, path.child('configMap')));
  for (const file of downwardAPI?.items ?? []) {
    errors.push(...validateDownwardFile(file, path.child('downwardAPI')), ...validateFree(file.path, file.path, taken, volume));
  }
  if (token) errors.push(...validateToken(token, volume, path.child('serviceAccountToken')));
  const sources = Object.values(source).filter((value) => value !== undefined);
  if (sources.length > 1) errors.push(forbiddenField(path, 'may not specify more than 1 volume type per source'));
  return errors;
}

interface NamedFiles {
  readonly name?: string;
  readonly items?: readonly KeyToPath[];
}

function validateNamedFiles({ name, items }: NamedFiles, taken: Set<string>, volume: FieldPath, path: FieldPath): readonly FieldError[] {
  return [
    ...validatePresent(name, path.child('name')),
    ...validateEach(items, path.child('items'), (item, at) => [...validateKeyToPath(item, at), ...validateFree(item.path, name ?? '', taken, volume)]),
  ];
}

/** Two sources cannot make the same file. */
function validateFree(target: string, shown: string, taken: Set<string>, volume: FieldPath): readonly FieldError[] {
  if (target === '') return [];
  if (taken.has(target)) return [invalidValue(volume, shown, 'conflicting duplicate paths')];
  taken.add(target);
  return [];
}

function validateToken(token: NonNullable<Projection['serviceAccountToken']>, volume: FieldPath, path: FieldPath): readonly FieldError[] {
  const { expirationSeconds = 0, path: target } = token;
  const errors: FieldError[] = [];
  const lifetime = path.child('expirationSeconds');
  if (expirationSeconds < LEAST_TOKEN_SECONDS) errors.push(invalidValue(lifetime, expirationSeconds, 'may not specify a duration less than 10 minutes'));
  if (expirationSeconds > MOST_TOKEN_SECONDS) errors.push(invalidValue(lifetime, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'));
  // Upstream gives the file the path of its volume.
  errors.push(...(target ? validateProjectedPath(target, volume.child('path')) : [required(volume.child('path'))]));
  return errors;
}
