import type { KindDefinition } from '../kind-definition.ts';
import { encodeBase64 } from '../schema/base64.ts';
import { ageColumn, nameColumn } from './columns.ts';

const DEFAULT_TYPE = 'Opaque';

/** Source: pkg/apis/core/v1 (defaults and conversion of stringData). */
export const secretDefinition: KindDefinition<'Secret'> = {
  kind: 'Secret', group: '', version: 'v1', plural: 'secrets', singular: 'secret', shortNames: [],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults(object) {
    const { stringData, ...rest } = object;
    if (stringData === undefined) return object.type ? object : { ...object, type: DEFAULT_TYPE };
    const encoded = Object.fromEntries(Object.entries(stringData).map(([key, text]) => [key, encodeBase64(text)]));
    return { ...rest, data: { ...object.data, ...encoded }, type: object.type || DEFAULT_TYPE };
  },
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
  columns: [
    nameColumn,
    { name: 'Type', type: 'string', priority: 0, description: 'What sort of secret it is.', value: ({ type }) => type ?? '' },
    { name: 'Data', type: 'string', priority: 0, description: 'How many entries it has.', value: ({ data = {} }) => Object.keys(data).length },
    ageColumn,
  ],
};
