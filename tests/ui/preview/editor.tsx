/** The editor over a cluster that only remembers what is applied, to look at. `?theme=dark&present&tab=samples&fresh` */
import { createRoot } from 'react-dom/client';
import '../../../src/ui/base.css';
import { Toaster } from '../../../src/ui/controls/toaster.tsx';
import EditorPanel from '../../../src/ui/editor/editor-panel.tsx';
import { openObject, useEditorText } from '../../../src/ui/editor/editor-text.ts';
import { readManifest } from '../../../src/ui/editor/manifest/manifest.ts';
import { usePreferences, type EditorTab } from '../../../src/ui/store/preferences.ts';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import { editorFixture } from '../editor/editor-fixture.ts';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 4
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
        resources:
          requests:
            cpu: 250m
            memory: 256Mi
`;

const query = new URLSearchParams(location.search);
const root = document.documentElement;
if (query.get('theme') === 'dark') root.dataset['theme'] = 'dark';
if (query.has('present')) root.dataset['presenting'] = 'true';
usePreferences.getState().set({ editorTab: (query.get('tab') ?? 'editor') as EditorTab });

const fixture = editorFixture();
for (const { object } of readManifest(WEB).objects) fixture.live.set('Deployment/default/web', object);
if (query.has('fresh') || useEditorText.getState().text === null) useEditorText.getState().open(WEB, 'web.yaml');
Object.assign(window, { fixture, useEditorText, openObject });

const phone = innerWidth < 700;
createRoot(document.getElementById('root') ?? document.body).render(
  <SessionProvider value={fixture.session}>
    <main style={{ height: '100%', width: phone ? '100%' : 'calc(318px * var(--scale))', borderRight: '1px solid var(--line)' }}><EditorPanel /></main>
    <Toaster />
  </SessionProvider>,
);
