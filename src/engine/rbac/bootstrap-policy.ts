import type { KindMap, KubeObject, ObjectMeta } from '../api/object.ts';
import { aggregatedRules } from './aggregation.ts';
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, CONTROLLER_ROLES, NAMESPACED_ROLES, ROLE_BINDINGS } from './bootstrap-data.ts';
import type { PolicyRule } from './policy-rule.ts';
import { RBAC_GROUP } from './rule-resolver.ts';

type ClusterRole = KindMap['ClusterRole'];
type ClusterRoleBinding = KindMap['ClusterRoleBinding'];
type Subject = NonNullable<ClusterRoleBinding['subjects']>[number];

const API_VERSION = `${RBAC_GROUP}/v1` as const;
const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const VERBS: Readonly<Record<string, readonly string[]>> = {
  R: READ, W: WRITE, g: ['get'], l: ['list'], w: ['watch'], c: ['create'], u: ['update'], p: ['patch'], d: ['delete'], D: ['deletecollection'],
  a: ['approve'], e: ['escalate'], i: ['impersonate'], s: ['sign'], x: ['proxy'], '*': ['*'],
};
/** Groups that are called by one word; all others end in `k8s.io`. */
const ONE_WORD: ReadonlySet<string> = new Set(['', '*', 'apps', 'autoscaling', 'batch', 'extensions', 'policy']);
const EVENTS = 'cpu:,events:events';
const CONTROLLER_PREFIX = 'system:controller:';

/** Roles that are made of others, with the labels by which still others are made of them. */
const AGGREGATES: readonly (readonly [name: string, partOf?: string])[] = [['admin'], ['edit', 'admin'], ['view', 'edit']];

/** Roles and bindings that every cluster has from its start: the API server's own, and kubeadm's for its administrator. */
export function rbacBootstrapObjects(): readonly KubeObject[] {
  const controllers = linesOf(CONTROLLER_ROLES);
  const parts = [...linesOf(CLUSTER_ROLES), ...controllers.map(([name = '', ...rules]) => [`${CONTROLLER_PREFIX}${name}`, ...rules])].map(clusterRole);
  return [
    ...withAggregates(parts),
    ...linesOf(CLUSTER_ROLE_BINDINGS).map(([name = '', ...subjects]) => clusterRoleBinding(defaultMetadata(name), name, subjects)),
    ...controllers.map(([name = '']) => clusterRoleBinding(defaultMetadata(`${CONTROLLER_PREFIX}${name}`), `${CONTROLLER_PREFIX}${name}`, [`kube-system/${name}`])),
    clusterRoleBinding({ name: 'kubeadm:cluster-admins' }, 'cluster-admin', ['group/kubeadm:cluster-admins']),
    ...linesOf(NAMESPACED_ROLES).map(role),
    ...linesOf(ROLE_BINDINGS).map(roleBinding),
  ];
}

function linesOf(text: string): readonly (readonly string[])[] {
  return text.trim().split('\n').map((line) => line.split(' '));
}

function defaultMetadata(name: string, labels: ObjectMeta['labels'] = {}): ObjectMeta {
  return {
    name,
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  };
}

function aggregationLabel(into: string): Readonly<Record<string, string>> {
  return { [`rbac.authorization.k8s.io/aggregate-to-${into}`]: 'true' };
}

function clusterRole([name = '', ...rules]: readonly string[]): ClusterRole {
  const into = /^system:aggregate-to-(\w+)$/.exec(name)?.[1];
  return { apiVersion: API_VERSION, kind: 'ClusterRole', metadata: defaultMetadata(name, into === undefined ? {} : aggregationLabel(into)), rules: rules.map(policyRule) };
}

/** With what the aggregation controller would put into them, so that it has nothing to do. */
function withAggregates(parts: readonly ClusterRole[]): readonly ClusterRole[] {
  let roles = [...parts];
  for (const [name, partOf] of [...AGGREGATES].reverse()) {
    const empty: ClusterRole = {
      apiVersion: API_VERSION, kind: 'ClusterRole', metadata: defaultMetadata(name, partOf === undefined ? {} : aggregationLabel(partOf)),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregationLabel(name) }] },
    };
    roles = sortedByName([...roles, { ...empty, rules: aggregatedRules(empty, roles) }]);
  }
  return roles;
}

function sortedByName(roles: readonly ClusterRole[]): ClusterRole[] {
  return [...roles].sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
}

function clusterRoleBinding(metadata: ObjectMeta, name: string, subjects: readonly string[]): ClusterRoleBinding {
  return { apiVersion: API_VERSION, kind: 'ClusterRoleBinding', metadata, roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name }, ...subjectsField(subjects) };
}

function role([namespace = '', name = '', ...rules]: readonly string[]): KindMap['Role'] {
  return { apiVersion: API_VERSION, kind: 'Role', metadata: { ...defaultMetadata(name), namespace }, rules: rules.map(policyRule) };
}

function roleBinding([namespace = '', binding = '', name = '', ...subjects]: readonly string[]): KindMap['RoleBinding'] {
  const metadata = { ...defaultMetadata(binding), namespace };
  return { apiVersion: API_VERSION, kind: 'RoleBinding', metadata, roleRef: { apiGroup: RBAC_GROUP, kind: 'Role', name }, ...subjectsField(subjects) };
}

function subjectsField(subjects: readonly string[]): { readonly subjects?: readonly Subject[] } {
  return subjects.length > 0 ? { subjects: subjects.map(subjectOf) } : {};
}

function subjectOf(text: string): Subject {
  const slash = text.indexOf('/');
  const before = text.slice(0, slash);
  const name = text.slice(slash + 1);
  if (before === 'user') return { apiGroup: RBAC_GROUP, kind: 'User', name };
  if (before === 'group') return { apiGroup: RBAC_GROUP, kind: 'Group', name };
  return { kind: 'ServiceAccount', name, namespace: before };
}

/** Lists come out sorted, as upstream's rule builder leaves them. */
function policyRule(text: string): PolicyRule {
  const [letters = '', groups = '', resources = '', names] = (text === 'E' ? EVENTS : text).split(':');
  const verbs = [...letters].flatMap((letter) => VERBS[letter] ?? []).sort();
  if (resources === '') return { verbs, nonResourceURLs: groups.split(',').sort() };
  return { verbs, apiGroups: groups.split(',').map(groupName).sort(), resources: resources.split(',').sort(), ...(names === undefined ? {} : { resourceNames: names.split(',').sort() }) };
}

function groupName(word: string): string {
  if (ONE_WORD.has(word)) return word;
  return word === 'rbac' ? RBAC_GROUP : `${word}.k8s.io`;
}
