import type { KindDefinition } from '../kind-definition.ts';
import { customResourceDefinitionDefinition } from './custom-resource-definition.ts';
import { clusterRoleBindingDefinition } from './cluster-role-binding.ts';
import { clusterRoleDefinition } from './cluster-role.ts';
import { roleBindingDefinition } from './role-binding.ts';
import { roleDefinition } from './role.ts';

/** The kinds that a cluster can run without until somebody makes an object of them: the page loads them after the first frame. */
const definitions: readonly unknown[] = [
  customResourceDefinitionDefinition,
  clusterRoleBindingDefinition,
  clusterRoleDefinition,
  roleBindingDefinition,
  roleDefinition,
];

// A definition takes only objects of its own kind; who looks one up by kind has such an object.
export const lateKindDefinitions = definitions as readonly KindDefinition[];
