import type { ActorIdentity, Client } from './api/api-server.ts';
import { authenticated, KUBERNETES_ADMIN, serviceAccountOf, type Acting, type Authorizer, type Impersonation, type RequestAttributes, type UserInfo } from './api/user.ts';

/** More users than anybody acts as in a session. */
const KEPT_CLIENTS = 200;

/** Who does what a person does. */
export interface ActingUsers {
  /** The API as the user has it. Throws the 403 when it may not impersonate whom it wants to. */
  clientOf(acting: Acting): Client;
  userOf(acting: Acting): UserInfo;
}

export function createActingUsers(clientFor: (actor: string, identity: ActorIdentity) => Client, authorizer: () => Authorizer | undefined): ActingUsers {
  const clients = new Map<string, Client>();

  /** One for each user, because what a user may do is remembered with it. */
  function clientFrom({ name, groups }: UserInfo): Client {
    const key = JSON.stringify([name, groups]);
    let client = clients.get(key);
    if (client) return client;
    if (clients.size >= KEPT_CLIENTS) clients.clear();
    clients.set(key, (client = clientFor('you', { trusted: false, user: { name, groups } })));
    return client;
  }
  const requesterOf = ({ as }: Acting): UserInfo => (as ? authenticated(as) : KUBERNETES_ADMIN);

  return {
    userOf: (acting) => (acting.impersonate ? authenticated(acting.impersonate) : requesterOf(acting)),
    clientOf(acting) {
      const client = clientFrom(requesterOf(acting));
      if (!acting.impersonate) return client;
      const judge = client.reachable() ? authorizer() : undefined;
      if (judge && client.user) for (const request of impersonationRequests(acting.impersonate)) judge.authorize(client.user, request);
      return clientFrom(authenticated(acting.impersonate));
    },
  };
}

/** The user and each group ask for a permission of their own (apiserver/pkg/endpoints/filters/impersonation). */
function impersonationRequests({ name, groups = [] }: Impersonation): readonly RequestAttributes[] {
  const request = (plural: string, kind: string, of: string, namespace = ''): RequestAttributes => ({ verb: 'impersonate', resource: { group: '', plural, kind }, namespace, name: of });
  const account = serviceAccountOf(name);
  const first = account ? request('serviceaccounts', 'ServiceAccount', account.name, account.namespace) : request('users', 'User', name);
  return [first, ...groups.map((group) => request('groups', 'Group', group))];
}
