import type { KindDefinition } from '../kind-definition.ts';

/** Source: pkg/registry/rbac/clusterrole/strategy.go. */
export const clusterRoleDefinition: KindDefinition<'ClusterRole'> = {
  kind: 'ClusterRole', group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'clusterroles', singular: 'clusterrole', shortNames: [],
  namespaced: false, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};
