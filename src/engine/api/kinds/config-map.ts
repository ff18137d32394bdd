import type { FieldError } from '../errors.ts';
import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { base64ByteCount } from '../schema/base64.ts';
import { byteLength } from '../validation/byte-length.ts';
import { MOST_DATA_BYTES, validateDataKeys, validateSealed } from '../validation/data-keys.ts';
import { fieldPath } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';
import { objectTooLong } from '../validation/whole-object.ts';
import { ageColumn, nameColumn } from './columns.ts';

type ConfigMap = KindMap['ConfigMap'];

const METADATA = fieldPath('metadata');

/** Source: pkg/apis/core/validation ValidateConfigMap, ValidateConfigMapUpdate. */
export const configMapDefinition: KindDefinition<'ConfigMap'> = {
  kind: 'ConfigMap', group: '', version: 'v1', plural: 'configmaps', singular: 'configmap', shortNames: ['cm'],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
  validateCreate: validateConfigMap,
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateSealed(next, previous, ['data', 'binaryData']),
    ...validateConfigMap(next),
  ],
  columns: [
    nameColumn,
    {
      name: 'Data', type: 'string', priority: 0, description: 'How many entries it has.',
      value: ({ data = {}, binaryData = {} }) => Object.keys(data).length + Object.keys(binaryData).length,
    },
    ageColumn,
  ],
};

function validateConfigMap({ metadata, data, binaryData }: ConfigMap): readonly FieldError[] {
  let totalBytes = 0;
  for (const text of Object.values(data ?? {})) totalBytes += byteLength(text);
  for (const encoded of Object.values(binaryData ?? {})) totalBytes += base64ByteCount(encoded);
  return [
    ...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }),
    ...validateDataKeys(data, 'data', { data: binaryData, field: 'binaryData' }),
    ...validateDataKeys(binaryData, 'binaryData', { data, field: 'data' }),
    ...(totalBytes > MOST_DATA_BYTES ? [objectTooLong(MOST_DATA_BYTES)] : []),
  ];
}
