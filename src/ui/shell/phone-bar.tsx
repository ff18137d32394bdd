import { CircleHelp, Ellipsis, LayoutGrid, MonitorPlay, Redo2, RotateCcw } from 'lucide-react';
import { IconButton } from '../controls/icon-button.tsx';
import { Menu, MenuHeading, MenuItem, MenuRadioGroup, MenuSeparator } from '../controls/menu.tsx';
import { usePreferences } from '../store/preferences.ts';
import { useCluster, useSession } from '../store/session.ts';
import { useView } from '../store/view.ts';
import { BreakMenu } from './break-menu.tsx';
import { resetCluster, undoReset } from './cluster-deeds.ts';
import { Logo } from './logo.tsx';
import { THEMES } from './theme.ts';
import { TimeControl } from './time-control.tsx';
import { ScenarioButton } from './top-bar.tsx';

/** The top bar of a narrow screen: time keeps a row of its own, the rest goes into a menu. */
export default function PhoneBar() {
  return (
    <header className="k-phone-bar">
      <div className="k-phone-bar-row">
        <h1 className="k-brand"><Logo /><span className="k-unseen">Kubarium</span></h1>
        <ScenarioButton />
        <BreakMenu compact />
        <MoreMenu />
      </div>
      <TimeControl compact />
    </header>
  );
}

function MoreMenu() {
  const session = useSession();
  const canUndo = useCluster((state) => state.canUndoReset);
  const theme = usePreferences((preferences) => preferences.theme);
  const presenting = usePreferences((preferences) => preferences.presenting);
  const set = usePreferences((preferences) => preferences.set);
  const view = useView((state) => state.set);
  return (
    <Menu align="end" trigger={<IconButton label="More"><Ellipsis /></IconButton>}>
      <MenuItem icon={<LayoutGrid />} title="Scenarios" onSelect={() => view({ galleryOpen: true })} />
      <MenuItem icon={<RotateCcw />} title="Reset" onSelect={() => void resetCluster(session)} />
      {canUndo && <MenuItem icon={<Redo2 />} title="Undo reset" onSelect={() => void undoReset(session)} />}
      <MenuItem icon={<MonitorPlay />} title={presenting ? 'Leave presenting' : 'Present'} onSelect={() => set({ presenting: !presenting })} />
      <MenuItem icon={<CircleHelp />} title="Help" onSelect={() => view({ helpOpen: true })} />
      <MenuSeparator />
      <MenuHeading>Theme</MenuHeading>
      <MenuRadioGroup label="Theme" value={theme} items={THEMES} onValueChange={(chosen) => set({ theme: chosen })} />
    </Menu>
  );
}
