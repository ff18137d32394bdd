import type { KindDefinition } from '../kind-definition.ts';

/** Source: pkg/registry/rbac/role/strategy.go. */
export const roleDefinition: KindDefinition<'Role'> = {
  kind: 'Role', group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'roles', singular: 'role', shortNames: [],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};
