import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { base64ByteCount } from '../schema/base64.ts';
import { byteLength } from '../validation/byte-length.ts';
import { MOST_DATA_BYTES, validateDataKeys, validateSealed } from '../validation/data-keys.ts';
import { fieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';
import { objectTooLong } from '../validation/whole-object.ts';

type ConfigMap = KindMap['ConfigMap'];

const METADATA = fieldPath('metadata');

/** Source: pkg/apis/core/validation ValidateConfigMap, ValidateConfigMapUpdate. */
export const configMapValidation: KindValidation<'ConfigMap'> = {
  validateCreate: validateConfigMap,
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateSealed(next, previous, ['data', 'binaryData']),
    ...validateConfigMap(next),
  ],
};

function validateConfigMap({ metadata, data, binaryData }: ConfigMap): readonly FieldError[] {
  let totalBytes = 0;
  for (const text of Object.values(data ?? {})) totalBytes += byteLength(text);
  for (const encoded of Object.values(binaryData ?? {})) totalBytes += base64ByteCount(encoded);
  return [
    ...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }),
    ...validateDataKeys(data, 'data', { data: binaryData, field: 'binaryData' }),
    ...validateDataKeys(binaryData, 'binaryData'),
    ...(totalBytes > MOST_DATA_BYTES ? [objectTooLong(MOST_DATA_BYTES)] : []),
  ];
}
