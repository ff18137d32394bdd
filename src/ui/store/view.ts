import { create } from 'zustand';

export type SheetName = 'editor' | 'inspect' | 'events';

/** What is open on the page right now. Forgotten on reload, unlike preferences. */
export interface View {
  /** id of the open scenario; `null` until a cluster is open. */
  readonly scenario: string | null;
  readonly galleryOpen: boolean;
  readonly helpOpen: boolean;
  readonly actAsOpen: boolean;
  /** whose pods "What if?" is to place: a workload's key, `null` for those that wait. */
  readonly whatIfPods: string | null;
  /** on a phone: the sheet that is up. */
  readonly sheet: SheetName | null;
  /** 0-based step of the tour; `null` while it is not shown. */
  readonly tourStep: number | null;
  /** why the engine stopped for good; `null` while it lives. */
  readonly crash: string | null;
  set(change: Partial<Omit<View, 'set'>>): void;
}

export const useView = create<View>()((set) => ({
  scenario: null, galleryOpen: false, helpOpen: false, actAsOpen: false, whatIfPods: null, sheet: null, tourStep: null, crash: null, set,
}));
