import { EditorView } from '@codemirror/view';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { TabPanel, Tabs } from '../controls/tabs.tsx';
import { LessonCard } from '../shell/lesson-card.tsx';
import { useCurrentUser } from '../store/current-user.ts';
import { usePreferences } from '../store/preferences.ts';
import { useCluster, useSession } from '../store/session.ts';
import { ApplyBar } from './apply/apply-bar.tsx';
import { createManifestDesk, type ManifestDesk } from './apply/manifest-desk.ts';
import { CodeEditor } from './code/code-editor.tsx';
import type { EditorProblem } from './code/problem-lines.ts';
import { remember, useEditorText } from './editor-text.ts';
import { SamplesGallery } from './samples/samples-gallery.tsx';
import { useScenarioManifest } from './use-scenario-manifest.ts';
import './editor-panel.css';

const OperatorPanel = lazy(() => import('../operator/operator-panel.tsx'));

/** Wall time without typing before the text is checked. */
const CHECK_AFTER_MS = 350;

/** The left panel: what you want. The manifest and its Apply, samples to start from, and the scenario's lesson. */
export default function EditorPanel() {
  const tab = usePreferences((preferences) => preferences.editorTab);
  const source = useEditorText((editor) => editor.source);
  const setTab = (editorTab: typeof tab): void => usePreferences.getState().set({ editorTab });
  useScenarioManifest();
  return (
    <section className="k-editor" aria-label="Editor">
      <Tabs
        label="Editor" value={tab} onValueChange={setTab}
        tabs={[{ value: 'editor', label: <span className="k-editor-file">{source}</span> }, { value: 'samples', label: 'Samples' }, { value: 'lesson', label: 'Lesson' }, { value: 'operator', label: 'Operator' }]}
      >
        <TabPanel value="editor" keepMounted className="k-editor-tab"><Manifest /></TabPanel>
        <TabPanel value="samples"><SamplesGallery /></TabPanel>
        <TabPanel value="lesson"><LessonCard /></TabPanel>
        <TabPanel value="operator"><Suspense><OperatorPanel /></Suspense></TabPanel>
      </Tabs>
    </section>
  );
}

function Manifest() {
  const session = useSession();
  const desk = useMemo(() => createManifestDesk(session), [session]);
  const shown = useStore(desk.state);
  const { problems, whileTyping } = shown;
  const drawn = useMemo(() => ({ problems, whileTyping }), [problems, whileTyping]);
  const view = useRef<EditorView | null>(null);
  useChecks(desk);

  const apply = useCallback(() => {
    remember();
    void desk.apply(useEditorText.getState().text ?? '').then(() => {
      const [first] = desk.state.getState().problems;
      if (first) goTo(view.current, first);
    });
  }, [desk]);
  const keepView = useCallback((made: EditorView | null) => { view.current = made; }, []);

  return (
    <>
      <CodeEditor shown={drawn} apply={apply} onView={keepView} />
      <ApplyBar desk={desk} apply={apply} goTo={(problem) => goTo(view.current, problem)} />
    </>
  );
}

function goTo(view: EditorView | null, problem: EditorProblem): void {
  if (!view) return;
  const anchor = Math.min(problem.from, view.state.doc.length);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
  view.focus();
}

/** Checks the text a moment after it changed, and again after every deed, as it may have changed the live objects, and for another user. */
function useChecks(desk: ManifestDesk): void {
  const text = useEditorText((editor) => editor.text ?? '');
  const deeds = useCluster((cluster) => cluster.deeds);
  const living = useCluster((cluster) => cluster.living);
  const user = useCurrentUser();
  const before = useRef(text);
  useEffect(() => {
    if (before.current !== text) desk.forgetResult();
    before.current = text;
    if (!living) return;
    const timer = setTimeout(() => void desk.check(text), CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [desk, text, deeds, living, user]);
}
