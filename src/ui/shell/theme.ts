import { useEffect, useSyncExternalStore } from 'react';
import { usePreferences, type Theme } from '../store/preferences.ts';

const DARK = '(prefers-color-scheme: dark)';
export const THEMES: readonly { readonly value: Theme; readonly title: string }[] = [
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
  { value: 'system', title: 'As the system' },
];

/** The theme after `theme` in the order of the menu. */
export function nextTheme(theme: Theme): Theme {
  const index = THEMES.findIndex((candidate) => candidate.value === theme);
  return THEMES[(index + 1) % THEMES.length]?.value ?? 'system';
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Puts the chosen theme and presenter mode on the document, where the tokens read them. */
export function useDocumentLook(): void {
  const theme = usePreferences((preferences) => preferences.theme);
  const presenting = usePreferences((preferences) => preferences.presenting);
  const systemIsDark = useSyncExternalStore(subscribe, () => window.matchMedia(DARK).matches);
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark);
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset['theme'] = dark ? 'dark' : 'light';
    dataset['presenting'] = String(presenting);
  }, [dark, presenting]);
}
