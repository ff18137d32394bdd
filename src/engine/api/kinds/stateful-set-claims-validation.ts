import type { FieldError } from '../errors.ts';
import type { KindMap } from '../object.ts';
import { parseQuantity, scaledValue } from '../schema/quantity.ts';
import { forbiddenField, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';

type ClaimTemplate = NonNullable<KindMap['StatefulSet']['spec']['volumeClaimTemplates']>[number];
type ClaimSpec = NonNullable<ClaimTemplate['spec']>;

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];

/** The claims that each pod of a StatefulSet is to have; their names are looked at as those of volumes (validateVolumeClaimTemplates; pkg/apis/core/validation ValidatePersistentVolumeClaimSpec). */
export function validateClaimTemplates(claims: readonly ClaimTemplate[], path: FieldPath): readonly FieldError[] {
  return claims.flatMap((claim, position) => validateClaimSpec(claim.spec ?? {}, path.index(position).child('spec')));
}

function validateClaimSpec({ accessModes = [], selector, resources, storageClassName, volumeMode }: ClaimSpec, path: FieldPath): readonly FieldError[] {
  return [
    ...validateAccessModes(accessModes, path.child('accessModes')),
    ...validateLabelSelector(selector, path.child('selector')),
    ...validateStorage(resources?.requests?.['storage'], path.child('resources').key('storage')),
    ...(storageClassName ? dnsSubdomainProblems(storageClassName).map((problem) => invalidValue(path.child('storageClassName'), storageClassName, problem)) : []),
    ...(volumeMode === undefined || VOLUME_MODES.includes(volumeMode) ? [] : [notSupported(path.child('volumeMode'), volumeMode, VOLUME_MODES)]),
  ];
}

function validateAccessModes(modes: readonly string[], path: FieldPath): readonly FieldError[] {
  if (modes.length === 0) return [required(path, 'at least 1 access mode is required')];
  const errors = modes.filter((mode) => !ACCESS_MODES.includes(mode)).map((mode) => notSupported(path, mode, ACCESS_MODES));
  const isShared = modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod');
  return isShared ? [...errors, forbiddenField(path, 'may not use ReadWriteOncePod with other access modes')] : errors;
}

function validateStorage(amount: string | undefined, path: FieldPath): readonly FieldError[] {
  if (amount === undefined) return [required(path)];
  const parsed = parseQuantity(amount);
  return parsed.ok && scaledValue(parsed.quantity, 0) > 0 ? [] : [invalidValue(path, amount, 'must be greater than zero')];
}
