import type { KindDefinition } from './kind-definition.ts';
import type { KindName } from './object.ts';

const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  'apps', 'batch', 'autoscaling', 'policy', 'rbac.authorization.k8s.io', 'scheduling.k8s.io', 'node.k8s.io', 'coordination.k8s.io', 'discovery.k8s.io',
  'apiextensions.k8s.io', 'storage.k8s.io', 'networking.k8s.io', 'events.k8s.io', 'authentication.k8s.io', 'authorization.k8s.io',
]);

/** The group of each apiVersion that came by, `''` for those that are built in. */
const customGroups = new Map<string, string>();

/** The group of an apiVersion: `apps` of `apps/v1`, `''` of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/**
 * The name under which the kind of an object is served, whatever its version: `Pod`, and for a custom kind, which may be called like any
 * other, `Database.example.com`. Nothing need be served under it.
 */
export function kindNameOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): KindName {
  let group = customGroups.get(apiVersion);
  if (group === undefined) {
    group = groupOf(apiVersion);
    if (BUILT_IN_GROUPS.has(group)) group = '';
    customGroups.set(apiVersion, group);
  }
  return (group === '' ? kind : `${kind}.${group}`) as KindName;
}

/** `apps/v1`, or `v1` in the core group. */
export function groupVersionOf({ group, version }: Pick<KindDefinition, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}
