import type { ResourceName } from './errors.ts';

/** Who makes a request (apiserver/pkg/authentication/user). */
export interface UserInfo {
  readonly name: string;
  readonly groups: readonly string[];
}

/** Whose rights a request asks to be made with: `kubectl --as` and `--as-group`. */
export interface Impersonation {
  readonly name: string;
  readonly groups?: readonly string[];
}

/** On whose behalf a person does something. */
export interface Acting {
  /** {@link KUBERNETES_ADMIN} when absent. */
  readonly as?: UserInfo;
  /** whom that user acts for, which takes the right to. */
  readonly impersonate?: Impersonation;
}

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | 'impersonate' | 'bind' | 'escalate';

/** What a request wants to do (apiserver/pkg/authorization/authorizer Attributes). */
export interface RequestAttributes {
  readonly verb: Verb;
  readonly resource: ResourceName;
  readonly subresource?: string;
  /** `''` for what has no namespace, and for all namespaces. */
  readonly namespace: string;
  /** `''` for a list or a creation. */
  readonly name: string;
}

/** What a SubjectAccessReview asks of a resource; `resource` is its plural, and absent names and namespaces mean all. */
export interface ResourceQuestion {
  readonly verb: string;
  /** `''` for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** What a SubjectAccessReview asks of a path that is no resource: `/metrics`. */
export interface PathQuestion {
  readonly verb: string;
  readonly path: string;
}

/** What a user may do in a namespace: the status of a SelfSubjectRulesReview. */
export interface SubjectRules {
  readonly resourceRules: readonly { readonly verbs: readonly string[]; readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly resourceNames?: readonly string[] }[];
  readonly nonResourceRules: readonly { readonly verbs: readonly string[]; readonly nonResourceURLs: readonly string[] }[];
  readonly incomplete: boolean;
  readonly evaluationError?: string;
}

export interface Authorizer {
  /** Returns, or throws the 403 in upstream's words. */
  authorize(user: UserInfo, request: RequestAttributes): void;
  /** The same as a question. */
  allows(user: UserInfo, question: ResourceQuestion | PathQuestion): boolean;
  rulesFor(user: UserInfo, namespace: string): SubjectRules;
}

/** Whoever is in it may do everything, whatever the roles say. */
export const SYSTEM_MASTERS = 'system:masters';
const SERVICE_ACCOUNTS = 'system:serviceaccounts';
const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';
const ANONYMOUS = 'system:anonymous';
const SERVICE_ACCOUNT_PREFIX = 'system:serviceaccount:';

/** Who a person is that has a cluster to themselves: the user of kubeadm's admin.conf. */
export const KUBERNETES_ADMIN: UserInfo = { name: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', AUTHENTICATED] };

export function serviceAccountUser(namespace: string, name: string): string {
  return `${SERVICE_ACCOUNT_PREFIX}${namespace}:${name}`;
}

/** The service account that a user is, if it is one. */
export function serviceAccountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  const [namespace, name, ...more] = user.startsWith(SERVICE_ACCOUNT_PREFIX) ? user.slice(SERVICE_ACCOUNT_PREFIX.length).split(':') : [];
  return namespace && name && more.length === 0 ? { namespace, name } : undefined;
}

/**
 * The user with the groups that authentication adds: those of service accounts, unless groups are given, and that of everybody who is known
 * (apiserver/pkg/authentication/group, apiserver/pkg/endpoints/filters/impersonation).
 */
export function authenticated({ name, groups = [] }: Impersonation): UserInfo {
  const account = groups.length === 0 ? serviceAccountOf(name) : undefined;
  const own = account ? [SERVICE_ACCOUNTS, `${SERVICE_ACCOUNTS}:${account.namespace}`] : groups;
  if (name === ANONYMOUS || own.includes(AUTHENTICATED) || own.includes(UNAUTHENTICATED)) return { name, groups: own };
  return { name, groups: [...own, AUTHENTICATED] };
}
