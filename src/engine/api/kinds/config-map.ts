import type { KindDefinition } from '../kind-definition.ts';
import { ageColumn, nameColumn } from './columns.ts';

export const configMapDefinition: KindDefinition<'ConfigMap'> = {
  kind: 'ConfigMap', group: '', version: 'v1', plural: 'configmaps', singular: 'configmap', shortNames: ['cm'],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
  columns: [
    nameColumn,
    {
      name: 'Data', type: 'string', priority: 0, description: 'How many entries it has.',
      value: ({ data = {}, binaryData = {} }) => Object.keys(data).length + Object.keys(binaryData).length,
    },
    ageColumn,
  ],
};
