import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { fieldPath, invalidValue } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsLabelProblems, qualifiedNameProblems } from '../validation/names.ts';

type Namespace = KindMap['Namespace'];

const METADATA = fieldPath('metadata');

/** Source: pkg/apis/core/validation ValidateNamespace, ValidateNamespaceUpdate. */
export const namespaceValidation: KindValidation<'Namespace'> = {
  validateCreate: ({ metadata, spec }) => [...validateMetadata(metadata, METADATA, { namespaced: false, nameProblems: dnsLabelProblems }), ...validateFinalizers(spec)],
  validateUpdate: (next, previous) => validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
};

function validateFinalizers(spec: Namespace['spec']): readonly FieldError[] {
  const path = fieldPath('spec', 'finalizers');
  return (spec?.finalizers ?? []).flatMap((finalizer) => qualifiedNameProblems(finalizer).map((problem) => invalidValue(path, finalizer, problem)));
}
