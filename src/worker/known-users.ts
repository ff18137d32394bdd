import type { KindMap } from '../engine/api/object.ts';
import { serviceAccountUser, type UserInfo } from '../engine/api/user.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { KnownUser } from './protocol.ts';

type Binding = KindMap['RoleBinding'] | KindMap['ClusterRoleBinding'];

/** More than anybody looks through. */
const MOST = 200;
const ORDER: readonly KnownUser['kind'][] = ['User', 'Group', 'ServiceAccount'];
/** Of the cluster's own parts, which are no people. */
const OWN = /^(system|kubeadm):/;

/** Whom the cluster knows: users and groups that something is granted to, and every service account; with what is granted. */
export function knownUsers({ api, kinds }: Pick<Simulation, 'api' | 'kinds'>): readonly KnownUser[] {
  const known = new Map<string, { readonly kind: KnownUser['kind']; readonly name: string; readonly user: UserInfo; readonly grants: string[] }>();
  const find = (kind: KnownUser['kind'], name: string, user: UserInfo): { readonly grants: string[] } => {
    const key = `${ORDER.indexOf(kind)} ${name}`;
    let found = known.get(key);
    if (!found) known.set(key, (found = { kind, name, user, grants: [] }));
    return found;
  };
  const account = (namespace: string, name: string) => find('ServiceAccount', `${namespace}/${name}`, { name: serviceAccountUser(namespace, name), groups: [] });

  if (kinds.has('ServiceAccount')) for (const { metadata } of api.list('ServiceAccount')) account(metadata.namespace ?? '', metadata.name ?? '');
  const isAccount = new Set(known.keys());
  const bindings: readonly Binding[] = kinds.has('RoleBinding') ? [...api.list('ClusterRoleBinding'), ...api.list('RoleBinding')] : [];
  for (const { metadata, roleRef, subjects = [] } of bindings) {
    const grant = metadata.namespace ? `${roleRef.name} in ${metadata.namespace}` : roleRef.name;
    for (const { kind, name, namespace = metadata.namespace ?? '' } of subjects) {
      if (kind === 'ServiceAccount' && isAccount.has(`${ORDER.indexOf(kind)} ${namespace}/${name}`)) account(namespace, name).grants.push(grant);
      if (OWN.test(name)) continue;
      if (kind === 'User') find(kind, name, { name, groups: [] }).grants.push(grant);
      if (kind === 'Group') find(kind, name, { name: 'someone', groups: [name] }).grants.push(grant);
    }
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MOST).map(([, found]) => found);
}
