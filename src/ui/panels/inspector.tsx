import { lazy, Suspense, type ReactNode } from 'react';
import { referenceKey } from '../../engine/api/reference.ts';
import type { ObjectDetail } from '../../worker/protocol.ts';
import { TabPanel, Tabs } from '../controls/tabs.tsx';
import { usePreferences, type InspectorTab } from '../store/preferences.ts';
import { useCluster } from '../store/session.ts';
import { ClusterOverview } from './cluster-overview.tsx';
import { ComponentPanel } from './component-panel.tsx';
import { InspectorHeader } from './inspector-header.tsx';
import { SummaryPanel } from './summary-panel.tsx';
import { WhyPanel } from './why-panel.tsx';
import './panels.css';
import './inspector.css';

const YamlPanel = lazy(() => import('./yaml-panel.tsx').then((module) => ({ default: module.YamlPanel })));
const LogsPanel = lazy(() => import('./logs-panel.tsx').then((module) => ({ default: module.LogsPanel })));

const TABS: readonly { readonly value: InspectorTab; readonly label: string; show(detail: ObjectDetail): ReactNode }[] = [
  { value: 'why', label: 'Why?', show: (detail) => <WhyPanel detail={detail} /> },
  { value: 'summary', label: 'Summary', show: (detail) => <SummaryPanel detail={detail} /> },
  { value: 'yaml', label: 'YAML', show: (detail) => <YamlPanel object={detail.object} /> },
  { value: 'logs', label: 'Logs', show: (detail) => <LogsPanel detail={detail} /> },
];

/** What the selected object means: why it is so, what it is, its YAML and its logs. */
export function Inspector() {
  const tab = usePreferences((preferences) => preferences.inspectorTab);
  const setPreferences = usePreferences((preferences) => preferences.set);
  const selected = useCluster((state) => state.selected);
  const latest = useCluster((state) => state.detail);
  // A frame that was under way when another object was selected still brings the old one's detail.
  const detail = selected && latest && referenceKey(latest.reference) === referenceKey(selected) ? latest : null;
  return (
    <Tabs label="Selected object" tabs={TABS} value={tab} onValueChange={(inspectorTab) => setPreferences({ inspectorTab })}>
      {TABS.map(({ value, show }) => (
        <TabPanel key={value} value={value} className="k-panel">
          {selected ? (
            <div className="k-inspector" key={referenceKey(selected)}>
              {selected.kind === 'ControlPlane' ? <ComponentPanel reference={selected} tab={value} /> : (
                <>
                  <InspectorHeader reference={selected} detail={detail} />
                  {detail ? <Suspense>{show(detail)}</Suspense> : <p className="k-quiet" role="status">Asking the cluster…</p>}
                </>
              )}
            </div>
          ) : <ClusterOverview />}
        </TabPanel>
      ))}
    </Tabs>
  );
}
