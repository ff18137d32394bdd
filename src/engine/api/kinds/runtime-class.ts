import type { KindDefinition } from '../kind-definition.ts';

/** Source: pkg/registry/node/runtimeclass/strategy.go. */
export const runtimeClassDefinition: KindDefinition<'RuntimeClass'> = {
  kind: 'RuntimeClass', group: 'node.k8s.io', version: 'v1', plural: 'runtimeclasses', singular: 'runtimeclass', shortNames: [],
  namespaced: false, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};
