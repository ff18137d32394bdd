import type { FieldError } from '../errors.ts';
import { invalidValue, required, type FieldPath } from '../validation/field-error.ts';
import { configMapKeyProblems, dnsSubdomainProblems, envVarNameProblems } from '../validation/names.ts';
import { invalidFor, validateEach, validatePresent } from './checks.ts';
import type { EnvFromSource, EnvVar, EnvVarSource } from './pod-types.ts';
import { validateFieldSelector, validateResourceFieldSelector } from './validation-field-selectors.ts';
import { validateDescendingPath } from './validation-paths.ts';

const ENV_FIELDS = [
  'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP', 'status.hostIPs', 'status.podIP',
  'status.podIPs',
];
const NO_SOURCE = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';

/** Environment variables (ValidateEnv). */
export function validateEnv(variables: readonly EnvVar[] | undefined, path: FieldPath): readonly FieldError[] {
  return validateEach(variables, path, (variable, at) => [
    ...(variable.name ? invalidFor(at.child('name'), variable.name, envVarNameProblems(variable.name)) : [required(at.child('name'))]),
    ...(variable.valueFrom ? validateValueFrom(variable.valueFrom, variable.value ?? '', at.child('valueFrom')) : []),
  ]);
}

function validateValueFrom(source: EnvVarSource, value: string, path: FieldPath): readonly FieldError[] {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  const errors: FieldError[] = [];
  if (fieldRef) errors.push(...validateFieldSelector(fieldRef, ENV_FIELDS, path.child('fieldRef')));
  if (resourceFieldRef) errors.push(...validateResourceFieldSelector(resourceFieldRef, false, path.child('resourceFieldRef')));
  if (configMapKeyRef) errors.push(...validateKeySelector(configMapKeyRef, path.child('configMapKeyRef')));
  if (secretKeyRef) errors.push(...validateKeySelector(secretKeyRef, path.child('secretKeyRef')));
  if (fileKeyRef) errors.push(...validateFileKey(fileKeyRef, path.child('fileKeyRef')));
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter(Boolean).length;
  if (sources === 0) errors.push(invalidValue(path, '', NO_SOURCE));
  else if (value !== '') errors.push(invalidValue(path, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1) errors.push(invalidValue(path, '', 'may not have more than one field specified at a time'));
  return errors;
}

/** A key of a ConfigMap or a Secret. */
function validateKeySelector({ name = '', key }: NonNullable<EnvVarSource['configMapKeyRef']>, path: FieldPath): readonly FieldError[] {
  return [
    ...invalidFor(path.child('name'), name, dnsSubdomainProblems(name)),
    ...(key ? invalidFor(path.child('key'), key, configMapKeyProblems(key)) : [required(path.child('key'))]),
  ];
}

function validateFileKey({ volumeName, path: file, key }: NonNullable<EnvVarSource['fileKeyRef']>, path: FieldPath): readonly FieldError[] {
  return [
    ...validatePresent(key, path.child('key')),
    ...validatePresent(volumeName, path.child('volumeName')),
    ...(file ? validateDescendingPath(file, path.child('path')) : [required(path.child('path'))]),
  ];
}

/** Whole ConfigMaps and Secrets as variables (ValidateEnvFrom). */
export function validateEnvFrom(sources: readonly EnvFromSource[] | undefined, path: FieldPath): readonly FieldError[] {
  return validateEach(sources, path, ({ prefix, configMapRef, secretRef }, at) => {
    const errors: FieldError[] = [];
    if (prefix) errors.push(...invalidFor(at.child('prefix'), prefix, envVarNameProblems(prefix)));
    if (configMapRef) errors.push(...validateSourceName(configMapRef.name, at.child('configMapRef')));
    if (secretRef) errors.push(...validateSourceName(secretRef.name, at.child('secretRef')));
    // Upstream gives these two the path of the list.
    if (!configMapRef && !secretRef) errors.push(invalidValue(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    else if (configMapRef && secretRef) errors.push(invalidValue(path, '', 'may not have more than one field specified at a time'));
    return errors;
  });
}

function validateSourceName(name: string | undefined, path: FieldPath): readonly FieldError[] {
  return name ? invalidFor(path.child('name'), name, dnsSubdomainProblems(name)) : [required(path.child('name'))];
}
