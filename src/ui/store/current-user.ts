import type { UserInfo } from '../../engine/api/user.ts';
import { usePreferences } from './preferences.ts';

/** What the cluster's administrator is called, who everybody is that has not chosen another user. */
export const ADMIN_NAME = 'kubernetes-admin';

/** The user that a person acts as; `null` for the administrator. Looking is never restricted. */
export function useCurrentUser(): UserInfo | null {
  return usePreferences((preferences) => preferences.user);
}

/** The same as a part of a command. */
export function actingAs(): { readonly as?: UserInfo } {
  const { user } = usePreferences.getState();
  return user ? { as: user } : {};
}

export function actAs(user: UserInfo | null): void {
  usePreferences.getState().set({ user });
}
