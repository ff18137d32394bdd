import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { validateImmutable, validateNonNegative } from '../validation/field-checks.ts';
import { fieldPath, required } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';

type ControllerRevision = KindMap['ControllerRevision'];

const METADATA = fieldPath('metadata');

/** Source: pkg/apis/apps/validation ValidateControllerRevision, ValidateControllerRevisionUpdate. Only the number can change. */
export const controllerRevisionValidation: KindValidation<'ControllerRevision'> = {
  validateCreate: validateRevision,
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateRevision(next),
    ...validateImmutable(next.data, previous.data, fieldPath('data')),
  ],
};

function validateRevision({ metadata, data, revision }: ControllerRevision): readonly FieldError[] {
  return [
    ...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }),
    ...(data === undefined ? [required(fieldPath('data'), 'data is mandatory')] : []),
    ...validateNonNegative(revision, fieldPath('revision')),
  ];
}
