import { createSimulation, type Acting, type Simulation } from '../../../src/engine/simulation.ts';

export type Rule = { readonly [field in 'verbs' | 'apiGroups' | 'resources' | 'resourceNames' | 'nonResourceURLs']?: readonly string[] };

export const RBAC = 'rbac.authorization.k8s.io';
const API_VERSION = `${RBAC}/v1`;

export const read = (...resources: readonly string[]): Rule => ({ apiGroups: [''], resources, verbs: ['get', 'list', 'watch'] });
export const user = (name: string) => ({ kind: 'User', name, apiGroup: RBAC });
export const group = (name: string) => ({ kind: 'Group', name, apiGroup: RBAC });
export const account = (namespace: string, name: string) => ({ kind: 'ServiceAccount', namespace, name });

export const role = (name: string, rules: readonly Rule[], namespace = 'default') => ({ apiVersion: API_VERSION, kind: 'Role', metadata: { name, namespace }, rules });
export const clusterRole = (name: string, rules: readonly Rule[], more: object = {}) => ({ apiVersion: API_VERSION, kind: 'ClusterRole', metadata: { name }, rules, ...more });
export const roleBinding = (name: string, roleRef: string, subjects: readonly object[], namespace = 'default') => ({
  apiVersion: API_VERSION, kind: 'RoleBinding', metadata: { name, namespace }, subjects, roleRef: roleRefOf(roleRef),
});
export const clusterRoleBinding = (name: string, clusterRoleName: string, subjects: readonly object[]) => ({
  apiVersion: API_VERSION, kind: 'ClusterRoleBinding', metadata: { name }, subjects, roleRef: roleRefOf(`ClusterRole/${clusterRoleName}`),
});

function roleRefOf(text: string): { readonly apiGroup: string; readonly kind: string; readonly name: string } {
  const [kind = '', name = ''] = text.split('/');
  return { apiGroup: RBAC, kind, name };
}

export const configMap = (name: string, namespace = 'default') => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } }) as const;

export const JANE: Acting = { as: { name: 'jane', groups: [] } };

/** A cluster with these objects. */
export function clusterWith(...objects: readonly object[]): Simulation {
  const simulation = createSimulation({ seed: 3 });
  const { problems } = simulation.api.apply(...objects);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return simulation;
}

/** The message of a refusal; '' when it is done. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}
