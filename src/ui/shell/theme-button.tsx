import { Moon, Sun, SunMoon } from 'lucide-react';
import { IconButton } from '../controls/icon-button.tsx';
import { usePreferences, type Theme } from '../store/preferences.ts';
import { nextTheme } from './theme.ts';

const LOOKS: Readonly<Record<Theme, { readonly name: string; readonly Icon: typeof Sun }>> = {
  light: { name: 'light', Icon: Sun },
  dark: { name: 'dark', Icon: Moon },
  system: { name: 'as the system', Icon: SunMoon },
};

/** Goes round light, dark, as the system. */
export function ThemeButton() {
  const theme = usePreferences((preferences) => preferences.theme);
  const set = usePreferences((preferences) => preferences.set);
  const { name, Icon } = LOOKS[theme];
  return <IconButton label={`Theme: ${name}`} shortcut="t" onClick={() => set({ theme: nextTheme(theme) })}><Icon /></IconButton>;
}
