import { useEffect } from 'react';
import { openWorkshop } from '../scheduler/open-workshop.ts';
import { usePreferences, type PanelSide } from '../store/preferences.ts';
import type { Session } from '../store/session.ts';
import { useView } from '../store/view.ts';
import { toggleSelectedNodePower } from './cluster-deeds.ts';
import { focusEditor } from './focus-editor.ts';
import { setPanelOpen } from '../store/open-panels.ts';
import { nextTheme } from './theme.ts';

export interface Shortcut {
  /** `KeyboardEvent.key`. */
  readonly key: string;
  /** how the key is written. */
  readonly label: string;
  readonly group: 'Time' | 'Cluster' | 'Page';
  readonly does: string;
  /** Absent for keys that a focused part of the page handles itself; they are listed only. */
  run?(session: Session): void;
}

function togglePanel(side: PanelSide): void {
  const { presenting, panels, presentingPanels } = usePreferences.getState();
  setPanelOpen(side, !(presenting ? presentingPanels : panels)[side]);
}

/** Every key of the page, and the text of the help dialog. */
export const SHORTCUTS: readonly Shortcut[] = [
  {
    key: ' ', label: 'Space', group: 'Time', does: 'Hold time, or let it run',
    run: ({ host, store }) => void host.send({ type: 'set-paused', paused: !store.getState().clock.paused }),
  },
  { key: '.', label: '.', group: 'Time', does: 'Step to the next event', run: ({ host }) => void host.send({ type: 'step' }) },
  { key: 'k', label: 'k', group: 'Cluster', does: 'Kill the selected node, or start it when it is off', run: toggleSelectedNodePower },
  { key: 'w', label: 'w', group: 'Cluster', does: 'Try another configuration for the scheduler', run: () => openWorkshop() },
  { key: 'Arrow', label: '← ↑ → ↓', group: 'Cluster', does: 'Move between nodes and pods on the stage' },
  { key: 'Enter', label: 'Enter', group: 'Cluster', does: 'Select what has the focus' },
  {
    key: 'Escape', label: 'Esc', group: 'Cluster', does: 'Leave presenting, else clear the selection',
    run(session) {
      const { presenting, set } = usePreferences.getState();
      if (presenting) set({ presenting: false });
      else if (session.store.getState().selected) session.select(null);
    },
  },
  { key: 'e', label: 'e', group: 'Page', does: 'Write in the editor', run: focusEditor },
  { key: 'Ctrl+Enter', label: 'Ctrl ⏎', group: 'Page', does: 'In an editor: apply, run, or ask what if' },
  { key: 'g', label: 'g', group: 'Page', does: 'Choose a scenario', run: () => useView.getState().set({ galleryOpen: true }) },
  { key: 'p', label: 'p', group: 'Page', does: 'Present: bigger type, side panels away', run: () => usePreferences.getState().set({ presenting: !usePreferences.getState().presenting }) },
  { key: 't', label: 't', group: 'Page', does: 'Theme: light, dark, as the system', run: () => usePreferences.getState().set({ theme: nextTheme(usePreferences.getState().theme) }) },
  { key: '[', label: '[', group: 'Page', does: 'Show or hide the left panel', run: () => togglePanel('left') },
  { key: ']', label: ']', group: 'Page', does: 'Show or hide the right panel', run: () => togglePanel('right') },
  { key: '\\', label: '\\', group: 'Page', does: 'Show or hide the bottom panel', run: () => togglePanel('bottom') },
  { key: '?', label: '?', group: 'Page', does: 'This list', run: () => useView.getState().set({ helpOpen: true }) },
];

const WRITES = 'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=""], [contenteditable=true], .cm-editor';
/** Within these, keys belong to the widget: type-ahead in a menu, Escape in a dialog. */
const KEEPS_KEYS = '[role=menu], [role=listbox], [role=dialog]:not(.k-sheet):not(.k-tour), [role=alertdialog]';
const PRESSED_BY_SPACE = 'button, a[href], summary, [role=button], [role=tab], [role=switch], [role=row], [role=grid], [role=separator]';

/** Whether a key pressed on `target` is the page's to act on. `focusedByKeyboard` says how `target` got the focus. */
export function isForPage(event: KeyboardEvent, focusedByKeyboard: boolean): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  const { target } = event;
  if (!(target instanceof Element)) return true;
  if (target.closest(WRITES) || target.closest(KEEPS_KEYS)) return false;
  // A button that was clicked keeps the focus; there the space bar still means time. Reached by Tab, it presses the button.
  return event.key !== ' ' || !focusedByKeyboard || !target.closest(PRESSED_BY_SPACE);
}

/** Listens for the page's keys as long as the component lives. */
export function useShortcuts(session: Session): void {
  useEffect(() => {
    let lastInput: 'pointer' | 'keyboard' = 'pointer';
    let focusedByKeyboard = false;
    const onPointer = (): void => { lastInput = 'pointer'; };
    const onFocus = (): void => { focusedByKeyboard = lastInput === 'keyboard'; };
    const onAnyKey = (): void => { lastInput = 'keyboard'; };
    const onKey = (event: KeyboardEvent): void => {
      if (!isForPage(event, focusedByKeyboard)) return;
      const shortcut = SHORTCUTS.find((candidate) => candidate.key === event.key);
      if (!shortcut?.run || (event.repeat && shortcut.key !== '.')) return;
      event.preventDefault();
      shortcut.run(session);
    };
    document.addEventListener('pointerdown', onPointer, true);
    document.addEventListener('focusin', onFocus, true);
    document.addEventListener('keydown', onAnyKey, true);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
      document.removeEventListener('focusin', onFocus, true);
      document.removeEventListener('keydown', onAnyKey, true);
      document.removeEventListener('keydown', onKey);
    };
  }, [session]);
}
