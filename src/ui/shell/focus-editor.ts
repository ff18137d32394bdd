import { usePreferences } from '../store/preferences.ts';
import { useView } from '../store/view.ts';
import { setPanelOpen } from '../store/open-panels.ts';
import { isPhone } from './screen.ts';

const MOST_TRIES = 60;

/** Brings the editor up wherever it is hidden, and puts the caret in it once it has loaded. */
export function focusEditor(): void {
  usePreferences.getState().set({ editorTab: 'editor' });
  if (isPhone()) useView.getState().set({ sheet: 'editor' });
  else setPanelOpen('left', true);
  const attempt = (triesLeft: number): void => {
    const editor = document.querySelector<HTMLElement>('.cm-content');
    if (editor) editor.focus();
    else if (triesLeft > 0) requestAnimationFrame(() => attempt(triesLeft - 1));
  };
  requestAnimationFrame(() => attempt(MOST_TRIES));
}
