import type { KindDefinition } from '../kind-definition.ts';
import { defaultBinding } from './role-binding-defaults.ts';

/** Sources: pkg/apis/rbac/v1/defaults.go, pkg/registry/rbac/rolebinding/strategy.go. */
export const roleBindingDefinition: KindDefinition<'RoleBinding'> = {
  kind: 'RoleBinding', group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'rolebindings', singular: 'rolebinding', shortNames: [],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: defaultBinding,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};
