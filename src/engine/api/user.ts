import type { KindDefinition } from './kind-definition.ts';

/** Who makes a request (apiserver/pkg/authentication/user). */
export interface UserInfo {
  readonly name: string;
  readonly groups: readonly string[];
}

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | 'impersonate' | 'bind' | 'escalate';

/** What a request wants to do (apiserver/pkg/authorization/authorizer Attributes). */
export interface RequestAttributes {
  readonly verb: Verb;
  readonly resource: Pick<KindDefinition, 'group' | 'plural' | 'kind'>;
  readonly subresource?: string;
  /** `''` for what has no namespace, and for all namespaces. */
  readonly namespace: string;
  /** `''` for a list or a creation. */
  readonly name: string;
}

export interface Authorizer {
  /** Returns, or throws the 403 in upstream's words. */
  authorize(user: UserInfo, request: RequestAttributes): void;
}
