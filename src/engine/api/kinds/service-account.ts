import type { KindDefinition } from '../kind-definition.ts';

/** Source: pkg/registry/core/serviceaccount/strategy.go. */
export const serviceAccountDefinition: KindDefinition<'ServiceAccount'> = {
  kind: 'ServiceAccount', group: '', version: 'v1', plural: 'serviceaccounts', singular: 'serviceaccount', shortNames: ['sa'],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};
