import { setPanelOpen } from '../store/open-panels.ts';
import { usePreferences } from '../store/preferences.ts';
import { useView } from '../store/view.ts';

/** Brings up the scheduler's workshop, to place the pods of a workload (its key) or those that wait. */
export function openWorkshop(whatIfPods: string | null = null): void {
  usePreferences.getState().set({ bottomTab: 'scheduler' });
  setPanelOpen('bottom', true);
  useView.getState().set({ sheet: 'events', whatIfPods });
}
