import type { FieldError } from '../errors.ts';
import type { KindMap } from '../object.ts';
import { parseQuantity, scaledValue } from '../schema/quantity.ts';
import { duplicateValue, forbiddenField, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { dnsLabelProblems, dnsSubdomainProblems } from '../validation/names.ts';

type ClaimTemplate = NonNullable<KindMap['StatefulSet']['spec']['volumeClaimTemplates']>[number];
type ClaimSpec = NonNullable<ClaimTemplate['spec']>;

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];

/** The claims that each pod of a StatefulSet is to have (ValidateVolumeClaimTemplates; pkg/apis/core/validation ValidatePersistentVolumeClaimSpec). */
export function validateClaimTemplates(claims: readonly ClaimTemplate[], path: FieldPath): readonly FieldError[] {
  const names = new Set<string>();
  return claims.flatMap((claim, position) => {
    const at = path.index(position);
    const name = claim.metadata?.name ?? '';
    const isRepeated = name !== '' && names.has(name);
    names.add(name);
    return [
      ...validateName(name, at.child('metadata', 'name')),
      ...(isRepeated ? [duplicateValue(at.child('metadata', 'name'), name)] : []),
      ...validateClaimSpec(claim.spec ?? {}, at.child('spec')),
    ];
  });
}

/** It becomes the name of a volume. */
function validateName(name: string, path: FieldPath): readonly FieldError[] {
  return name === '' ? [required(path)] : dnsLabelProblems(name).map((problem) => invalidValue(path, name, problem));
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
