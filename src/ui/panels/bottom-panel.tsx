import { lazy, Suspense } from 'react';
import { TabPanel, Tabs } from '../controls/tabs.tsx';
import { usePreferences, type BottomTab } from '../store/preferences.ts';
import { EventsTable } from './events-table.tsx';
import { SessionTimeline } from './session-timeline.tsx';
import './panels.css';
import './bottom-panel.css';

const ResourcesTable = lazy(() => import('./resources-table.tsx').then((module) => ({ default: module.ResourcesTable })));
const SchedulerWorkshop = lazy(() => import('../scheduler/scheduler-workshop.tsx').then((module) => ({ default: module.SchedulerWorkshop })));

const TABS: readonly { readonly value: BottomTab; readonly label: string }[] = [
  { value: 'events', label: 'Events' },
  { value: 'resources', label: 'Resources' },
  { value: 'scheduler', label: 'Scheduler' },
];

/** What happened and what there is: events, tables of every kind, how the scheduler could weigh, and the session on a line. */
export function BottomPanel() {
  const tab = usePreferences((preferences) => preferences.bottomTab);
  const setPreferences = usePreferences((preferences) => preferences.set);
  return (
    <div className="k-bottom">
      <Tabs label="What happened" tabs={TABS} value={tab} onValueChange={(bottomTab) => setPreferences({ bottomTab })} end={<SessionTimeline />}>
        <TabPanel value="events" className="k-panel"><EventsTable /></TabPanel>
        <TabPanel value="resources" className="k-panel"><Suspense><ResourcesTable /></Suspense></TabPanel>
        <TabPanel value="scheduler" className="k-panel"><Suspense><SchedulerWorkshop /></Suspense></TabPanel>
      </Tabs>
    </div>
  );
}
