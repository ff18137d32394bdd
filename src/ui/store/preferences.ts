import type { UserInfo } from '../../engine/api/user.ts';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Theme = 'light' | 'dark' | 'system';
export type BottomTab = 'events' | 'resources' | 'scheduler';
export type InspectorTab = 'why' | 'summary' | 'yaml' | 'logs';
export type EditorTab = 'editor' | 'samples' | 'lesson' | 'operator';

export type PanelSide = 'left' | 'right' | 'bottom';
export type OpenPanels = Readonly<Record<PanelSide, boolean>>;

/** What the page remembers of a person's choices: layout, theme, open tabs, editor text. Kept in localStorage. */
export interface Preferences {
  readonly theme: Theme;
  readonly presenting: boolean;
  readonly tourDone: boolean;
  readonly editorText: string | null;
  readonly editorTab: EditorTab;
  readonly inspectorTab: InspectorTab;
  readonly bottomTab: BottomTab;
  readonly tableKind: string;
  /** the scheduler's configuration that is being written; `null` before anything was. */
  readonly schedulerText: string | null;
  /** which side panels are open. */
  readonly panels: OpenPanels;
  /** the same while presenting, where they start away. */
  readonly presentingPanels: OpenPanels;
  /** sizes of resizable panels in per cent, by group and panel. */
  readonly layout: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** the scenario whose lesson strip was closed. */
  readonly lessonClosed: string | null;
  /** whom the person acts as; `null` for the administrator. */
  readonly user: UserInfo | null;
  set(change: Partial<Omit<Preferences, 'set'>>): void;
}

/** CSS pixels below which the right panel starts closed. */
const NARROW = 1000;

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      theme: 'system', presenting: false, tourDone: false, editorText: null, editorTab: 'editor', inspectorTab: 'why',
      bottomTab: 'events', tableKind: 'Pod', schedulerText: null, // Where there is no room for both, the stage comes before what a thing means.
      panels: { left: true, right: typeof innerWidth === 'undefined' || innerWidth >= NARROW, bottom: true },
      presentingPanels: { left: false, right: false, bottom: false }, layout: {}, lessonClosed: null, user: null,
      set,
    }),
    { name: 'kubarium.preferences', version: 1 },
  ),
);
