import { useSyncExternalStore } from 'react';

/** Below this width (CSS pixels) side panels become sheets. */
const PHONE = '(max-width: 819.98px)';

export function isPhone(): boolean {
  return window.matchMedia(PHONE).matches;
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}

export const useIsPhone = (): boolean => useMedia(PHONE);
