import { usePreferences, type OpenPanels, type PanelSide } from './preferences.ts';

/** Which panels are open now; presenting has a set of its own. */
export function useOpenPanels(): OpenPanels {
  return usePreferences((preferences) => (preferences.presenting ? preferences.presentingPanels : preferences.panels));
}

export function setPanelOpen(side: PanelSide, open: boolean): void {
  const { presenting, panels, presentingPanels, set } = usePreferences.getState();
  const before = presenting ? presentingPanels : panels;
  if (before[side] === open) return;
  const after = { ...before, [side]: open };
  set(presenting ? { presentingPanels: after } : { panels: after });
}
