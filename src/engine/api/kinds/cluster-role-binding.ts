import type { KindDefinition } from '../kind-definition.ts';
import { defaultBinding } from './role-binding-defaults.ts';

/** Sources: pkg/apis/rbac/v1/defaults.go, pkg/registry/rbac/clusterrolebinding/strategy.go. */
export const clusterRoleBindingDefinition: KindDefinition<'ClusterRoleBinding'> = {
  kind: 'ClusterRoleBinding', group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'clusterrolebindings', singular: 'clusterrolebinding', shortNames: [],
  namespaced: false, hasStatus: false, hasGeneration: false,
  applyDefaults: defaultBinding,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};
