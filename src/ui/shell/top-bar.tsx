import { CircleHelp, MonitorPlay, PanelBottom, PanelLeft, PanelRight, Redo2, RotateCcw, X } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Button } from '../controls/button.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { usePreferences, type PanelSide } from '../store/preferences.ts';
import { useCluster, useSession } from '../store/session.ts';
import { useView } from '../store/view.ts';
import { BreakMenu } from './break-menu.tsx';
import { resetCluster, undoReset } from './cluster-deeds.ts';
import { Logo } from './logo.tsx';
import { setPanelOpen, useOpenPanels } from '../store/open-panels.ts';
import { useScenario } from './scenario.ts';
import { ThemeButton } from './theme-button.tsx';
import { TimeControl } from './time-control.tsx';
import './top-bar.css';

const UserMenu = lazy(() => import('./user-menu.tsx'));

/** Name and scenario, time in the middle, what can be done to the whole page at the right. */
export function TopBar() {
  return (
    <header className="k-bar">
      <div className="k-bar-start">
        <h1 className="k-brand"><Logo /><span className="k-brand-name">Kubarium</span></h1>
        <ScenarioButton />
      </div>
      <TimeControl />
      <div className="k-bar-end">
        <CurrentUser />
        <BreakMenu />
        <PresentButton />
        <ResetButtons />
        <PanelToggles />
        <ThemeButton />
        <IconButton label="Help" shortcut="?" onClick={() => useView.getState().set({ helpOpen: true })}><CircleHelp /></IconButton>
      </div>
    </header>
  );
}

/** Says which scenario is open; opens the gallery. */
export function ScenarioButton() {
  const scenario = useScenario();
  return (
    <Button
      variant="quiet" className="k-scenario" disabled={!scenario}
      aria-haspopup="dialog"
      onClick={() => useView.getState().set({ galleryOpen: true })}
    >
      <span className="k-scenario-word">Scenario </span>
      <span className="k-scenario-title">{scenario?.title}</span>
    </Button>
  );
}

/** Kept its place until it is there, so that nothing moves. */
function CurrentUser() {
  const living = useCluster((state) => state.living);
  return <Suspense fallback={<CurrentUserToCome />}>{living ? <UserMenu /> : <CurrentUserToCome />}</Suspense>;
}

function CurrentUserToCome() {
  return <span className="k-user-to-come" aria-hidden />;
}

function PresentButton() {
  const presenting = usePreferences((preferences) => preferences.presenting);
  const set = usePreferences((preferences) => preferences.set);
  return (
    <Button variant="quiet" aria-label={presenting ? 'Leave presenting' : 'Present'} aria-pressed={presenting} onClick={() => set({ presenting: !presenting })}>
      {presenting ? <X /> : <MonitorPlay />}
      <span className="k-bar-words">{presenting ? 'Leave' : 'Present'}</span>
    </Button>
  );
}

function ResetButtons() {
  const session = useSession();
  const living = useCluster((state) => state.living);
  const canUndo = useCluster((state) => state.canUndoReset);
  return (
    <>
      <IconButton label="Reset" disabled={!living} onClick={() => void resetCluster(session)}><RotateCcw /></IconButton>
      {canUndo && <IconButton label="Undo reset" onClick={() => void undoReset(session)}><Redo2 /></IconButton>}
    </>
  );
}

const TOGGLES: readonly { readonly side: PanelSide; readonly name: string; readonly key: string; readonly Icon: typeof PanelLeft }[] = [
  { side: 'left', name: 'left panel', key: '[', Icon: PanelLeft },
  { side: 'bottom', name: 'bottom panel', key: '\\', Icon: PanelBottom },
  { side: 'right', name: 'right panel', key: ']', Icon: PanelRight },
];

function PanelToggles() {
  const open = useOpenPanels();
  return (
    <div className="k-bar-group" role="group" aria-label="Panels">
      {TOGGLES.map(({ side, name, key, Icon }) => (
        <IconButton
          key={side} label={`${open[side] ? 'Hide' : 'Show'} ${name}`} shortcut={key} data-off={!open[side]}
          onClick={() => setPanelOpen(side, !open[side])}
        >
          <Icon />
        </IconButton>
      ))}
    </div>
  );
}
