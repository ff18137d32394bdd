import type { KindDefinition } from '../kind-definition.ts';
import { encodeBase64 } from '../schema/base64.ts';

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
};
