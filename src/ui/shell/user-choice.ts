import type { KnownUser } from '../../worker/protocol.ts';
import { showToast } from '../controls/toast-store.ts';
import { actAs, ADMIN_NAME } from '../store/current-user.ts';

/** How a user is called in a list, and what is said of it. */
export function wordsFor({ kind, name, grants }: KnownUser): { readonly title: string; readonly detail: string } {
  const may = grants.length > 0 ? grants.join(', ') : 'nothing is granted to it';
  if (kind === 'User') return { title: name, detail: may };
  if (kind === 'Group') return { title: `Someone in ${name}`, detail: may };
  return { title: name, detail: `Service account: ${may}` };
}

/** Whether two users are asked for the same permissions. */
export function isSameUser(a: KnownUser['user'] | null, b: KnownUser['user'] | null): boolean {
  return a === b || (a !== null && b !== null && a.name === b.name && a.groups.join() === b.groups.join());
}

/** Who acts from now on; `null` is the administrator. */
export function becomeUser(user: KnownUser['user'] | null): void {
  actAs(user);
  showToast(`From now on you act as ${user ? spokenName(user) : ADMIN_NAME}.`);
}

/** `jane`, or `jane in devs`. */
export function spokenName({ name, groups }: KnownUser['user']): string {
  return groups.length > 0 ? `${name} in ${groups.join(', ')}` : name;
}
