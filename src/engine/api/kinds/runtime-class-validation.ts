import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { invalidFor, validateEach } from '../pod-spec/checks.ts';
import { validateOverhead } from '../pod-spec/validation-resources.ts';
import { validateTolerations } from '../pod-spec/validation-scheduling.ts';
import { validateImmutable } from '../validation/field-checks.ts';
import { duplicateValue, fieldPath, required } from '../validation/field-error.ts';
import { validateLabels, validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsLabelProblems, dnsSubdomainProblems } from '../validation/names.ts';

const METADATA = fieldPath('metadata');
const HANDLER = fieldPath('handler');
const OVERHEAD = fieldPath('overhead');
const SCHEDULING = fieldPath('scheduling');

/** Source: pkg/apis/node/validation ValidateRuntimeClass, ValidateRuntimeClassUpdate. */
export const runtimeClassValidation: KindValidation<'RuntimeClass'> = {
  validateCreate: ({ metadata, handler, overhead, scheduling }) => [
    ...validateMetadata(metadata, METADATA, { namespaced: false, nameProblems: dnsSubdomainProblems }),
    ...(handler === '' ? [required(HANDLER)] : invalidFor(HANDLER, handler, dnsLabelProblems(handler))),
    ...(overhead ? validateOverhead(overhead.podFixed ?? {}, OVERHEAD) : []),
    ...(scheduling ? validateScheduling(scheduling) : []),
  ],
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateImmutable(next.handler, previous.handler, HANDLER),
  ],
};

function validateScheduling({ nodeSelector, tolerations }: NonNullable<KindMap['RuntimeClass']['scheduling']>): readonly FieldError[] {
  const path = SCHEDULING.child('tolerations');
  const seen: NonNullable<typeof tolerations>[number][] = [];
  return [
    ...validateLabels(nodeSelector, SCHEDULING.child('nodeSelector')),
    ...validateTolerations(tolerations, path),
    ...validateEach(tolerations, path, (toleration, at) => {
      const isRepeated = seen.some((other) => isSame(other, toleration));
      seen.push(toleration);
      return isRepeated ? [duplicateValue(at, toleration)] : [];
    }),
  ];
}
