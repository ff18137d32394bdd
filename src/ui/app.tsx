import { lazy, Suspense, useEffect, type MouseEvent } from 'react';
import { focusStage } from './controls/focus-place.ts';
import { preloadMenus } from './controls/menu.tsx';
import { Toaster } from './controls/toaster.tsx';
import { DesktopLayout } from './shell/desktop-layout.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { BottomPart, EditorPart, InspectorPart, StagePart } from './shell/parts.tsx';
import { useScenario } from './shell/scenario.ts';
import { useIsPhone } from './shell/screen.ts';
import { useShortcuts } from './shell/shortcuts.ts';
import { Starting } from './shell/starting.tsx';
import { Stopped } from './shell/stopped.tsx';
import { useDocumentLook } from './shell/theme.ts';
import { TopBar } from './shell/top-bar.tsx';
import { DEFAULT_SCENARIO } from './store/open-cluster.ts';
import { usePreferences } from './store/preferences.ts';
import { createSessionStorage } from './store/saved-session.ts';
import { SessionProvider, useCluster, useSession, type Session } from './store/session.ts';
import { useView } from './store/view.ts';
import './app.css';

const TooltipLayer = lazy(() => import('./controls/tooltip-layer.tsx').then((module) => ({ default: module.TooltipLayer })));
const PhoneBar = lazy(() => import('./shell/phone-bar.tsx'));
const PhoneLayout = lazy(() => import('./shell/phone-layout.tsx'));
const Gallery = lazy(() => import('./shell/gallery.tsx'));
const Help = lazy(() => import('./shell/help.tsx'));
const ActAsDialog = lazy(() => import('./shell/act-as-dialog.tsx'));
const Tour = lazy(() => import('./shell/tour.tsx'));

const MENUS_AFTER_MS = 3_000;

/** The whole page over one session. */
export function App({ session }: { readonly session: Session }) {
  return (
    <ErrorBoundary part="The page">
      <SessionProvider value={session}><Page /></SessionProvider>
    </ErrorBoundary>
  );
}

function Page() {
  const phone = useIsPhone();
  useDocumentLook();
  useShortcuts(useSession());
  useDocumentTitle();
  useFirstVisitTour();
  useEarlyMenus();
  return (
    <div className="k-page">
      <a className="k-skip" href="#stage" onClick={skipToStage}>Skip to the cluster</a>
      {phone ? <Suspense fallback={<div className="k-phone-bar-to-come" />}><PhoneBar /></Suspense> : <TopBar />}
      <main className="k-main">
        {phone
          ? <Suspense fallback={<Starting />}><PhoneLayout stage={<StagePart />} sheets={{ editor: <EditorPart />, inspect: <InspectorPart />, events: <BottomPart /> }} /></Suspense>
          : <DesktopLayout left={<EditorPart />} middle={<StagePart />} right={<InspectorPart />} bottom={<BottomPart />} />}
        <Crash />
      </main>
      <Toaster />
      <Suspense><TooltipLayer /></Suspense>
      <Overlays />
    </div>
  );
}

function skipToStage(event: MouseEvent): void {
  event.preventDefault();
  focusStage();
}

function Overlays() {
  const { galleryOpen, helpOpen, actAsOpen, tourStep } = useView();
  return (
    <Suspense>
      {galleryOpen && <Gallery />}
      {helpOpen && <Help />}
      {actAsOpen && <ActAsDialog />}
      {tourStep !== null && !galleryOpen && !helpOpen && <Tour />}
    </Suspense>
  );
}

function Crash() {
  const crash = useView((view) => view.crash);
  if (crash === null) return null;
  const startOver = (): void => void createSessionStorage().clear().finally(() => window.location.reload());
  return <div className="k-crash"><Stopped title="The engine stopped" details={crash} onStartOver={startOver} /></div>;
}

function useDocumentTitle(): void {
  const scenario = useScenario();
  useEffect(() => {
    document.title = scenario ? `${scenario.title} · Kubarium` : 'Kubarium';
  }, [scenario]);
}

/** The tour is one of the first cluster: over a scenario that somebody has chosen it would say what to try besides what that says. */
function useFirstVisitTour(): void {
  const living = useCluster((state) => state.living);
  const scenario = useView((view) => view.scenario);
  useEffect(() => {
    const { tourDone, presenting } = usePreferences.getState();
    if (living && !tourDone && !presenting) useView.getState().set({ tourStep: scenario === DEFAULT_SCENARIO ? 0 : null });
  }, [living, scenario]);
}

/** A finger gives no warning before it presses, so what menus need is fetched once the page has come to rest. */
function useEarlyMenus(): void {
  const living = useCluster((state) => state.living);
  useEffect(() => {
    if (!living) return;
    const timer = setTimeout(preloadMenus, MENUS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [living]);
}
