/** The inspector and the bottom panel over a fixed cluster, to look at. `?theme=dark&select=pod&tab=yaml&bottom=resources&rows=10000&present` */
import { createRoot } from 'react-dom/client';
import '../../../src/ui/base.css';
import { Toaster } from '../../../src/ui/controls/toaster.tsx';
import { BottomPanel } from '../../../src/ui/panels/bottom-panel.tsx';
import { Inspector } from '../../../src/ui/panels/inspector.tsx';
import { usePreferences, type BottomTab, type InspectorTab } from '../../../src/ui/store/preferences.ts';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import { DEPLOYMENT, EVENTS, event, NOW, OFFERS, panelsFixture, PICTURE, POD, POD_TABLE, podDetail, podRow, UNSCHEDULABLE } from '../panels/panels-fixture.ts';

const query = new URLSearchParams(location.search);
const rows = Number(query.get('rows') ?? 40);
const root = document.documentElement;
if (query.get('theme') === 'dark') root.dataset['theme'] = 'dark';
if (query.has('present')) root.dataset['presenting'] = 'true';
usePreferences.getState().set({ inspectorTab: (query.get('tab') ?? 'why') as InspectorTab, bottomTab: (query.get('bottom') ?? 'events') as BottomTab });

const fixture = panelsFixture({
  offers: () => OFFERS,
  'read-logs': ({ previous }) => (previous
    ? { lines: [], message: `previous terminated container "nginx" in pod "${POD.name}" not found` }
    : { message: '', lines: Array.from({ length: 80 }, (_, line) => ({ atMs: NOW - 80_000 + line * 1_000, text: `10.244.1.${line} - - "GET /healthz HTTP/1.1" 200 15 "-" "kube-probe/1.36"` })) }),
  'show-table': ({ kind }) => {
    if (kind !== 'Pod') return null;
    const put = Array.from({ length: rows }, (_, index) => podRow(`web-6d4f-${index}`, {
      createdAtMs: NOW - index * 7_300, restarts: index % 7 === 0 ? '3 (10s ago)' : '0', status: index % 9 === 0 ? 'CrashLoopBackOff' : index % 5 === 0 ? 'ContainerCreating' : 'Running',
    }));
    fixture.frame({ table: { view: POD_TABLE, rows: { put, gone: [] } } });
    return null;
  },
});
const older = Array.from({ length: 60 }, (_, index) => event(`old-${index}`, NOW - 420_000 + index * 1_000, 'Pulled', POD, 'kubelet, node-1', 'Container image "nginx:1.27" already present on machine'));
fixture.frame({ ...PICTURE, events: { put: [...older, ...EVENTS], gone: [] } });
switch (query.get('select')) {
  case 'pod':
    fixture.session.select(POD);
    fixture.frame({ detail: podDetail() });
    break;
  case 'pending':
    fixture.session.select(POD);
    fixture.frame({ detail: podDetail({ decision: UNSCHEDULABLE }) });
    break;
  case 'deployment':
    fixture.session.select(DEPLOYMENT);
    fixture.frame({ detail: podDetail({ reference: DEPLOYMENT, owners: [], decision: null }) });
    break;
}
Object.assign(window, { fixture });

const phone = innerWidth < 700;
createRoot(document.getElementById('root') ?? document.body).render(
  <SessionProvider value={fixture.session}>
    <div style={{ display: 'grid', height: '100%', gridTemplate: phone ? '1fr 1fr / 1fr' : '1fr 230px / 1fr 320px' }}>
      {!phone && <div />}
      <div style={{ minHeight: 0, borderLeft: '1px solid var(--line)', background: 'var(--panel)' }}><Inspector /></div>
      <div style={{ minHeight: 0, minWidth: 0, gridColumn: phone ? 1 : '1 / 3', borderTop: '1px solid var(--line)', background: 'var(--panel)' }}><BottomPanel /></div>
    </div>
    <Toaster />
  </SessionProvider>,
);
